// A store of several shards: what is each shard's own, and what they share.
#include "engine/store/memory/memory_store.hpp"
#include "tests/store_contract/contract.hpp"

namespace pawl::engine::test {

TEST(StoreShards, KeepTheirJournalsAndTimersApartAndShareOneCatalog) {
    MemoryStore store({300, 2, 0});
    EXPECT_EQ(store.shards(), (std::vector<ShardId>{0, 2, 300}));
    const auto key = [](ShardId shard, std::int64_t number) { return make_key(shard, number); };
    for (const ShardId shard : store.shards()) {
        Batch batch;
        for (std::int64_t n = 1; n <= 3; ++n) batch.journal.push_back(row(key(shard, n), key(shard, 1), n == 1 ? 0 : key(shard, n - 1)));
        batch.executions = {execution(key(shard, 1), 7, shard + 10)};
        batch.executions[0].last_row = key(shard, 3);
        batch.executions[0].next_wakeup = {shard + 500};
        batch.recovery_mark = key(shard, 1);
        if (shard == 2) batch.catalog.machines = {machine(7, "order")};
        ASSERT_TRUE(store.shard(shard).commit(batch));
    }
    for (const ShardId id : store.shards()) {
        Shard& shard = store.shard(id);
        EXPECT_EQ(ok(shard.high_water()).row, key(id, 3));
        EXPECT_EQ(ok(shard.high_water()).execution, key(id, 1));
        EXPECT_EQ(ok(shard.recovery_mark()), key(id, 1));
        const auto rows = ok(shard.rows_after(key(id, 1), 100));
        ASSERT_EQ(rows.size(), 2U);
        EXPECT_EQ(rows[0].id, key(id, 2));
        EXPECT_EQ(ok(shard.rows_after(0, 100)).size(), 3U) << "from the beginning is from the shard's beginning";
        EXPECT_EQ(ok(shard.next_due()), Instant{id + 500});
        EXPECT_EQ(ok(shard.due(Instant::never(), 10)).size(), 1U);
    }
    EXPECT_EQ(ok(store.catalog_high_water()).machine, 7);
    const auto reader = store.reader();
    EXPECT_EQ(ok(reader->executions({.machine = 7})).size(), 3U) << "readers see all shards";
    EXPECT_EQ(ok(reader->execution_named(7, "run-" + std::to_string(key(300, 1))))->key, key(300, 1));
    EXPECT_TRUE(ok(reader->row(key(2, 3))));

    ASSERT_TRUE(store.shard(2).commit({.executions = {closed(execution(key(2, 1), 7, 12), 2, 50, key(2, 3))}}));
    EXPECT_EQ(ok(store.shard(0).retire(Instant::never(), 100)), 0U) << "retention is each shard's own";
    EXPECT_EQ(ok(store.shard(2).retire(Instant::never(), 100)), 4U);
    EXPECT_EQ(ok(reader->executions({.machine = 7})).size(), 2U);

    ASSERT_FALSE(store.shard(0).commit({.journal = {row(key(2, 9), key(2, 1), 0)}}));
    EXPECT_FALSE(store.shard(300).commit({.recovery_mark = key(300, 2)})) << "a store that was misused takes no more, whatever the shard";
}

}  // namespace pawl::engine::test
