#include "engine/store/sqlite/writer.hpp"

#include <algorithm>

namespace pawl::engine::sqlite {
namespace {

StoreError misuse(std::string message) { return {StoreError::Kind::Misuse, std::move(message) + ": this is a bug of pawl; the store stops."}; }

std::optional<Instant> unless_never(Instant instant) { return instant.is_never() ? std::nullopt : std::optional(instant); }
std::optional<Instant> stop_of(const ExecutionRow& row) { return row.status == running_status ? std::nullopt : std::optional(row.stop); }

Result<std::int64_t, StoreError> highest(const Connection& connection, const std::string& table, const std::string& key) {
    return connection.number("SELECT max(ifnull((SELECT max(" + key + ") FROM " + table +
                             "), 0), ifnull((SELECT value FROM meta WHERE name = 'highest_" + table + "'), 0))");
}

}  // namespace

Result<Writer, StoreError> Writer::prepare(const Connection& connection) {
    Writer writer;
    const std::pair<Statement*, const char*> statements[] = {
        {&writer.begin, "BEGIN IMMEDIATE"},
        {&writer.commit, "COMMIT"},
        {&writer.rollback, "ROLLBACK"},
        {&writer.insert_row_, "INSERT INTO journal (id, execution, previous, first_event, records) VALUES (?1, ?2, ?3, ?4, ?5)"},
        {&writer.insert_revision_,
         "INSERT INTO revisions (key, machine, revision_id, created, definition, role_arn, settings) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"},
        {&writer.insert_machine_, "INSERT INTO machines (key, name, type, deleting, created, revision, tags) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"},
        {&writer.update_machine_, "UPDATE machines SET name = ?2, type = ?3, deleting = ?4, created = ?5, revision = ?6, tags = ?7 WHERE key = ?1"},
        {&writer.delete_machine_, "DELETE FROM machines WHERE key = ?1"},
        {&writer.delete_revisions_, "DELETE FROM revisions WHERE machine = ?1"},
        {&writer.insert_execution_,
         "INSERT INTO executions (key, machine, revision, name, status, start, stop, first_row, last_row, next_wakeup, waiting) "
         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, nullif(?11, 0))"},
        // Only what may change: the indexes on the other columns are not touched.
        {&writer.update_execution_,
         "UPDATE executions SET status = ?2, stop = ?3, last_row = ?4, next_wakeup = ?5, waiting = nullif(?6, 0) WHERE key = ?1"},
        {&writer.put_function_, "INSERT INTO functions (name, settings) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET settings = ?2"},
        {&writer.delete_function_, "DELETE FROM functions WHERE name = ?1"},
        {&writer.put_meta_, "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2"},
    };
    for (const auto& [place, sql] : statements) {
        auto statement = connection.prepare(sql);
        if (!statement) return statement.error();
        *place = *std::move(statement);
    }
    const struct {
        std::int64_t* place;
        const char *table, *key;
    } marks[] = {{&writer.high.row, "journal", "id"},
                 {&writer.high.execution, "executions", "key"},
                 {&writer.high.machine, "machines", "key"},
                 {&writer.high.revision, "revisions", "key"}};
    for (const auto& mark : marks) {
        auto number = highest(connection, mark.table, mark.key);
        if (!number) return number.error();
        *mark.place = *number;
    }
    return writer;
}

Result<void, StoreError> Writer::save(const Marks& mark) {
    if (auto done = put_meta_.bind("highest_journal", mark.row).run(); !done) return done;
    if (auto done = put_meta_.bind("highest_executions", mark.execution).run(); !done) return done;
    if (auto done = put_meta_.bind("highest_machines", mark.machine).run(); !done) return done;
    return put_meta_.bind("highest_revisions", mark.revision).run();
}

Result<void, StoreError> Writer::write(const Connection& connection, const Batch& batch, Marks& mark) {
    if (auto done = write_journal(batch, mark); !done) return done;
    if (auto done = write_machines(connection, batch.catalog, mark); !done) return done;
    if (auto done = write_executions(connection, batch, mark); !done) return done;
    if (batch.recovery_mark) {
        if (auto done = put_meta_.bind("recovery_mark", *batch.recovery_mark).run(); !done) return done;
    }
    return write_functions(batch.catalog);
}

Result<void, StoreError> Writer::write_journal(const Batch& batch, Marks& mark) {
    for (const JournalRow& row : batch.journal) {
        if (row.id <= mark.row)
            return misuse("Journal row id " + std::to_string(row.id) + " is not above the highest ever used, " + std::to_string(mark.row));
        if (row.previous >= row.id) return misuse("Journal row " + std::to_string(row.id) + " follows a later one");
        if (shard_of(row.execution) != shard_of(row.id) || (mark.row != 0 && shard_of(mark.row) != shard_of(row.id)))
            return misuse("Journal row " + std::to_string(row.id) + " is of another shard");
        const auto first_event = static_cast<std::int64_t>(row.first_event);
        if (auto done = insert_row_.bind(row.id, row.execution, row.previous, first_event, BlobView{row.records}).run(); !done) return done;
        mark.row = row.id;
    }
    return {};
}

Result<void, StoreError> Writer::write_machines(const Connection& connection, const CatalogBatch& batch, Marks& mark) {
    const Marks before = mark;
    for (const RevisionRow& row : batch.revisions) {
        if (row.key <= before.revision) return misuse("Revision key " + std::to_string(row.key) + " was used before");
        mark.revision = std::max(mark.revision, row.key);
        auto done = insert_revision_.bind(row.key, row.machine, row.revision_id, row.created, row.definition, row.role_arn, row.settings).run();
        if (!done) return done;
    }
    for (const MachineKey key : batch.machines_removed) {
        if (auto done = delete_machine_.bind(key).run(); !done) return done;
        if (auto done = delete_revisions_.bind(key).run(); !done) return done;
    }
    for (const MachineRow& row : batch.machines) {
        const bool is_new = row.key > mark.machine;
        mark.machine = std::max(mark.machine, row.key);
        if (std::find(batch.machines_removed.begin(), batch.machines_removed.end(), row.key) != batch.machines_removed.end()) continue;
        Statement& statement = is_new ? insert_machine_ : update_machine_;
        const std::int64_t deleting = row.deleting ? 1 : 0;
        if (auto done = statement.bind(row.key, row.name, row.type, deleting, row.created, row.revision, row.tags).run(); !done) return done;
        if (connection.changes() == 0) return misuse("State machine key " + std::to_string(row.key) + " was used before");
    }
    if (!batch.machines_removed.empty()) return save(mark);
    return {};
}

Result<void, StoreError> Writer::write_executions(const Connection& connection, const Batch& batch, Marks& mark) {
    for (const ExecutionRow& row : batch.executions) {
        const std::int64_t status = row.status, waiting = row.waiting;
        if (mark.execution != 0 && shard_of(mark.execution) != shard_of(row.key))
            return misuse("Execution " + std::to_string(row.key) + " is of another shard");
        if (row.key > mark.execution) {
            mark.execution = row.key;
            auto done = insert_execution_
                            .bind(row.key, row.machine, row.revision, row.name, status, row.start, stop_of(row), row.first_row, row.last_row,
                                  unless_never(row.next_wakeup), waiting)
                            .run();
            if (!done) return done;
            continue;
        }
        update_execution_.bind(row.key, status, stop_of(row), row.last_row, unless_never(row.next_wakeup), waiting);
        if (auto done = update_execution_.run(); !done) return done;
        if (connection.changes() == 0) return misuse("Execution key " + std::to_string(row.key) + " was used before");
    }
    return {};
}

Result<void, StoreError> Writer::write_functions(const CatalogBatch& batch) {
    for (const FunctionRow& row : batch.functions) {
        if (auto done = put_function_.bind(row.name, row.settings).run(); !done) return done;
    }
    for (const std::string& name : batch.functions_removed) {
        if (auto done = delete_function_.bind(name).run(); !done) return done;
    }
    return {};
}

}  // namespace pawl::engine::sqlite
