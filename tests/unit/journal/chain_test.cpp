// Chains as they are, and as damage leaves them: an error each time, never an endless walk.
#include "engine/journal/chain.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace pawl::engine {
namespace {

// Gives rows as damage may have left them; no store takes such.
class Rows final : public StoreReader {
  public:
    struct Row {
        RowId id, previous;
        ExecutionKey execution = 1;
    };
    Rows(std::initializer_list<Row> rows) : rows_(rows) {}

    Result<std::optional<JournalHeader>, StoreError> row_header(RowId id) override {
        if (++reads_ > 100) return StoreError{StoreError::Kind::Io, "the walk never ends"};
        for (const Row& each : rows_) {
            if (each.id == id) return JournalHeader{id, each.execution, each.previous, static_cast<EventId>(id)};
        }
        return std::optional<JournalHeader>();
    }
    Result<std::optional<JournalRow>, StoreError> row(RowId id) override {
        const auto header = row_header(id);
        if (!header) return header.error();
        if (!*header) return std::optional<JournalRow>();
        return JournalRow{**header, "bytes"};
    }
    Result<std::optional<MachineRow>, StoreError> machine(MachineKey) override { return unasked(); }
    Result<std::optional<MachineRow>, StoreError> machine_named(std::string_view) override { return unasked(); }
    Result<std::vector<MachineRow>, StoreError> machines(std::string_view, std::size_t) override { return unasked(); }
    Result<std::optional<RevisionRow>, StoreError> revision(std::int64_t) override { return unasked(); }
    Result<std::optional<ExecutionRow>, StoreError> execution(ExecutionKey) override { return unasked(); }
    Result<std::optional<ExecutionRow>, StoreError> execution_named(MachineKey, std::string_view) override { return unasked(); }
    Result<std::vector<ExecutionRow>, StoreError> executions(const ExecutionFilter&) override { return unasked(); }
    Result<std::vector<FunctionRow>, StoreError> functions() override { return unasked(); }

  private:
    static StoreError unasked() { return {StoreError::Kind::Misuse, "a chain is made of rows"}; }

    std::vector<Row> rows_;
    int reads_ = 0;
};

std::string ids(const auto& rows) {
    std::string out;
    for (const auto& row : rows) out += std::to_string(row.id) + " ";
    return out;
}

TEST(JournalChain, IsGivenOldestFirst) {
    Rows rows{{1, 0}, {2, 0, 2}, {3, 1}, {7, 3}};
    EXPECT_EQ(ids(*read_chain(rows, 1, 7)), "1 3 7 ");
    EXPECT_EQ(ids(*read_chain_headers(rows, 1, 7)), "1 3 7 ");
    EXPECT_EQ(ids(*read_chain_headers(rows, 1, 7, 1)), "3 7 ");
    EXPECT_EQ(ids(*read_chain_headers(rows, 1, 7, 7)), "");
    EXPECT_EQ(row_of_chain(rows, 1, 3)->records, "bytes");
}

TEST(JournalChain, DamageIsAnError) {
    struct {
        Rows rows;
        const char* what;
        JournalError::Kind kind;
    } damages[] = {
        {{{1, 0}, {3, 3}}, "a row before itself", JournalError::Kind::Corrupt},
        {{{1, 3}, {3, 1}}, "two rows before each other", JournalError::Kind::Corrupt},
        {{{1, 0}, {3, -1}}, "a row before all", JournalError::Kind::Corrupt},
        {{{1, 0, 2}, {3, 1}}, "another's row", JournalError::Kind::Corrupt},
        {{{3, 2}}, "a row that is gone", JournalError::Kind::Missing},
    };
    for (auto& damage : damages) {
        const auto chain = read_chain(damage.rows, 1, 3);
        const auto headers = read_chain_headers(damage.rows, 1, 3);
        ASSERT_FALSE(chain) << damage.what;
        ASSERT_FALSE(headers) << damage.what;
        EXPECT_EQ(chain.error().kind, damage.kind) << damage.what;
        EXPECT_EQ(headers.error().kind, damage.kind) << damage.what;
    }
}

TEST(JournalChain, ARowPassedByIsAnError) {
    Rows rows{{1, 0}, {2, 1}, {3, 1}};
    EXPECT_FALSE(read_chain_headers(rows, 1, 3, 2)) << "what was known is no part of it";
}

}  // namespace
}  // namespace pawl::engine
