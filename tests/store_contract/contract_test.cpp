// What every store promises, whatever it keeps its rows in.
#include <algorithm>
#include <atomic>
#include <thread>

#include "tests/store_contract/contract.hpp"

namespace pawl::engine::test {
namespace {

constexpr std::uint8_t succeeded = 2, failed = 3, aborted = 5;

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract, testing::Values("memory", "memory_of_four_shards", "sqlite"),
                         [](const auto& store) { return store.param; });

TEST_P(StoreContract, AnEmptyStoreHasNothing) {
    EXPECT_EQ(high().row, 0);
    EXPECT_EQ(high().execution, 0);
    EXPECT_EQ(ok(shard().recovery_mark()), 0);
    EXPECT_TRUE(ok(shard().next_due()).is_never());
    EXPECT_TRUE(ok(shard().rows_after(0, 10)).empty());
    EXPECT_FALSE(ok(reader_->machine(1)));
    EXPECT_FALSE(ok(reader_->machine_named("x")));
    EXPECT_FALSE(ok(reader_->execution(1)));
    EXPECT_FALSE(ok(reader_->execution_named(1, "x")));
    EXPECT_FALSE(ok(reader_->revision(1)));
    EXPECT_FALSE(ok(reader_->row(1)));
    EXPECT_FALSE(ok(reader_->row_header(1)));
    EXPECT_TRUE(ok(reader_->executions({})).empty());
    EXPECT_TRUE(ok(reader_->functions()).empty());
    EXPECT_EQ(ok(shard().retire({1'000}, 10)), 0U);
}

TEST_P(StoreContract, GivesBackWhatWasCommitted) {
    const std::string bytes = std::string("\0\xff\x01 bytes of any kind", 22) + std::string(10'000, '\0');
    Batch batch;
    batch.catalog.machines = {machine(1, "order")};
    batch.catalog.machines[0].deleting = true;
    batch.catalog.machines[0].type = "EXPRESS";
    batch.catalog.revisions = {revision(100, 1)};
    batch.executions = {execution(1, 1, 5'000)};
    batch.journal = {row(1, 1, 0, bytes), row(2, 1, 1, "")};
    batch.catalog.functions = {{"validateOrder", R"({"url":"http://127.0.0.1:1"})"}};
    batch.recovery_mark = 2;
    commit(batch);
    reopen();

    const auto m = ok(reader_->machine(1));
    ASSERT_TRUE(m);
    EXPECT_EQ(m->name, "order");
    EXPECT_EQ(m->type, "EXPRESS");
    EXPECT_TRUE(m->deleting);
    EXPECT_EQ(m->created, Instant{1'001});
    EXPECT_EQ(m->revision, 100);
    EXPECT_EQ(m->tags, R"({"team":"a"})");
    EXPECT_EQ(ok(reader_->machine_named("order"))->key, 1);

    const auto r = ok(reader_->revision(100));
    ASSERT_TRUE(r);
    EXPECT_EQ(r->machine, 1);
    EXPECT_EQ(r->revision_id, "uuid-100");
    EXPECT_EQ(r->created, Instant{2'100});
    EXPECT_EQ(r->definition, "{ \"StartAt\" :\t\"Größe\" }");
    EXPECT_EQ(r->role_arn, "arn:aws:iam::0:role/r");
    EXPECT_EQ(r->settings, "{}");

    const auto e = ok(reader_->execution(1));
    ASSERT_TRUE(e);
    EXPECT_EQ(e->machine, 1);
    EXPECT_EQ(e->revision, 7);
    EXPECT_EQ(e->name, "run-1");
    EXPECT_EQ(e->status, running_status);
    EXPECT_EQ(e->start, Instant{5'000});
    EXPECT_EQ(e->first_row, 1);
    EXPECT_EQ(e->last_row, 0);
    EXPECT_TRUE(e->next_wakeup.is_never());
    EXPECT_EQ(ok(reader_->execution_named(1, "run-1"))->key, 1);
    EXPECT_FALSE(ok(reader_->execution_named(2, "run-1")));

    const auto one = ok(reader_->row(1)), two = ok(reader_->row(2));
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->records, bytes);
    EXPECT_EQ(two->records, "");
    EXPECT_EQ(two->execution, 1);
    EXPECT_EQ(two->previous, 1);
    EXPECT_EQ(two->first_event, 20U);
    EXPECT_EQ(ok(reader_->row_header(2)), JournalHeader(*two));

    const auto functions = ok(reader_->functions());
    ASSERT_EQ(functions.size(), 1U);
    EXPECT_EQ(functions[0].settings, R"({"url":"http://127.0.0.1:1"})");
    EXPECT_EQ(ok(shard().recovery_mark()), 2);
    EXPECT_EQ(high().row, 2);
    EXPECT_EQ(high().execution, 1);
    EXPECT_EQ(catalog_high().machine, 1);
    EXPECT_EQ(catalog_high().revision, 100);
}

TEST_P(StoreContract, AnExecutionIsUpdatedInWhatMayChangeOnly) {
    commit({.executions = {execution(1, 1, 5'000)}});
    ExecutionRow evicted = execution(1, 1, 5'000);
    evicted.last_row = 9;
    evicted.next_wakeup = {70'000};
    evicted.name = "another";
    evicted.start = {1};
    commit({.executions = {evicted}});
    reopen();
    auto now = ok(reader_->execution(1));
    ASSERT_TRUE(now);
    EXPECT_EQ(now->last_row, 9);
    EXPECT_EQ(now->next_wakeup, Instant{70'000});
    EXPECT_EQ(now->name, "run-1");
    EXPECT_EQ(now->start, Instant{5'000});
    commit({.executions = {closed(execution(1, 1, 5'000), failed, 80'000, 11)}});
    now = ok(reader_->execution(1));
    EXPECT_EQ(now->status, failed);
    EXPECT_EQ(now->stop, Instant{80'000});
    EXPECT_EQ(now->last_row, 11);
    EXPECT_TRUE(now->next_wakeup.is_never());
    EXPECT_TRUE(ok(shard().next_due()).is_never());
}

TEST_P(StoreContract, AnExecutionMayStartAndCloseInOneBatch) {
    commit({.executions = {execution(1, 1, 5'000), closed(execution(1, 1, 5'000), succeeded, 5'001, 1)}});
    EXPECT_EQ(ok(reader_->execution(1))->status, succeeded);
}

TEST_P(StoreContract, MachinesAreReplacedListedByNameAndRemovedWithTheirRevisions) {
    Batch batch;
    batch.catalog.machines = {machine(1, "b"), machine(2, "a"), machine(3, "B"), machine(4, "c")};
    batch.catalog.revisions = {revision(100, 1), revision(101, 1), revision(102, 2)};
    commit(batch);
    EXPECT_EQ(keys(ok(reader_->machines("", 100))), "3 2 1 4");
    EXPECT_EQ(keys(ok(reader_->machines("a", 2))), "1 4");
    EXPECT_EQ(keys(ok(reader_->machines("", 1))), "3");

    MachineRow renewed = machine(1, "b");
    renewed.revision = 101;
    renewed.tags = "{}";
    commit({.catalog = {.machines = {renewed}}});
    EXPECT_EQ(ok(reader_->machine(1))->revision, 101);

    // Removed and made again under its name, in one batch.
    Batch again;
    again.catalog.machines = {machine(5, "b")};
    again.catalog.machines_removed = {1};
    commit(again);
    reopen();
    EXPECT_FALSE(ok(reader_->machine(1)));
    EXPECT_EQ(ok(reader_->machine_named("b"))->key, 5);
    EXPECT_FALSE(ok(reader_->revision(100)));
    EXPECT_FALSE(ok(reader_->revision(101)));
    EXPECT_TRUE(ok(reader_->revision(102)));

    // Made and removed within one batch.
    Batch brief;
    brief.catalog.machines = {machine(6, "z")};
    brief.catalog.machines_removed = {6};
    commit(brief);
    EXPECT_FALSE(ok(reader_->machine_named("z")));
    EXPECT_EQ(catalog_high().machine, 6);
}

TEST_P(StoreContract, FunctionsAreReplacedAndRemovedByName) {
    commit({.catalog = {.functions = {{"b", "1"}, {"a", "2"}, {"*", "3"}}}});
    commit({.catalog = {.functions = {{"a", "4"}}, .functions_removed = {"b", "unknown"}}});
    reopen();
    const auto rows = ok(reader_->functions());
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].name, "*");
    EXPECT_EQ(rows[1].name, "a");
    EXPECT_EQ(rows[1].settings, "4");
}

TEST_P(StoreContract, ListsNewestFirstAndPagesWithoutGapsOrRepeats) {
    Batch batch;
    // Start times repeat and are not in the order of the keys.
    const std::int64_t starts[] = {50, 70, 70, 60, 70, 50, 80, 10};
    for (ExecutionKey key = 1; key <= 8; ++key) batch.executions.push_back(execution(key, key % 2 + 1, starts[key - 1]));
    commit(batch);
    EXPECT_EQ(keys(ok(reader_->executions({}))), "7 5 3 2 4 6 1 8");
    for (const std::optional<MachineKey> of : {std::optional<MachineKey>(), std::optional<MachineKey>(2)}) {
        const std::string whole = keys(ok(reader_->executions({.machine = of})));
        std::vector<ExecutionRow> paged;
        ExecutionFilter filter{.machine = of, .limit = 2};
        while (true) {
            const auto page = ok(reader_->executions(filter));
            if (page.empty()) break;
            ASSERT_LE(page.size(), 2U);
            paged.insert(paged.end(), page.begin(), page.end());
            filter.after = std::pair(page.back().start, page.back().key);
        }
        EXPECT_EQ(keys(paged), whole);
    }
}

TEST_P(StoreContract, ListsByMachineAndStatus) {
    Batch batch;
    for (ExecutionKey key = 1; key <= 30; ++key) {
        ExecutionRow row = execution(key, key % 3 + 1, 100 + key);
        if (key % 5 == 1) row = closed(row, succeeded, 200 + key, key);
        if (key % 5 == 2) row = closed(row, failed, 200 + key, key);
        if (key % 5 == 3) row = closed(row, aborted, 200 + key, key);
        batch.executions.push_back(row);
    }
    commit(batch);
    const auto all = ok(reader_->executions({}));
    ASSERT_EQ(all.size(), 30U);
    for (const std::optional<MachineKey> of : {std::optional<MachineKey>(), std::optional<MachineKey>(1), std::optional<MachineKey>(9)}) {
        for (const std::optional<std::uint8_t> status :
             {std::optional<std::uint8_t>(), std::optional(running_status), std::optional(succeeded), std::optional(failed)}) {
            for (const bool paged : {false, true}) {
                ExecutionFilter filter{.machine = of, .status = status};
                if (paged) filter.after = std::pair(Instant{116}, ExecutionKey{16});
                std::vector<ExecutionRow> expected;
                for (const auto& row : all) {
                    if ((!of || row.machine == *of) && (!status || row.status == *status) && (!paged || row.key < 16)) expected.push_back(row);
                }
                EXPECT_EQ(keys(ok(reader_->executions(filter))), keys(expected)) << of.value_or(0) << " " << int{status.value_or(0)} << paged;
            }
        }
    }
}

TEST_P(StoreContract, ABatchWithAFaultLeavesNothingAndStopsTheStore) {
    commit({.journal = {row(5, 1, 0)}, .executions = {execution(1, 1, 10)}});
    Batch bad;
    bad.journal = {row(6, 1, 5), row(5, 1, 0)};  // 5 was used
    bad.executions = {execution(2, 1, 10)};
    bad.catalog.functions = {{"f", "{}"}};
    const auto refused = shard().commit(bad);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, StoreError::Kind::Misuse);
    EXPECT_FALSE(ok(reader_->row(6)));
    EXPECT_FALSE(ok(reader_->execution(2)));
    EXPECT_TRUE(ok(reader_->functions()).empty());
    // Fail-stop: even a good batch is refused now, with the same error.
    const auto later = shard().commit({.journal = {row(7, 1, 5)}});
    ASSERT_FALSE(later);
    EXPECT_EQ(later.error().message, refused.error().message);
    reopen();
    if (is_durable()) {
        EXPECT_FALSE(ok(reader_->row(6)));
        EXPECT_EQ(high().row, 5);
        EXPECT_EQ(high().execution, 1);
    }
}

struct Fault {
    const char* what;
    Batch batch;
};

TEST_P(StoreContract, EveryBrokenPromiseIsMisuse) {
    const std::vector<Fault> faults = {
        {"a row that follows a later one", {.journal = {row(20, 1, 21)}}},
        {"two rows of one id", {.journal = {row(20, 1, 0), row(20, 2, 0)}}},
        {"rows out of order", {.journal = {row(21, 1, 0), row(20, 2, 0)}}},
        {"a second execution of that name", {.executions = {[] {
                                                 auto e = execution(3, 1, 9);
                                                 e.name = "run-1";
                                                 return e;
                                             }()}}},
        {"an execution key below the highest", {.executions = {execution(1, 1, 10), execution(0, 1, 10)}}},
        {"a row of another shard", {.journal = {row(make_key(1, 20), make_key(1, 1), 0)}}},
        {"a row of another shard's execution", {.journal = {row(20, make_key(1, 1), 0)}}},
        {"an execution of another shard", {.executions = {execution(make_key(1, 3), 1, 10)}}},
        {"a second machine of that name", {.catalog = {.machines = {machine(8, "order")}}}},
        {"a revision key used before", {.catalog = {.revisions = {revision(100, 1)}}}},
    };
    for (const Fault& fault : faults) {
        make(fault.what);
        Batch first;
        first.journal = {row(10, 1, 0)};
        first.executions = {execution(1, 1, 10), execution(2, 1, 10)};
        first.catalog.machines = {machine(1, "order")};
        first.catalog.revisions = {revision(100, 1)};
        commit(first);
        const auto refused = shard().commit(fault.batch);
        ASSERT_FALSE(refused) << fault.what;
        EXPECT_EQ(refused.error().kind, StoreError::Kind::Misuse) << fault.what << ": " << refused.error().message;
    }
}

TEST_P(StoreContract, WhatARestartReads) {
    Batch batch;
    for (RowId id = 1; id <= 9; ++id) batch.journal.push_back(row(id, id % 2, 0));
    for (ExecutionKey key = 1; key <= 5; ++key) {
        ExecutionRow e = execution(key, 1, key);
        if (key != 3) e.next_wakeup = {1'000 - key * 100};
        e.last_row = key;
        batch.executions.push_back(e);
    }
    batch.recovery_mark = 4;
    commit(batch);
    reopen();
    EXPECT_EQ(ok(shard().recovery_mark()), 4);
    EXPECT_EQ(ids(ok(shard().rows_after(4, 3))), "5 6 7");
    EXPECT_EQ(ids(ok(shard().rows_after(7, 3))), "8 9");
    EXPECT_EQ(ids(ok(shard().rows_after(9, 3))), "");
    EXPECT_EQ(ok(shard().next_due()), Instant{500});
    EXPECT_EQ(keys(ok(shard().due({600}, 10))), "5 4");
    EXPECT_EQ(keys(ok(shard().due({599}, 10))), "5");
    EXPECT_EQ(keys(ok(shard().due({10'000}, 3))), "5 4 2");
    EXPECT_EQ(ok(shard().due({10'000}, 1)).at(0).last_row, 5);
}

TEST_P(StoreContract, WhatWaitsOutsideIsFoundByWhatItWaitsForInPages) {
    Batch batch;
    for (ExecutionKey key = 1; key <= 6; ++key) {
        ExecutionRow e = execution(key, 1, 5'000 - key);
        if (key != 3) e.waiting = key == 5 ? 1 : 2;
        e.last_row = key;
        batch.executions.push_back(e);
    }
    commit(batch);
    reopen();
    EXPECT_EQ(keys(ok(shard().waiting(2, 0, 10))), "1 2 4 6");
    EXPECT_EQ(keys(ok(shard().waiting(2, 0, 3))), "1 2 4");
    EXPECT_EQ(keys(ok(shard().waiting(2, 4, 3))), "6");
    EXPECT_EQ(keys(ok(shard().waiting(1, 0, 3))), "5");
    EXPECT_EQ(ok(shard().waiting(1, 0, 3)).at(0).last_row, 5);
    EXPECT_EQ(ok(reader_->execution(4))->waiting, 2);
    EXPECT_EQ(ok(reader_->execution(3))->waiting, 0);

    // Awake, closed, waiting for something else, gone.
    batch.executions[0].waiting = 0;
    batch.executions[1] = closed(execution(2, 1, 4'998), succeeded, 6'000, 7);
    batch.executions[3].waiting = 1;
    commit({.executions = {batch.executions[0], batch.executions[1], batch.executions[3]}});
    EXPECT_EQ(keys(ok(shard().waiting(2, 0, 10))), "6");
    EXPECT_EQ(keys(ok(shard().waiting(1, 0, 10))), "4 5");
    batch.executions[4] = closed(batch.executions[4], succeeded, 6'000, 8);
    commit({.executions = {batch.executions[4]}});
    EXPECT_EQ(ok(shard().retire({7'000}, 10)), 2U);
    EXPECT_EQ(keys(ok(shard().waiting(1, 0, 10))), "4");
}

TEST_P(StoreContract, LargeRowsComeInSeveralSlices) {
    Batch batch;
    for (RowId id = 1; id <= 6; ++id) batch.journal.push_back(row(id, 1, id - 1, std::string(3U << 20U, static_cast<char>('a' + id))));
    commit(batch);
    RowId after = 0;
    std::string seen;
    while (true) {
        const auto slice = ok(shard().rows_after(after, 100));
        if (slice.empty()) break;
        seen += ids(slice) + " ";
        after = slice.back().id;
    }
    EXPECT_EQ(seen, "1 2 3 4 5 6 ");
}

TEST_P(StoreContract, RetentionTakesClosedExecutionsWithTheirChainsOldestFirst) {
    Batch batch;
    // Three executions with interleaved rows: 1 has 1,4,7; 2 has 2,5,8; 3 has 3,6,9.
    for (RowId id = 1; id <= 9; ++id) batch.journal.push_back(row(id, (id - 1) % 3 + 1, id > 3 ? id - 3 : 0));
    batch.executions = {closed(execution(1, 1, 10), succeeded, 90, 7), closed(execution(2, 1, 10), failed, 50, 8), execution(3, 1, 10)};
    batch.executions[2].stop = {1};  // meaningless while running
    commit(batch);
    EXPECT_EQ(ok(shard().retire({50}, 100)), 0U);
    EXPECT_EQ(ok(shard().retire({51}, 100)), 4U);
    EXPECT_FALSE(ok(reader_->execution(2)));
    EXPECT_EQ(ids(ok(shard().rows_after(0, 100))), "1 3 4 6 7 9");
    EXPECT_EQ(ok(shard().retire({51}, 100)), 0U);
    EXPECT_EQ(ok(shard().retire({1'000}, 100)), 4U);
    EXPECT_EQ(ids(ok(shard().rows_after(0, 100))), "3 6 9");
    EXPECT_EQ(keys(ok(reader_->executions({}))), "3");
    EXPECT_EQ(ok(shard().retire(Instant::never(), 100)), 0U);
}

TEST_P(StoreContract, RetentionGoesInSlicesAndSurvivesAReopening) {
    Batch batch;
    for (RowId id = 1; id <= 100; ++id) batch.journal.push_back(row(id, 1, id - 1));
    batch.executions = {closed(execution(1, 1, 10), succeeded, 20, 100), closed(execution(2, 1, 10), succeeded, 21, 0)};
    commit(batch);
    std::size_t gone = 0, calls = 0;
    while (const std::size_t now = ok(shard().retire({1'000}, 7))) {
        EXPECT_LE(now, 7U);
        gone += now;
        ++calls;
        EXPECT_FALSE(ok(reader_->execution(1)));
        reopen();
    }
    EXPECT_EQ(gone, 102U);
    EXPECT_EQ(calls, 15U);
    EXPECT_TRUE(ok(shard().rows_after(0, 100)).empty());
}

TEST_P(StoreContract, NumbersAreNotGivenAgainAfterRetention) {
    Batch batch;
    batch.journal = {row(41, 17, 0), row(42, 17, 41)};
    batch.executions = {closed(execution(17, 5, 10), succeeded, 20, 42)};
    batch.catalog.machines = {machine(5, "m")};
    batch.catalog.revisions = {revision(500, 5)};
    commit(batch);
    EXPECT_EQ(ok(shard().retire({1'000}, 100)), 3U);
    commit({.catalog = {.machines_removed = {5}}});
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(high().row, 42);
        EXPECT_EQ(high().execution, 17);
        EXPECT_EQ(catalog_high().machine, 5);
        EXPECT_EQ(catalog_high().revision, 500);
        reopen();
    }
    // The name is free again, the key is not.
    ExecutionRow again = execution(18, 5, 30);
    again.name = "run-17";
    commit({.executions = {again}});
    const auto refused = shard().commit({.journal = {row(42, 18, 0)}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, StoreError::Kind::Misuse);
}

TEST_P(StoreContract, ReadersOnOtherThreadsSeeWholeBatchesOnly) {
    // Each batch adds one row of each kind; a reader must never see the journal row without the execution row or the other way round.
    std::atomic<bool> done = false;
    std::atomic<int> looks = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i) {
        threads.emplace_back([&, reader = store_->reader()] {
            ExecutionKey seen = 0;
            while (!done) {
                const auto newest = ok(reader->executions({.limit = 1}));
                ++looks;
                if (newest.empty()) continue;
                EXPECT_GE(newest[0].key, seen) << "a commit that was seen is gone again";
                seen = newest[0].key;
                // Committed no later than the execution row that was just seen.
                const auto first = ok(reader->row(seen * 2 - 1)), second = ok(reader->row(seen * 2));
                EXPECT_TRUE(first && second) << seen;
                if (!first || !second) break;
                EXPECT_EQ(first->records + second->records, std::to_string(seen) + std::to_string(seen));
            }
        });
    }
    ExecutionKey key = 0;
    while (key < 300 || looks < 50) {
        ++key;
        Batch batch;
        batch.executions = {execution(key, 1, key)};
        batch.journal = {row(key * 2 - 1, key, 0, std::to_string(key)), row(key * 2, key, key * 2 - 1, std::to_string(key))};
        commit(batch);
    }
    done = true;
    for (std::thread& thread : threads) thread.join();
    EXPECT_GE(looks, 50);
}

TEST_P(StoreContract, ACheckpointChangesNothingThatCanBeRead) {
    commit({.journal = {row(1, 1, 0)}, .executions = {execution(1, 1, 1)}});
    const auto done = store_->checkpoint();
    ASSERT_TRUE(done) << done.error().message;
    EXPECT_TRUE(ok(reader_->row(1)));
    reopen();
    EXPECT_TRUE(ok(reader_->row(1)));
}

}  // namespace
}  // namespace pawl::engine::test
