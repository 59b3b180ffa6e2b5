#include "engine/store/sqlite/sqlite_reader.hpp"

#include <limits>
#include <utility>

#include "engine/store/sqlite/rows.hpp"

namespace pawl::engine::sqlite {
namespace {

// Statements are prepared when first used: most readers use a few of them.
class LazyStatement {
  public:
    explicit LazyStatement(const char* sql) : sql_(sql) {}
    Result<Statement*, StoreError> in(const Connection& connection) {
        if (!statement_) {
            auto prepared = connection.prepare(sql_);
            if (!prepared) return prepared.error();
            statement_ = *std::move(prepared);
        }
        return &*statement_;
    }

  private:
    const char* sql_;
    std::optional<Statement> statement_;
};

#define PAWL_NEWEST_FIRST "(start, key) < (?1, ?2) ORDER BY start DESC, key DESC LIMIT ?3"
#define PAWL_LIST "SELECT " PAWL_EXECUTION_COLUMNS " FROM executions WHERE "

class SqliteReader final : public StoreReader {
  public:
    SqliteReader(Result<Connection, StoreError> connection) : connection_(std::move(connection)) {}

    Result<std::optional<MachineRow>, StoreError> machine(MachineKey key) override { return one(machine_, machine_row, key); }
    Result<std::optional<MachineRow>, StoreError> machine_named(std::string_view name) override { return one(machine_named_, machine_row, name); }
    Result<std::vector<MachineRow>, StoreError> machines(std::string_view after_name, std::size_t limit) override {
        return all(machines_, machine_row, after_name, static_cast<std::int64_t>(limit));
    }
    Result<std::optional<RevisionRow>, StoreError> revision(std::int64_t key) override { return one(revision_, revision_row, key); }
    Result<std::optional<ExecutionRow>, StoreError> execution(ExecutionKey key) override { return one(execution_, execution_row, key); }
    Result<std::optional<ExecutionRow>, StoreError> execution_named(MachineKey machine, std::string_view name) override {
        return one(execution_named_, execution_row, machine, name);
    }
    Result<std::vector<ExecutionRow>, StoreError> executions(const ExecutionFilter& filter) override {
        constexpr auto end = std::numeric_limits<std::int64_t>::max();
        const auto [start, key] = filter.after.value_or(std::pair(Instant{end}, end));
        const auto limit = static_cast<std::int64_t>(filter.limit);
        const std::int64_t machine = filter.machine.value_or(0), status = filter.status.value_or(0);
        if (filter.machine && status == 2) return all(list_machine_succeeded_, execution_row, start, key, limit, machine);
        if (filter.machine && filter.status) return all(list_machine_status_, execution_row, start, key, limit, machine, status);
        if (filter.machine) return all(list_machine_, execution_row, start, key, limit, machine);
        if (status == 2) return all(list_succeeded_, execution_row, start, key, limit);
        if (filter.status) return all(list_status_, execution_row, start, key, limit, status);
        return all(list_, execution_row, start, key, limit);
    }
    Result<std::optional<JournalRow>, StoreError> row(RowId id) override { return one(row_, journal_row, id); }
    Result<std::optional<JournalHeader>, StoreError> row_header(RowId id) override { return one(row_header_, journal_header, id); }
    Result<std::vector<FunctionRow>, StoreError> functions() override {
        return all(
            functions_, +[](const Statement& s) {
                return FunctionRow{s.bytes(0), s.bytes(1)};
            });
    }

  private:
    template <class Row, class... Arguments>
    Result<std::optional<Row>, StoreError> one(LazyStatement& lazy, Row (*make)(const Statement&), const Arguments&... arguments) {
        if (!connection_) return connection_.error();
        auto statement = lazy.in(*connection_);
        if (!statement) return statement.error();
        return one_row((*statement)->bind(arguments...), make);
    }
    template <class Row, class... Arguments>
    Result<std::vector<Row>, StoreError> all(LazyStatement& lazy, Row (*make)(const Statement&), const Arguments&... arguments) {
        if (!connection_) return connection_.error();
        auto statement = lazy.in(*connection_);
        if (!statement) return statement.error();
        return all_rows((*statement)->bind(arguments...), make);
    }

    Result<Connection, StoreError> connection_;  // before the statements: they go first
    LazyStatement machine_{"SELECT " PAWL_MACHINE_COLUMNS " FROM machines WHERE key = ?1"};
    LazyStatement machine_named_{"SELECT " PAWL_MACHINE_COLUMNS " FROM machines WHERE name = ?1"};
    LazyStatement machines_{"SELECT " PAWL_MACHINE_COLUMNS " FROM machines WHERE name > ?1 ORDER BY name LIMIT ?2"};
    LazyStatement revision_{"SELECT " PAWL_REVISION_COLUMNS " FROM revisions WHERE key = ?1"};
    LazyStatement execution_{"SELECT " PAWL_EXECUTION_COLUMNS " FROM executions WHERE key = ?1"};
    LazyStatement execution_named_{"SELECT " PAWL_EXECUTION_COLUMNS " FROM executions WHERE machine = ?1 AND name = ?2"};
    LazyStatement list_{PAWL_LIST PAWL_NEWEST_FIRST};
    LazyStatement list_machine_{PAWL_LIST "machine = ?4 AND " PAWL_NEWEST_FIRST};
    LazyStatement list_succeeded_{PAWL_LIST "status = 2 AND " PAWL_NEWEST_FIRST};
    LazyStatement list_machine_succeeded_{PAWL_LIST "machine = ?4 AND status = 2 AND " PAWL_NEWEST_FIRST};
    // "status <> 2" lets SQLite see that the partial indexes hold all that is asked for.
    LazyStatement list_status_{PAWL_LIST "status = ?4 AND status <> 2 AND " PAWL_NEWEST_FIRST};
    LazyStatement list_machine_status_{PAWL_LIST "machine = ?4 AND status = ?5 AND status <> 2 AND " PAWL_NEWEST_FIRST};
    LazyStatement row_{"SELECT " PAWL_JOURNAL_COLUMNS " FROM journal WHERE id = ?1"};
    LazyStatement row_header_{"SELECT " PAWL_JOURNAL_HEADER_COLUMNS " FROM journal WHERE id = ?1"};
    LazyStatement functions_{"SELECT name, settings FROM functions ORDER BY name"};
};

}  // namespace

std::unique_ptr<StoreReader> open_reader(const std::string& path, int busy_milliseconds) {
    auto connection = Connection::open(path, Connection::Mode::ReadOnly, busy_milliseconds);
    if (connection) {
        // Readers are many and short-lived in what they look at: a small cache each.
        if (auto set = connection->execute("PRAGMA cache_size = -512; PRAGMA query_only = 1"); !set)
            return std::make_unique<SqliteReader>(set.error());
    }
    return std::make_unique<SqliteReader>(std::move(connection));
}

}  // namespace pawl::engine::sqlite
