// The order decide → commit → act → answer, and what a failed commit stops.
#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {

TEST(RuntimeTurn, RunsATaskFromStartToEnd) {
    World world;
    world.create("m", one_task);
    const auto started = world.start("m", "e", R"({"a": 1})");
    ASSERT_TRUE(started.has());
    EXPECT_EQ(started.value().arn, "arn:aws:states:us-east-1:000000000000:execution:m:e");
    ASSERT_EQ(world.dispatcher.calls.size(), 1U);
    EXPECT_EQ(world.dispatcher.calls[0].input, R"({"a": 1})");
    EXPECT_EQ(world.describe("m", "e").status, execution::Status::Running);

    world.complete(0, R"({"b": 2})");
    world.settle();
    const auto shot = world.describe("m", "e");
    EXPECT_EQ(shot.status, execution::Status::Succeeded);
    EXPECT_EQ(shot.output, R"({"b": 2})");
    EXPECT_EQ(shot.input, R"({"a": 1})");
    EXPECT_EQ(world.engine->counters().hot_executions, 0U) << "a closed execution leaves memory";
    EXPECT_EQ(world.engine->counters().tasks_in_flight, 0U);
    EXPECT_EQ(world.engine->next_wakeup(), Instant::never());
}

TEST(RuntimeTurn, CommitsBeforeItActsAndActsBeforeItAnswers) {
    World world;
    world.create("m", one_task);
    world.log.clear();
    world.start("m", "e");
    EXPECT_EQ(world.log, (Log{"commit", "dispatch f", "answer"}));
}

TEST(RuntimeTurn, StartsOfOneTurnShareACommit) {
    World world;
    world.create("m", one_task);
    world.log.clear();
    for (int i = 0; i < 50; ++i) world.post<StartedExecution>(StartExecution{"m", {}, "{}", {}, {}});
    world.settle();
    EXPECT_EQ(std::count(world.log.begin(), world.log.end(), "commit"), 1);
    EXPECT_EQ(world.dispatcher.calls.size(), 50U);
}

TEST(RuntimeTurn, FailedCommitStopsEverything) {
    World world;
    world.create("m", one_task);
    world.store.failures = {StoreError::Kind::Full};
    world.log.clear();
    const auto started = world.start("m", "e");
    EXPECT_FALSE(started.has());
    EXPECT_EQ(world.log, (Log{"commit fails", "failure: told to fail"})) << "no call, no answer";
    ASSERT_TRUE(world.engine->failure().has_value());
    EXPECT_EQ(world.engine->failure()->kind, StoreError::Kind::Full);

    const auto later = world.start("m", "later");
    ASSERT_TRUE(later.has());
    EXPECT_EQ(later.error().refusal, Refusal::Closed);
    EXPECT_FALSE(world.engine->turn());
}

TEST(RuntimeTurn, BusyCommitIsTriedAgainAsItIs) {
    World world;
    world.create("m", one_task);
    world.store.failures = {StoreError::Kind::Busy, StoreError::Kind::Busy};
    world.log.clear();
    const auto started = world.start("m", "e");
    EXPECT_TRUE(started.has());
    EXPECT_EQ(world.log, (Log{"commit fails", "commit fails", "commit", "dispatch f", "answer"}));
    EXPECT_EQ(world.engine->counters().commit_retries, 2U);
}

TEST(RuntimeTurn, LateAndRepeatedAnswersAreStale) {
    World world;
    world.create("m", two_tasks);
    world.start("m", "e");
    world.complete(0, "1");
    world.settle();
    world.complete(0, "2");
    world.settle();
    EXPECT_EQ(world.engine->counters().stale_answers, 1U);
    ASSERT_EQ(world.dispatcher.calls.size(), 2U);
    EXPECT_EQ(world.dispatcher.calls[1].input, "1");
    world.complete(1, "3");
    world.settle();
    world.complete(1, "4");  // the execution has left memory
    world.settle();
    EXPECT_EQ(world.engine->counters().stale_answers, 2U);
    EXPECT_EQ(world.describe("m", "e").output, "3");
}

