// Four shards in one engine: who owns what, and what the partitions tell each other about state machines.
#include <algorithm>
#include <set>

#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {

namespace {

using execution::Status;

const std::vector<ShardId> four = {0, 1, 2, 300};

/// A name of an execution of machine "m" that belongs to the n-th shard.
std::string name_in(std::size_t shard, int number = 0) {
    for (int i = 0;; ++i) {
        std::string name = "e" + std::to_string(i);
        if (shard_of_names("m", name, four.size()) == shard && number-- == 0) return name;
    }
}

const std::string wait_then_pass = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":60,"Next":"P"},"P":{"Type":"Pass","End":true}}})";

}  // namespace

TEST(RuntimeShards, WhichShardANameBelongsToNeverChanges) {
    EXPECT_EQ(shard_of_names("order", "run-1", 64), 60U);
    EXPECT_EQ(shard_of_names("order", "run-2", 64), 10U);
    EXPECT_EQ(shard_of_names("order", "", 64), 5U);
    EXPECT_EQ(shard_of_names("", "order", 64), 54U);
    EXPECT_EQ(shard_of_names("Größe", "b7a1c1f4-6f0e-4b6e-9d53-2f6c1f3c9a10", 4), 1U);
    std::vector<int> counts(7);
    for (int i = 0; i < 7'000; ++i) ++counts[shard_of_names("m", "run-" + std::to_string(i), 7)];
    for (const int count : counts) EXPECT_NEAR(count, 1'000, 150);
}

TEST(RuntimeShards, EachExecutionLivesInTheShardOfItsNameAlsoAfterARestart) {
    World world({}, four);
    world.create("m", two_tasks);
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(world.start("m", "e" + std::to_string(i)).has());
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(world.start("m").has()) << "unnamed: it gets its name, and with that its shard";
    ASSERT_EQ(world.dispatcher.calls.size(), 50U);
    std::set<ShardId> seen;
    for (const DispatchRequest& call : world.dispatcher.calls) {
        const std::string name = call.execution_arn.substr(call.execution_arn.rfind(':') + 1);
        EXPECT_EQ(shard_of(call.execution), four[shard_of_names("m", name, four.size())]) << name;
        seen.insert(shard_of(call.execution));
    }
    EXPECT_EQ(seen.size(), 4U);
    EXPECT_EQ(world.engine->counters().hot_executions, 50U);

    world.boot();
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 100U) << "every shard makes its calls again";
    for (std::size_t call = 50; call < world.dispatcher.calls.size(); ++call) {
        world.complete(call, "{}");
        world.settle();
    }
    for (int i = 0; i < 40; ++i) EXPECT_EQ(world.describe("m", "e" + std::to_string(i)).status, Status::Succeeded);
    EXPECT_EQ(world.engine->counters().closed, 50U);
    EXPECT_EQ(world.start("m", "e7").error().refusal, Refusal::ExecutionAlreadyExists);
}

TEST(RuntimeShards, AStartAfterAnAnsweredUpdateUsesTheNewRevisionInEveryShard) {
    World world({}, four);
    world.create("m", two_tasks);
    const auto row = world.store.inner.reader()->machine_named("m");
    UpdateMachine update;
    update.machine = "m";
    update.based_on = (*row)->revision;
    update.revision.definition = only_pass;
    const auto updated = world.post<MachineChanged>(std::move(update));
    // The answer comes with the keeper's turn, before the others had one.
    world.engine->partitions().front()->turn();
    ASSERT_TRUE(updated.has());
    for (std::size_t shard = 0; shard < four.size(); ++shard) {
        world.start("m", name_in(shard));
        EXPECT_EQ(world.describe("m", name_in(shard)).status, Status::Succeeded) << shard;
    }
    EXPECT_TRUE(world.dispatcher.calls.empty());
}

TEST(RuntimeShards, AStartAfterAnAnsweredDeletionIsRefusedInEveryShard) {
    World world({}, four);
    world.create("m", wait_then_pass);
    const auto deleted = world.post<bool>(DeleteMachine{"m", {}});
    world.engine->partitions().front()->turn();
    ASSERT_TRUE(deleted.has());
    for (std::size_t shard = 0; shard < four.size(); ++shard)
        EXPECT_EQ(world.start("m", name_in(shard)).error().refusal, Refusal::MachineDeleting) << shard;
    world.advance(world.settings.deletion_milliseconds);
    EXPECT_FALSE(*world.store.inner.reader()->machine_named("m"));
    world.create("m", only_pass);
    for (std::size_t shard = 0; shard < four.size(); ++shard) {
        world.start("m", name_in(shard, 1));
        EXPECT_EQ(world.describe("m", name_in(shard, 1)).status, Status::Succeeded) << "its name is free again, in shard " << shard;
    }
}

TEST(RuntimeShards, AStartThatRacesADeletionEndsAsAnyOtherOfADeletedMachine) {
    Settings settings;
    settings.deletion_milliseconds = 0;
    World world(std::move(settings), four);
    world.create("m", wait_then_pass);
    const auto& partitions = world.engine->partitions();
    // Shard 2 decides the start, and its disk is busy: nobody can see it yet.
    const auto started = world.post<StartedExecution>(StartExecution{"m", name_in(2), "{}", {}, {}});
    world.store.failures.push_back(StoreError::Kind::Busy);
    partitions[2]->turn();
    ASSERT_FALSE(started.has());
    // Meanwhile the machine is deleted, and the keeper looks whether anything runs, again and again.
    const auto deleted = world.post<bool>(DeleteMachine{"m", {}});
    for (int turns = 0; turns < 5; ++turns) {
        partitions[0]->turn();
        partitions[1]->turn();
        partitions[3]->turn();
    }
    ASSERT_TRUE(deleted.has());
    EXPECT_TRUE(*world.store.inner.reader()->machine_named("m")) << "a shard does not know yet";
    world.settle();
    ASSERT_TRUE(started.has()) << "it was durable before the shard heard of the deletion";
    EXPECT_TRUE(*world.store.inner.reader()->machine_named("m")) << "it is running";
    world.advance(60'000);
    EXPECT_EQ(world.store.inner.reader()->executions({.status = 1})->size(), 0U);
    const auto rows = world.store.inner.reader()->executions({});
    ASSERT_EQ(rows->size(), 1U);
    EXPECT_EQ(rows->front().status, static_cast<std::uint8_t>(Status::Failed)) << "it fails where it would have gone on";
    EXPECT_FALSE(*world.store.inner.reader()->machine_named("m")) << "the last one to close asks for another look";
}

TEST(RuntimeShards, ADeletionGoesOnAfterARestart) {
    World world({}, four);
    world.create("m", wait_then_pass);
    world.start("m", name_in(3));
    ASSERT_TRUE(world.ask<bool>(DeleteMachine{"m", {}}).has());
    world.boot();
    world.settle();
    EXPECT_EQ(world.start("m", name_in(1)).error().refusal, Refusal::MachineDeleting);
    EXPECT_TRUE(*world.store.inner.reader()->machine_named("m"));
    world.advance(60'000);
    EXPECT_FALSE(*world.store.inner.reader()->machine_named("m"));
}

TEST(RuntimeShards, ASlotThatOneShardGivesBackServesAnother) {
    World world({}, four);
    world.dispatcher.slots["f"] = 1;
    world.create("m", one_task);
    world.start("m", name_in(1));
    world.start("m", name_in(2));
    ASSERT_EQ(world.dispatcher.calls.size(), 1U);
    world.complete(0, "{}");
    world.engine->slot_free(world.dispatcher.calls[0].target);
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 2U);
    EXPECT_EQ(shard_of(world.dispatcher.calls[1].execution), four[2]);
}

TEST(RuntimeShards, AFailureIsToldOnceAndEveryShardRefuses) {
    World world({}, four);
    world.create("m", only_pass);
    world.store.failures.assign(4, StoreError::Kind::Io);
    for (std::size_t shard = 0; shard < four.size(); ++shard) world.post<StartedExecution>(StartExecution{"m", name_in(shard), "{}", {}, {}});
    world.settle();
    EXPECT_EQ(std::count_if(world.log.begin(), world.log.end(), [](const std::string& line) { return line.starts_with("failure"); }), 1);
    EXPECT_TRUE(world.engine->failure());
    EXPECT_EQ(world.start("m", name_in(3)).error().refusal, Refusal::Closed);
}

}  // namespace pawl::engine::test
