// What a restart finds again, what sleeps on disk, and what is left alone.
#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {

using execution::Status;

TEST(RuntimeRecovery, CallsInFlightAreMadeAgainWithTheSameKey) {
    World world;
    world.create("m", two_tasks);
    world.start("m", "e");
    world.complete(0, R"({"n":1})");
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 2U);
    world.boot();
    EXPECT_EQ(world.dispatcher.calls.size(), 2U) << "nothing happens before the first turn";
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 3U);
    const DispatchRequest &before = world.dispatcher.calls[1], &after = world.dispatcher.calls[2];
    EXPECT_EQ(after.idempotency_key, before.idempotency_key);
    EXPECT_EQ(after.input, before.input);
    EXPECT_EQ(after.attempt, before.attempt);
    EXPECT_EQ(after.token, before.token);
    EXPECT_NE(before.idempotency_key, world.dispatcher.calls[0].idempotency_key);
    world.complete(2, "2");
    world.settle();
    EXPECT_EQ(world.describe("m", "e").output, "2");
}

TEST(RuntimeRecovery, EveryKeyAndRowIsOfThePartitionsShardAndCountedOnAfterARestart) {
    for (const ShardId shard : {ShardId{0}, ShardId{5}, highest_shard}) {
        Settings settings;
        settings.mark_rows = 1;  // the mark moves, too
        World world(std::move(settings), {shard});
        world.create("m", two_tasks);
        world.start("m", "a");
        EXPECT_EQ(world.dispatcher.calls.at(0).execution, make_key(shard, 1)) << shard;
        world.boot();
        world.settle();
        world.start("m", "b");
        EXPECT_EQ(world.dispatcher.calls.at(2).execution, make_key(shard, 2)) << shard;
        for (std::size_t call = 1; call < 5; ++call) {
            world.complete(call, "{}");
            world.settle();
        }
        EXPECT_EQ(world.describe("m", "a").status, Status::Succeeded);
        EXPECT_EQ(world.describe("m", "b").status, Status::Succeeded);
        RowId expected = make_key(shard, 0);
        const auto rows = world.store.shard(shard).rows_after(0, 1000);
        for (const JournalRow& row : *rows) EXPECT_EQ(row.id, ++expected) << "without gaps";
        EXPECT_GE(number_of(expected), 6);
        EXPECT_EQ(shard_of(*world.store.shard(shard).recovery_mark()), shard);
        EXPECT_GT(number_of(*world.store.shard(shard).recovery_mark()), 0);
    }
}

/// Says of itself what its shard is not.
class MislabelledShard final : public Shard {
  public:
    explicit MislabelledShard(Shard& inner) : inner_(inner) {}
    Result<void, StoreError> commit(const Batch& batch) override { return inner_.commit(batch); }
    Result<HighWater, StoreError> high_water() override {
        auto high = inner_.high_water();
        high->row = make_key(7, number_of(high->row));
        return high;
    }
    Result<RowId, StoreError> recovery_mark() override { return inner_.recovery_mark(); }
    Result<std::vector<JournalRow>, StoreError> rows_after(RowId after, std::size_t limit) override { return inner_.rows_after(after, limit); }
    Result<std::vector<ExecutionRow>, StoreError> due(Instant until, std::size_t limit) override { return inner_.due(until, limit); }
    Result<Instant, StoreError> next_due() override { return inner_.next_due(); }
    Result<std::vector<ExecutionRow>, StoreError> waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) override {
        return inner_.waiting(what, after, limit);
    }
    Result<std::size_t, StoreError> retire(Instant before, std::size_t limit) override { return inner_.retire(before, limit); }

  private:
    Shard& inner_;
};
class MislabelledStore final : public Store {
  public:
    explicit MislabelledStore(Store& inner) : inner_(inner), shard_(inner.shard(0)) {}
    std::vector<ShardId> shards() const override { return {0}; }
    Shard& shard(ShardId) override { return shard_; }
    Result<CatalogHighWater, StoreError> catalog_high_water() override { return inner_.catalog_high_water(); }
    std::unique_ptr<StoreReader> reader() override { return inner_.reader(); }
    Result<void, StoreError> checkpoint() override { return {}; }

