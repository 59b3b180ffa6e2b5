// A kind of target that courier.patch makes up and that is not called again: what waits for it sleeps on disk, and an answer or a slot awakens it.
// Compiled by tests/integration_seam/run alone, in a tree with that patch.
#include <gtest/gtest.h>

#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {
namespace {

constexpr std::int64_t evict = 60'000;
constexpr std::uint8_t for_an_answer = 1, for_a_slot = 2;

std::string deliver_to(const std::string& place, const std::string& more = R"("End":true)") {
    return R"({"Type":"Task","Resource":"arn:aws:states:::courier:deliver","Parameters":{"Place":")" + place + R"(","Parcel":[1,2]},)" + more + "}";
}
std::string machine_of(const std::string& state) { return R"({"StartAt":"T","States":{"T":)" + state + "}}"; }
std::string parallel(const std::string& a, const std::string& b) {
    return machine_of(R"({"Type":"Parallel","End":true,"Branches":[{"StartAt":"A","States":{"A":)" + a + R"(}},{"StartAt":"B","States":{"B":)" + b +
                      "}}]}");
}
const std::string function = R"({"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","End":true})";

class IntegrationSeam : public testing::Test {
  protected:
    ExecutionKey start(const std::string& machine, const std::string& name) {
        EXPECT_TRUE(world.start(machine, name).has());
        return world.store.reader()->executions({.limit = 1}).value().at(0).key;
    }
    /// The courier of the n-th call comes back; its slot is free.
    void bring(std::size_t call, const std::string& signed_by) {
        const DispatchRequest& made = world.dispatcher.calls.at(call);
        world.engine->answered({made.execution, made.token, execution::CourierReceipt{signed_by}});
        world.dispatcher.done(made.target.name);
        world.settle();
    }
    void free_slot(const std::string& place) {
        world.engine->slot_free({TargetKind::Courier, place});
        world.settle();
    }
    bool in_memory(ExecutionKey key) const { return world.engine->in_memory(key) != nullptr; }
    std::size_t waiting(std::uint8_t what) { return world.store.inner.shard(0).waiting(what, 0, 100).value().size(); }
    std::size_t calls() const { return world.dispatcher.calls.size(); }
    Totals counters() const { return world.engine->counters(); }
    std::string output(const std::string& machine, const std::string& name) { return world.describe(machine, name).output.value_or("none"); }