TEST(RuntimeTurn, TasksQueueForSlotsInOrder) {
    World world;
    world.dispatcher.slots["f"] = 1;
    world.create("m", one_task);
    for (const char* name : {"a", "b", "c"}) world.start("m", name);
    ASSERT_EQ(world.dispatcher.calls.size(), 1U);
    EXPECT_EQ(world.engine->counters().tasks_queued, 2U);
    for (std::size_t call = 0; call < 3; ++call) {
        world.complete(call, "{}");
        world.engine->slot_free({TargetKind::Lambda, "f"});
        world.settle();
    }
    ASSERT_EQ(world.dispatcher.calls.size(), 3U);
    EXPECT_TRUE(world.dispatcher.calls[1].execution_arn.ends_with(":b"));
    EXPECT_TRUE(world.dispatcher.calls[2].execution_arn.ends_with(":c"));
    EXPECT_EQ(world.describe("m", "c").status, execution::Status::Succeeded);
    EXPECT_EQ(world.dispatcher.used("f"), 0);
}

TEST(RuntimeTurn, StoppedWhileQueuedIsNeverCalled) {
    World world;
    world.dispatcher.slots["f"] = 1;
    world.create("m", one_task);
    for (const char* name : {"a", "b", "c"}) world.start("m", name);
    const auto stopped = world.ask<Instant>(StopExecution{{"m", "b"}, "E", "because", {}});
    EXPECT_EQ(stopped.value(), world.clock.time);
    world.complete(0, "{}");
    world.engine->slot_free({TargetKind::Lambda, "f"});
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 2U);
    EXPECT_TRUE(world.dispatcher.calls[1].execution_arn.ends_with(":c"));
}

TEST(RuntimeTurn, StopCancelsTheRunningCall) {
    World world;
    world.create("m", one_task);
    world.start("m", "e");
    world.log.clear();
    world.ask<Instant>(StopExecution{{"m", "e"}, "E", "because", {}});
    EXPECT_EQ(world.log, (Log{"commit", "cancel f", "answer"}));
    EXPECT_EQ(world.dispatcher.used("f"), 0);
    const auto shot = world.describe("m", "e");
    EXPECT_EQ(shot.status, execution::Status::Aborted);
    EXPECT_EQ(shot.error, "E");
    EXPECT_EQ(shot.cause, "because");
    EXPECT_EQ(world.engine->counters().tasks_in_flight, 0U);
}

TEST(RuntimeTurn, StartedAndStoppedInOneTurnMakesNoCall) {
    World world;
    world.dispatcher.slots["f"] = 0;
    world.create("m", one_task);
    world.start("m", "e");
    world.dispatcher.slots["f"] = 1;
    world.log.clear();
    world.engine->slot_free({TargetKind::Lambda, "f"});  // handled before requests: the call is decided, then undone
    world.ask<Instant>(StopExecution{{"m", "e"}, {}, {}, {}});
    EXPECT_EQ(world.log, (Log{"release f", "commit", "answer"}));
    EXPECT_EQ(world.dispatcher.used("f"), 0);
}

TEST(RuntimeTurn, AnEndlessLoopLetsOthersInAndCanBeStopped) {
    World world;
    world.settings.limits.history_events = 1'000'000;
    world.boot();
    world.create("loop", for_ever);
    world.create("m", only_pass);
    const auto looping = world.post<StartedExecution>(StartExecution{"loop", "l", "{}", {}, {}});
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(world.engine->turn()) << "it goes on by itself";
    ASSERT_TRUE(looping.has());
    const auto other = world.post<StartedExecution>(StartExecution{"m", "o", "{}", {}, {}});
    world.engine->turn();
    EXPECT_TRUE(other.has());
    const auto stopped = world.post<Instant>(StopExecution{{"loop", "l"}, {}, {}, {}});
    world.engine->turn();
    EXPECT_TRUE(stopped.has());
    world.settle();
    EXPECT_EQ(world.engine->counters().hot_executions, 0U);
}

}  // namespace pawl::engine::test