  private:
    Store& inner_;
    MislabelledShard shard_;
};

TEST(RuntimeRecovery, RowsOfAnotherShardAreRefused) {
    World world;
    world.create("m", one_task);
    world.start("m", "a");
    MislabelledStore store(world.store);
    Engine other(Ports{store, world.dispatcher, world.clock, world.entropy}, world.settings);
    const auto refused = other.recover();
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().message, "The store holds shard 7, not shard 0.");
}

TEST(RuntimeRecovery, QueuedTasksQueueAgain) {
    World world;
    world.dispatcher.slots["f"] = 1;
    world.create("m", one_task);
    world.start("m", "a");
    world.start("m", "b");
    world.dispatcher.done("f");  // the process is gone, and its slots with it
    world.boot();
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 2U);
    for (std::size_t call = 1; call < 3; ++call) {
        world.complete(call, "{}");
        world.engine->slot_free({TargetKind::Lambda, "f"});
        world.settle();
    }
    EXPECT_EQ(world.describe("m", "a").status, Status::Succeeded);
    EXPECT_EQ(world.describe("m", "b").status, Status::Succeeded);
}

TEST(RuntimeRecovery, CallsInFlightWaitForSlotsToo) {
    World world;
    world.create("m", one_task);
    for (const char* name : {"a", "b", "c"}) world.start("m", name);
    for (int i = 0; i < 3; ++i) world.dispatcher.done("f");
    world.dispatcher.slots["f"] = 1;
    world.boot();
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 4U);
    for (std::size_t call = 3; call < 6; ++call) {
        world.complete(call, "{}");
        world.engine->slot_free({TargetKind::Lambda, "f"});
        world.settle();
    }
    EXPECT_EQ(world.dispatcher.calls.size(), 6U);
    for (const char* name : {"a", "b", "c"}) EXPECT_EQ(world.describe("m", name).status, Status::Succeeded);
    EXPECT_EQ(world.dispatcher.used("f"), 0);
}

TEST(RuntimeRecovery, NumbersAreNeverGivenTwice) {
    World world;
    world.create("m", only_pass);
    world.start("m", "a");
    const auto first = world.describe("m", "a");
    world.boot();
    world.start("m", "b");
    const auto second = world.describe("m", "b");
    EXPECT_GT(second.key, first.key);
    EXPECT_GT(second.last_row, first.last_row);
}