    World world;
};

TEST_F(IntegrationSeam, WhatWaitsLongEnoughLeavesMemoryAndItsAnswerAwakensIt) {
    world.create("m", machine_of(deliver_to("paris")));
    const ExecutionKey key = start("m", "e");
    ASSERT_EQ(calls(), 1U);
    EXPECT_EQ(world.dispatcher.calls[0].target, (TaskTarget{TargetKind::Courier, "paris"}));
    EXPECT_EQ(world.dispatcher.calls[0].input, "[1,2]");
    world.advance(evict - 1);
    EXPECT_TRUE(in_memory(key)) << "its answer may come in the next moment";
    EXPECT_EQ(waiting(for_an_answer), 0U);
    world.advance(1);
    EXPECT_FALSE(in_memory(key));
    EXPECT_EQ(waiting(for_an_answer), 1U);
    EXPECT_EQ(counters().tasks_in_flight, 0U);
    EXPECT_EQ(world.engine->next_wakeup(), Instant::never());

    bring(0, "Ada");
    EXPECT_EQ(output("m", "e"), R"({"SignedBy":"Ada"})");
    EXPECT_EQ(counters().loads, 1U);
    EXPECT_EQ(waiting(for_an_answer), 0U);
    EXPECT_EQ(counters().stale_answers, 0U);
    bring(0, "Bob");
    EXPECT_EQ(counters().stale_answers, 1U) << "it is closed";
    EXPECT_EQ(counters().loads, 1U) << "and is not read for that";
    EXPECT_EQ(output("m", "e"), R"({"SignedBy":"Ada"})");
}

TEST_F(IntegrationSeam, AnAnswerInTimeFindsItInMemory) {
    world.create("m", machine_of(deliver_to("paris")));
    start("m", "e");
    world.advance(evict / 2);
    bring(0, "Ada");
    EXPECT_EQ(output("m", "e"), R"({"SignedBy":"Ada"})");
    EXPECT_EQ(counters().loads + counters().evictions, 0U);
}

TEST_F(IntegrationSeam, ARestartNeitherLoadsWhatSleepsNorCallsAgain) {
    world.create("m", machine_of(deliver_to("paris")));
    world.create("again", one_task);
    const ExecutionKey key = start("m", "e");
    start("again", "e");
    world.advance(evict);
    ASSERT_EQ(calls(), 2U);
    world.boot();
    world.settle();
    ASSERT_EQ(calls(), 3U);
    EXPECT_EQ(world.dispatcher.calls[2].target.kind, TargetKind::Lambda) << "a function is called again";
    EXPECT_EQ(world.dispatcher.calls[2].idempotency_key, world.dispatcher.calls[1].idempotency_key);
    EXPECT_EQ(counters().loads, 1U) << "the function's execution";
    EXPECT_FALSE(in_memory(key));

    bring(0, "Ada");
    EXPECT_EQ(output("m", "e"), R"({"SignedBy":"Ada"})");
    world.complete(2, "7");
    world.settle();
    EXPECT_EQ(output("again", "e"), "7");
}

TEST_F(IntegrationSeam, WhatWasInMemoryAtTheCrashIsNotCalledAgainAndFallsAsleep) {
    world.create("m", machine_of(deliver_to("paris")));
    const ExecutionKey key = start("m", "e");
    ASSERT_TRUE(in_memory(key));
    const auto bound = world.engine->machine_cache().get(1, *world.store.reader());
    ASSERT_TRUE(bound);
    EXPECT_TRUE(execution::outstanding(*(*bound)->definition, *world.engine->in_memory(key)).empty());
    world.boot();
    world.settle();
    EXPECT_EQ(calls(), 1U);
    EXPECT_FALSE(in_memory(key));
    EXPECT_EQ(waiting(for_an_answer), 1U);
    bring(0, "Ada");
    EXPECT_EQ(output("m", "e"), R"({"SignedBy":"Ada"})");
}

TEST_F(IntegrationSeam, TimersOfASleeperFire) {
    world.create("m", machine_of(deliver_to("paris", R"("TimeoutSeconds":3600,"End":true)")));
    const Instant due = world.clock.time.plus_seconds(3600);
    const ExecutionKey key = start("m", "e");
    world.advance(evict);
    EXPECT_FALSE(in_memory(key));
    world.boot();
    world.settle();
    EXPECT_FALSE(in_memory(key));
    EXPECT_EQ(world.engine->next_wakeup(), due);
    world.log.clear();
    world.advance(3600'000 - evict);
    EXPECT_EQ(world.describe("m", "e").status, execution::Status::Failed);
    EXPECT_EQ(world.describe("m", "e").error, "States.Timeout");
    EXPECT_EQ(world.log.at(1), "cancel paris") << "who is not called again is told when nobody waits any more";
    bring(0, "late");
    EXPECT_EQ(counters().stale_answers, 1U);
}

TEST_F(IntegrationSeam, ATimerThatIsNearKeepsItInMemory) {
    world.create("m", machine_of(deliver_to("paris", R"("TimeoutSeconds":90,"End":true)")));
    const ExecutionKey key = start("m", "e");
    world.advance(evict);
    EXPECT_TRUE(in_memory(key));
    EXPECT_EQ(world.engine->next_wakeup(), world.clock.time.plus_seconds(30));
    world.advance(30'000);
    EXPECT_EQ(world.describe("m", "e").error, "States.Timeout");
}

TEST_F(IntegrationSeam, AFreedSlotAwakensWhoWaitsForIt) {
    world.dispatcher.slots["paris"] = 1;
    world.create("m", machine_of(deliver_to("paris")));
    start("m", "first");
    const ExecutionKey second = start("m", "second"), third = start("m", "third");
    world.advance(evict);
    EXPECT_EQ(counters().hot_executions, 0U);
    EXPECT_EQ(waiting(for_a_slot), 2U);
    EXPECT_EQ(counters().tasks_queued, 2U);
    free_slot("paris");
    EXPECT_EQ(counters().loads, 0U) << "nobody is awoken where no slot is";
    bring(0, "Ada");
    free_slot("paris");
    ASSERT_EQ(calls(), 2U);
    EXPECT_EQ(world.dispatcher.calls[1].execution, second) << "first come, first served";
    EXPECT_TRUE(in_memory(second));
    EXPECT_FALSE(in_memory(third));
    bring(1, "Bob");
    EXPECT_EQ(output("m", "second"), R"({"SignedBy":"Bob"})");
    free_slot("paris");
    bring(2, "Cy");
    EXPECT_EQ(output("m", "third"), R"({"SignedBy":"Cy"})");
    EXPECT_EQ(counters().tasks_queued, 0U);
    EXPECT_EQ(world.dispatcher.used("paris"), 0);
}

TEST_F(IntegrationSeam, WhoWaitsForASlotStandsInTheQueueAfterARestart) {
    world.dispatcher.slots["paris"] = 1;
    world.create("m", machine_of(deliver_to("paris")));
    start("m", "first");
    const ExecutionKey sleeps = start("m", "sleeps");
    world.advance(evict);
    const ExecutionKey awake = start("m", "awake");
    ASSERT_FALSE(in_memory(sleeps));
    ASSERT_TRUE(in_memory(awake));
    for (int restarts = 0; restarts < 2; ++restarts) {
        world.boot();
        world.settle();
        EXPECT_EQ(calls(), 1U);
        EXPECT_EQ(counters().tasks_queued, 2U);
        EXPECT_EQ(counters().hot_executions, 0U) << "they have their place and need not stay";
        EXPECT_EQ(waiting(for_a_slot), 2U);
    }
    bring(0, "Ada");
    free_slot("paris");
    ASSERT_EQ(calls(), 2U);
    bring(1, "Bob");
    free_slot("paris");
    ASSERT_EQ(calls(), 3U);
    bring(2, "Cy");
    for (const std::string name : {"first", "sleeps", "awake"}) EXPECT_EQ(world.describe("m", name).status, execution::Status::Succeeded) << name;
    EXPECT_EQ(counters().tasks_queued, 0U);
    EXPECT_EQ(world.dispatcher.used("paris"), 0);
}

TEST_F(IntegrationSeam, ASleeperThatIsAwokenOtherwiseKeepsItsOnePlaceInTheQueue) {
    world.dispatcher.slots["paris"] = 0;
    world.create("m", parallel(deliver_to("rome", R"("Next":"C")") + R"(,"C":)" + deliver_to("oslo"), deliver_to("paris")));
    const ExecutionKey key = start("m", "e");
    world.advance(evict);
    ASSERT_FALSE(in_memory(key));
    EXPECT_EQ(waiting(for_a_slot), 1U);
    bring(0, "Ada");
    ASSERT_EQ(calls(), 2U);
    EXPECT_EQ(counters().tasks_queued, 1U);
    world.advance(evict);
    ASSERT_FALSE(in_memory(key));
    bring(1, "Bob");
    EXPECT_EQ(counters().tasks_queued, 1U) << "one task, one place";
    world.dispatcher.slots["paris"] = 2;
    free_slot("paris");
    EXPECT_EQ(counters().tasks_queued, 0U);
    ASSERT_EQ(calls(), 3U);
    bring(2, "Cy");
    EXPECT_EQ(output("m", "e"), R"([{"SignedBy":"Bob"},{"SignedBy":"Cy"}])");
    EXPECT_EQ(world.dispatcher.used("paris"), 0);
}

TEST_F(IntegrationSeam, WhoIsCalledAgainKeepsAnExecutionInMemory) {
    world.create("m", parallel(deliver_to("paris"), function));
    const ExecutionKey key = start("m", "e");
    world.advance(10 * evict);
    EXPECT_TRUE(in_memory(key));
    world.boot();
    world.settle();
    ASSERT_EQ(calls(), 3U);
    EXPECT_EQ(world.dispatcher.calls[2].target.kind, TargetKind::Lambda);
    world.complete(2, "7");
    world.settle();
    world.advance(evict);
    EXPECT_FALSE(in_memory(key)) << "the function has answered";
    bring(0, "Ada");
    EXPECT_EQ(output("m", "e"), R"([{"SignedBy":"Ada"},7])");
}

TEST_F(IntegrationSeam, AStoppedSleeperGivesItsCallUp) {
    world.create("m", machine_of(deliver_to("paris")));
    start("m", "e");
    world.advance(evict);
    world.log.clear();
    world.ask<Instant>(StopExecution{{"m", "e"}, "E", "because", {}});
    EXPECT_EQ(world.log, (Log{"commit", "cancel paris", "answer"}));
    EXPECT_EQ(world.dispatcher.used("paris"), 0);
    EXPECT_EQ(counters().tasks_in_flight, 0U);
    EXPECT_EQ(waiting(for_an_answer), 0U);
}

TEST_F(IntegrationSeam, AnAnswerInAnotherFormIsStale) {
    world.create("m", machine_of(deliver_to("paris")));
    start("m", "e");
    world.complete(0, "7");
    world.settle();
    EXPECT_EQ(counters().stale_answers, 1U);
    EXPECT_EQ(world.describe("m", "e").status, execution::Status::Running);
    bring(0, "Ada");
    EXPECT_EQ(output("m", "e"), R"({"SignedBy":"Ada"})");
}

TEST_F(IntegrationSeam, AnswersAndSlotsWaitForAStoreThatIsBusy) {
    world.dispatcher.slots["paris"] = 1;
    world.create("m", machine_of(deliver_to("paris")));
    start("m", "first");
    start("m", "second");
    world.advance(evict);
    world.store.busy_reads = 1;
    bring(0, "Ada");
    EXPECT_EQ(output("m", "first"), R"({"SignedBy":"Ada"})");
    world.store.busy_reads = 1;
    free_slot("paris");
    ASSERT_EQ(calls(), 2U);
    bring(1, "Bob");
    EXPECT_EQ(output("m", "second"), R"({"SignedBy":"Bob"})");
    EXPECT_EQ(counters().stale_answers, 0U);
    EXPECT_EQ(world.dispatcher.used("paris"), 0);
}

}  // namespace
}  // namespace pawl::engine::test
