// The port's rows out of a statement's columns. Each list of columns belongs to the function below it.
#pragma once

#include "engine/store/sqlite/connection.hpp"

namespace pawl::engine::sqlite {

#define PAWL_MACHINE_COLUMNS "key, name, type, deleting, created, revision, tags"
inline MachineRow machine_row(const Statement& s) {
    return {s.integer(0), s.bytes(1), s.bytes(2), s.integer(3) != 0, {s.integer(4)}, s.integer(5), s.bytes(6)};
}

#define PAWL_REVISION_COLUMNS "key, machine, revision_id, created, definition, role_arn, settings"
inline RevisionRow revision_row(const Statement& s) {
    return {s.integer(0), s.integer(1), s.bytes(2), {s.integer(3)}, s.bytes(4), s.bytes(5), s.bytes(6)};
}

#define PAWL_EXECUTION_COLUMNS "key, machine, revision, name, status, start, stop, first_row, last_row, next_wakeup, waiting"
inline ExecutionRow execution_row(const Statement& s) {
    ExecutionRow row;
    row.key = s.integer(0);
    row.machine = s.integer(1);
    row.revision = s.integer(2);
    row.name = s.bytes(3);
    row.status = static_cast<std::uint8_t>(s.integer(4));
    row.start = {s.integer(5)};
    row.stop = {s.integer(6)};
    row.first_row = s.integer(7);
    row.last_row = s.integer(8);
    row.next_wakeup = s.is_null(9) ? Instant::never() : Instant{s.integer(9)};
    row.waiting = static_cast<std::uint8_t>(s.integer(10));  // 0 for NULL
    return row;
}

#define PAWL_JOURNAL_HEADER_COLUMNS "id, execution, previous, first_event"
inline JournalHeader journal_header(const Statement& s) { return {s.integer(0), s.integer(1), s.integer(2), static_cast<EventId>(s.integer(3))}; }
#define PAWL_JOURNAL_COLUMNS PAWL_JOURNAL_HEADER_COLUMNS ", records"
inline JournalRow journal_row(const Statement& s) { return {journal_header(s), s.bytes(4)}; }

/// All rows of a bound statement, each made by `make`.
template <class Row>
Result<std::vector<Row>, StoreError> all_rows(Statement& statement, Row (*make)(const Statement&)) {
    std::vector<Row> rows;
    while (true) {
        auto step = statement.step();
        if (!step) return step.error();
        if (!*step) return rows;
        rows.push_back(make(statement));
    }
}

/// The only row of a bound statement, if there is one.
template <class Row>
Result<std::optional<Row>, StoreError> one_row(Statement& statement, Row (*make)(const Statement&)) {
    auto step = statement.step();
    if (!step) return step.error();
    if (!*step) return std::optional<Row>();
    std::optional<Row> row = make(statement);
    statement.reset();
    return row;
}

}  // namespace pawl::engine::sqlite