TEST(RuntimeRecovery, ALoopCutShortGoesOn) {
    World world;
    world.settings.limits.records_per_decision = 50;
    world.settings.limits.history_events = 1'000;
    world.boot();
    world.create("loop", for_ever);
    world.post<StartedExecution>(StartExecution{"loop", "l", "{}", {}, {}});
    world.engine->turn();
    world.boot();
    world.settle();
    const auto shot = world.describe("loop", "l");
    EXPECT_EQ(shot.status, Status::Failed) << "at the limit of history events";
    EXPECT_EQ(shot.last_event, 1'000U);
}

TEST(RuntimeSleep, LongWaitsLeaveMemoryAndComeBackWhenDue) {
    World world;
    world.create("m", long_wait);
    world.start("m", "e");
    EXPECT_EQ(world.engine->counters().hot_executions, 0U);
    EXPECT_EQ(world.engine->counters().evictions, 1U);
    EXPECT_EQ(world.engine->next_wakeup(), world.clock.time.plus_milliseconds(600'000));
    EXPECT_EQ(world.describe("m", "e").status, Status::Running);
    EXPECT_EQ(world.describe("m", "e").head.name, "e");
    world.advance(599'999);
    EXPECT_TRUE(world.dispatcher.calls.empty());
    world.advance(1);
    ASSERT_EQ(world.dispatcher.calls.size(), 1U);
    EXPECT_EQ(world.engine->counters().hot_executions, 1U);
    EXPECT_EQ(world.engine->next_wakeup(), Instant::never()) << "it is not due on disk any more";
    world.complete(0, "1");
    world.settle();
    EXPECT_EQ(world.describe("m", "e").output, "1");
}

TEST(RuntimeSleep, ManyThatAreDueAtOnceComeAndGoABatchAtATime) {
    World world;
    world.settings.decisions_per_turn = 10;
    world.boot();
    world.create("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":3600,"End":true}}})");
    for (int i = 0; i < 50; ++i) world.start("m");
    ASSERT_EQ(world.engine->counters().hot_executions, 0U);
    world.clock.time = world.clock.time.plus_milliseconds(3'600'000);
    while (world.engine->turn()) EXPECT_LE(world.engine->counters().hot_executions, 10U);
    EXPECT_EQ(world.engine->counters().closed, 50U);
}

TEST(RuntimeSleep, SleepersSurviveARestartUnloaded) {
    World world;
    world.create("m", long_wait);
    world.start("m", "e");
    world.boot();
    EXPECT_EQ(world.engine->counters().loads, 0U);
    world.advance(600'000);
    EXPECT_EQ(world.dispatcher.calls.size(), 1U);
    world.boot();  // awake now: found by the journal's tail
    EXPECT_EQ(world.engine->counters().loads, 1U);
    world.settle();
    EXPECT_EQ(world.dispatcher.calls.size(), 2U);
}

TEST(RuntimeSleep, ShortWaitsStay) {
    World world;
    world.create("m", R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":10,"End":true}}})");
    world.start("m", "e");
    EXPECT_EQ(world.engine->counters().hot_executions, 1U);
    world.advance(10'000);
    EXPECT_EQ(world.describe("m", "e").status, Status::Succeeded);
}

TEST(RuntimeSleep, ASleeperCanBeStoppedAndAwaitedAndStartedAgain) {
    World world;
    world.create("m", long_wait);
    world.start("m", "e", "1");
    EXPECT_TRUE(world.start("m", "e", "1").has()) << "the same start";
    EXPECT_EQ(world.start("m", "e", "2").error().refusal, Refusal::ExecutionAlreadyExists);
    const auto waiting = world.ask<ExecutionView>(WaitForClose{{"m", "e"}, Instant::never(), {}});
    EXPECT_FALSE(waiting.has());
    world.advance(1'000);
    const auto stopped = world.ask<Instant>(StopExecution{{"m", "e"}, "E", {}, {}});
    EXPECT_EQ(stopped.value(), world.clock.time);
    EXPECT_EQ(world.shown(waiting).status, Status::Aborted);
    EXPECT_EQ(world.engine->next_wakeup(), Instant::never());
    world.advance(600'000);
    EXPECT_TRUE(world.dispatcher.calls.empty());
}

TEST(RuntimeSleep, ADeletedMachinesSleeperFailsWhenItWakes) {
    World world;
    world.create("m", long_wait);
    world.start("m", "e");
    world.ask<bool>(DeleteMachine{"m", {}});
    world.advance(10'000);
    EXPECT_TRUE(world.store.reader()->machine_named("m")->has_value()) << "still used";
    const auto waiting = world.ask<ExecutionView>(WaitForClose{{"m", "e"}, Instant::never(), {}});
    world.advance(590'000);
    EXPECT_EQ(world.shown(waiting).cause, "State machine m has been deleted");
    EXPECT_FALSE(world.store.reader()->machine_named("m")->has_value());
}

TEST(RuntimeRecovery, TheMarkMovesOnAndLongRunningTasksAreStillFound) {
    Settings settings;
    settings.mark_rows = 20;
    World world(settings);
    world.create("m", one_task);
    world.create("p", only_pass);
    world.start("m", "e");
    for (int i = 0; i < 100; ++i) world.start("p");
    EXPECT_GT(*world.store.shard(0).recovery_mark(), 50);
    world.boot();
    EXPECT_EQ(world.engine->counters().loads, 1U);
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 2U);
    EXPECT_EQ(world.dispatcher.calls[0].idempotency_key, world.dispatcher.calls[1].idempotency_key);
    world.complete(1, "{}");
    world.settle();
    EXPECT_EQ(world.describe("m", "e").status, Status::Succeeded);
}

TEST(RuntimeRecovery, ADamagedExecutionIsSetAsideTheOthersRun) {
    World world;
    world.create("m", one_task);
    world.start("m", "bad");
    const auto bad = world.describe("m", "bad");
    world.start("m", "good");
    world.store.damaged = bad.last_row;
    world.boot();
    world.settle();
    ASSERT_EQ(world.engine->set_aside().size(), 1U);
    EXPECT_EQ(world.engine->set_aside()[0].first, bad.key);
    EXPECT_EQ(world.dispatcher.calls.size(), 3U) << "the good one's call, again";
    const auto stopped = world.ask<Instant>(StopExecution{{"m", "bad"}, {}, {}, {}});
    EXPECT_EQ(stopped.error().refusal, Refusal::ExecutionNotLoaded);

    world.boot();
    EXPECT_EQ(world.engine->next_wakeup(), Instant{0}) << "the next start tries it again";
    world.settle();
    EXPECT_EQ(world.engine->set_aside().size(), 1U);
    EXPECT_EQ(world.engine->next_wakeup(), Instant::never()) << "but once only";
    EXPECT_EQ(world.dispatcher.calls.size(), 4U);

    world.store.damaged = 0;
    world.boot();
    world.settle();
    EXPECT_TRUE(world.engine->set_aside().empty()) << "repaired, it is back";
    EXPECT_EQ(world.dispatcher.calls.size(), 6U);
}

// Deployed before a check became stricter: here one with a name that is too long and a state that nothing leads to.
TEST(RuntimeRecovery, WhatWasStoredIsBoundWithoutBeingCheckedAgain) {
    const std::string name(100, 'T');
    const std::string definition = R"({"StartAt": ")" + name + R"(", "States": {")" + name +
                                   R"(": {"Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f", "Next": "P"},
                                   "P": {"Type": "Pass", "End": true}, "Alone": {"Type": "Pass", "End": true}}})";
    ASSERT_TRUE(definition::compile(definition).has_errors()) << "today's checks refuse it";
    World world;
    world.create("m", definition);
    world.start("m", "e");
    world.boot();
    world.settle();
    EXPECT_TRUE(world.engine->set_aside().empty());
    world.complete(1, "1");
    world.settle();
    EXPECT_EQ(world.describe("m", "e").output, "1");
}

TEST(RuntimeRecovery, WhatTheLastRunCrashedOnIsLeftUnloaded) {
    World world;
    world.create("m", one_task);
    world.start("m", "bad");
    world.settings.set_aside = {world.describe("m", "bad").key};
    world.boot();
    world.settle();
    EXPECT_EQ(world.engine->set_aside().size(), 1U);
    EXPECT_EQ(world.dispatcher.calls.size(), 1U);
}

TEST(RuntimeShutdown, FinishesWhatCameInAndRefusesStarts) {
    World world;
    world.create("m", one_task);
    world.start("m", "e");
    const auto waiting = world.ask<ExecutionView>(WaitForClose{{"m", "e"}, Instant::never(), {}});
    world.start("m", "running");
    const auto still = world.ask<ExecutionView>(WaitForClose{{"m", "running"}, Instant::never(), {}});
    world.complete(0, "1");
    const auto late = world.post<StartedExecution>(StartExecution{"m", "late", "{}", {}, {}});
    world.log.clear();
    world.engine->shutdown();
    EXPECT_EQ(world.log, (Log{"answer", "commit", "answer", "answer", "checkpoint"}));
    EXPECT_EQ(late.error().refusal, Refusal::Closed);
    EXPECT_EQ(world.shown(waiting).output, "1");
    EXPECT_EQ(world.shown(still).status, Status::Running);
    EXPECT_FALSE(world.engine->turn());
    world.boot();
    world.settle();
    EXPECT_EQ(world.dispatcher.calls.size(), 3U) << "what ran goes on";
}

TEST(RuntimeRetention, ClosedExecutionsGoAfterTheirTime) {
    World world;
    world.create("m", only_pass);
    world.start("m", "e");
    world.advance(world.settings.retention_milliseconds + 120'000);
    EXPECT_EQ(world.ask<ExecutionView>(DescribeExecution{{"m", "e"}, {}}).error().refusal, Refusal::ExecutionDoesNotExist);
    EXPECT_GT(world.engine->counters().retired, 0U);
    EXPECT_TRUE(world.start("m", "e").has()) << "the name is free again";
}

}  // namespace pawl::engine::test
