#include "engine/journal/history_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/journal/codec.hpp"
#include "engine/store/memory/memory_store.hpp"
#include "tests/unit/journal/sample_records.hpp"

namespace pawl::engine {
namespace {

using execution::Record;
using test::describe;

// An execution whose rows lie among those of another one: 60 events, rows of 0 to 4 records, some of them without events.
class HistoryOfAnExecution : public testing::Test {
  protected:
    void SetUp() override {
        RowId previous = 0, id = 0;
        EventId event = 0;
        for (int i = 0; event < 60; ++i) {
            std::vector<Record> records;
            const EventId first_event = event + 1;
            for (int k = 0; k < i % 5; ++k) {
                Record& record = records.emplace_back();
                record.time = {1'000 + i};
                record.frame = 1;
                if (i % 7 == 0 || k == 3) {
                    record.body = execution::WaitPlanned{{5'000}};
                } else {
                    record.event = ++event;
                    record.previous = event - 1;
                    record.body =
                        execution::StateEntered{event, i % 3 == 0 ? shared_ : Payload::from_checked_text("\"event " + std::to_string(event) + "\"")};
                    all_.push_back(record);
                }
            }
            add(key, id += 2, previous, first_event, records);
            add(other, id + 1, 0, 1, {});
            previous = id;
        }
        last_ = previous;
    }

    void add(ExecutionKey execution, RowId id, RowId before, EventId first_event, const std::vector<Record>& records) {
        JournalRow row;
        row.id = id;
        row.execution = execution;
        row.previous = before;
        row.first_event = first_event;
        row.records = encode(records, id);
        const auto done = store_.commit({.journal = {row}});
        ASSERT_TRUE(done) << done.error().message;
    }

    /// All pages one after the other; `renew` makes a new reader for each.
    std::vector<Record> pages(bool reverse, std::size_t limit, bool renew, std::size_t limit_bytes = 1U << 20U) {
        std::vector<Record> records;
        HistoryReader history;
        HistoryQuery query{.execution = key, .last_row = last_, .reverse = reverse, .limit = limit, .limit_bytes = limit_bytes};
        do {
            if (renew) history = HistoryReader();
            auto page = history.page(*reader_, query);
            if (!page) {
                ADD_FAILURE() << page.error().message;
                return records;
            }
            EXPECT_LE(page->records.size(), limit);
            EXPECT_FALSE(page->records.empty());
            records.insert(records.end(), page->records.begin(), page->records.end());
            query.from = page->next;
        } while (query.from);
        return records;
    }

    static constexpr ExecutionKey key = 4, other = 5;
    MemoryStore store_;
    std::unique_ptr<StoreReader> reader_ = store_.reader();
    Payload shared_ = Payload::from_checked_text(R"({"the same":"again and again"})");
    std::vector<Record> all_;
    RowId last_ = 0;
};

TEST_F(HistoryOfAnExecution, PagesOfAnySizeGiveEveryEventOnceInBothDirections) {
    std::vector<Record> reversed = all_;
    std::reverse(reversed.begin(), reversed.end());
    for (const std::size_t limit : {1U, 2U, 7U, 59U, 60U, 61U, 1000U}) {
        for (const bool renew : {false, true}) {
            EXPECT_EQ(describe(pages(false, limit, renew)), describe(all_)) << limit;
            EXPECT_EQ(describe(pages(true, limit, renew)), describe(reversed)) << limit;
        }
    }
}

TEST_F(HistoryOfAnExecution, APageEndsEarlyWhenItsTextsGrowLarge) {
    EXPECT_EQ(describe(pages(false, 1000, false, 1)), describe(all_));
    HistoryReader history;
    const auto page = history.page(*reader_, {.execution = key, .last_row = last_, .limit = 1000, .limit_bytes = 1});
    ASSERT_TRUE(page);
    EXPECT_EQ(page->records.size(), 1U);
}

TEST_F(HistoryOfAnExecution, AHistoryThatGrowsBetweenPagesGoesOn) {
    HistoryReader history;
    HistoryQuery query{.execution = key, .last_row = last_, .limit = 50};
    auto page = history.page(*reader_, query);
    ASSERT_TRUE(page && page->next);
    Record more;
    more.time = {9'000};
    more.event = 61;
    more.previous = 60;
    more.body = execution::StateAborted{3};
    add(key, last_ + 10, last_, 61, {more});
    query.last_row = last_ + 10;
    query.from = page->next;
    page = history.page(*reader_, query);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->records.size(), 11U);
    EXPECT_EQ(page->records.back().event, 61U);
    EXPECT_FALSE(page->next);
    // And from the beginning once more, with what is kept by now.
    query.from.reset();
    query.limit = 1000;
    page = history.page(*reader_, query);
    ASSERT_TRUE(page);
    EXPECT_EQ(page->records.size(), 61U);
}

TEST_F(HistoryOfAnExecution, ALastRowThatLagsBehindAnEarlierOneIsNoError) {
    HistoryReader history;
    HistoryQuery query{.execution = key, .last_row = last_, .limit = 1000};
    ASSERT_EQ(history.page(*reader_, query)->records.size(), 60U);
    query.last_row = (*reader_->row_header(last_))->previous;
    EXPECT_GE(history.page(*reader_, query)->records.size(), 50U);
}

TEST_F(HistoryOfAnExecution, RowsThatAreGoneOrOfAnotherExecutionAreErrors) {
    HistoryReader history;
    for (const bool reverse : {false, true}) {
        const auto gone = history.page(*reader_, {.execution = key, .last_row = 100'000, .reverse = reverse});
        ASSERT_FALSE(gone);
        EXPECT_EQ(gone.error().kind, JournalError::Kind::Missing);
        const auto foreign = history.page(*reader_, {.execution = other, .last_row = last_, .reverse = reverse});
        ASSERT_FALSE(foreign);
        EXPECT_EQ(foreign.error().kind, JournalError::Kind::Corrupt);
    }
}

TEST_F(HistoryOfAnExecution, ManyExecutionsInTurnDoNotDisturbEachOther) {
    for (ExecutionKey another = 100; another < 110; ++another) {
        Record record;
        record.event = 1;
        record.body = execution::StateAborted{static_cast<StateIndex>(another)};
        add(another, 10'000 + another, 0, 1, {record});
    }
    HistoryReader history;
    for (int round = 0; round < 2; ++round) {
        for (ExecutionKey another = 100; another < 110; ++another) {
            const auto page = history.page(*reader_, {.execution = another, .last_row = 10'000 + another});
            ASSERT_TRUE(page);
            ASSERT_EQ(page->records.size(), 1U);
            EXPECT_EQ(std::get<execution::StateAborted>(page->records[0].body).state, static_cast<StateIndex>(another));
        }
        const auto page = history.page(*reader_, {.execution = key, .last_row = last_, .limit = 1000});
        ASSERT_TRUE(page);
        EXPECT_EQ(page->records.size(), 60U);
    }
}

}  // namespace
}  // namespace pawl::engine
