#include "engine/store/sqlite/retention.hpp"

namespace pawl::engine::sqlite {
namespace {

// The first column of the next row, if there is one.
Result<std::optional<std::int64_t>, StoreError> first_number(Statement& statement) {
    auto step = statement.step();
    if (!step) return step.error();
    if (!*step) return std::optional<std::int64_t>();
    const std::int64_t number = statement.integer(0);
    statement.reset();
    return std::optional(number);
}

}  // namespace

Result<Retention, StoreError> Retention::prepare(const Connection& connection) {
    Retention retention;
    const std::pair<Statement*, const char*> statements[] = {
        {&retention.closed_, "SELECT key, last_row FROM executions WHERE stop IS NOT NULL AND stop < ?1 ORDER BY stop, key LIMIT 1"},
        {&retention.delete_execution_, "DELETE FROM executions WHERE key = ?1"},
        {&retention.retire_chain_, "INSERT OR IGNORE INTO retiring (last_row) VALUES (?1)"},
        {&retention.next_chain_, "SELECT last_row FROM retiring LIMIT 1"},
        {&retention.chain_done_, "DELETE FROM retiring WHERE last_row = ?1"},
        {&retention.row_before_, "SELECT previous FROM journal WHERE id = ?1"},
        {&retention.delete_row_, "DELETE FROM journal WHERE id = ?1"},
    };
    for (const auto& [place, sql] : statements) {
        auto statement = connection.prepare(sql);
        if (!statement) return statement.error();
        *place = *std::move(statement);
    }
    return retention;
}

Result<std::size_t, StoreError> Retention::slice(const Connection&, Writer& writer, const Marks& high, Instant before, std::size_t limit) {
    std::size_t gone = 0;
    if (auto cut = cut_chains(gone, limit); !cut) return cut.error();
    while (gone < limit) {
        closed_.bind(before);
        auto found = closed_.step();
        if (!found) return found.error();
        if (!*found) break;
        const std::int64_t key = closed_.integer(0), last_row = closed_.integer(1);
        closed_.reset();
        if (auto done = delete_execution_.bind(key).run(); !done) return done.error();
        ++gone;
        if (last_row != 0) {
            if (auto done = retire_chain_.bind(last_row).run(); !done) return done.error();
            if (auto cut = cut_chains(gone, limit); !cut) return cut.error();
        }
    }
    if (gone > 0) {
        if (auto done = writer.save(high); !done) return done.error();
    }
    return gone;
}

Result<void, StoreError> Retention::cut_chains(std::size_t& gone, std::size_t limit) {
    while (gone < limit) {
        auto last = first_number(next_chain_);
        if (!last) return last.error();
        if (!*last) return {};
        std::int64_t row = **last;
        while (gone < limit) {
            auto previous = first_number(row_before_.bind(row));
            if (!previous) return previous.error();
            if (!*previous) {
                row = 0;
                break;
            }
            if (auto done = delete_row_.bind(row).run(); !done) return done;
            ++gone;
            row = **previous;
        }
        if (auto done = chain_done_.bind(**last).run(); !done) return done;
        if (row != 0) {
            if (auto done = retire_chain_.bind(row).run(); !done) return done;
        }
    }
    return {};
}

}  // namespace pawl::engine::sqlite
