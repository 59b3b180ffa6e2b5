// A store that is Busy when it is read: who asked is told to try again, what the engine reads for itself it reads again, and nothing stops.
#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {

using execution::Status;

namespace {

/// Asks until the answer is not that the store is Busy, which must come `busy_reads` times at most. How often it came.
template <class Reply, class R>
int times_busy(World& world, int busy_reads, const R& request) {
    world.store.busy_reads = busy_reads;
    for (int times = 0;; ++times) {
        const auto answered = world.ask<Reply>(request);
        EXPECT_FALSE(world.engine->failure());
        if (!answered.has()) {
            ADD_FAILURE() << "no answer";
            return times;
        }
        if (answered.slot->value().has_value()) return times;
        EXPECT_EQ(answered.error().refusal, Refusal::StoreBusy);
        if (answered.error().refusal != Refusal::StoreBusy || times > busy_reads) return times;
        EXPECT_EQ(answered.error().detail, "told to be busy");
    }
}

}  // namespace

TEST(RuntimeBusy, RequestsAreToldToTryAgain) {
    World world;
    world.create("m", only_pass);
    world.create("sleepy", long_wait);
    world.start("m", "closed");
    world.start("sleepy", "asleep");
    world.boot();  // no revision is compiled yet
    const ExecutionName closed{"m", "closed"};
    EXPECT_EQ((times_busy<ExecutionView>(world, 2, DescribeExecution{closed, {}})), 2);
    EXPECT_EQ((times_busy<ExecutionView>(world, 2, WaitForClose{closed, Instant::never(), {}})), 2);
    EXPECT_EQ((times_busy<HistoryTail>(world, 2, FindHistory{closed, {}})), 2);
    EXPECT_EQ((times_busy<Instant>(world, 2, StopExecution{closed, {}, {}, {}})), 2);
    EXPECT_EQ((times_busy<StartedExecution>(world, 2, StartExecution{"m", {}, "{}", {}, {}})), 2) << "its revision is read";
    // The name, the row, its two journal rows: whichever read is the one that finds the store Busy.
    for (int reads = 1; reads <= 5; ++reads) {
        EXPECT_GE((times_busy<StartedExecution>(world, reads, StartExecution{"sleepy", "asleep", "{}", {}, {}})), 1);
    }
    EXPECT_EQ(world.engine->counters().set_aside, 0U);
    EXPECT_EQ(world.describe("sleepy", "asleep").status, Status::Running);
}

TEST(RuntimeBusy, ASleeperThatCantBeReadNowIsStoppedNextTime) {
    for (int reads = 1; reads <= 5; ++reads) {
        World world;
        world.create("m", long_wait);
        world.start("m", "e");
        world.boot();
        EXPECT_GE((times_busy<Instant>(world, reads, StopExecution{{"m", "e"}, {}, {}, {}})), 1);
        EXPECT_EQ(world.engine->counters().set_aside, 0U);
        EXPECT_EQ(world.describe("m", "e").status, Status::Aborted);
    }
}

TEST(RuntimeBusy, SleepersThatAreDueAreReadAgainByTheNextTurn) {
    for (int reads = 1; reads <= 12; ++reads) {
        World world;
        world.create("m", long_wait);
        world.start("m", "one");
        world.start("m", "two");
        world.boot();
        world.store.busy_reads = reads;
        world.advance(600'000);
        EXPECT_EQ(world.dispatcher.calls.size(), 2U) << reads;
        EXPECT_EQ(world.store.busy_reads, 0);
        EXPECT_FALSE(world.engine->failure());
        EXPECT_EQ(world.engine->counters().set_aside, 0U);
        EXPECT_EQ(world.engine->next_wakeup(), Instant::never()) << "both are awake";
    }
}

TEST(RuntimeBusy, AStartReadsAgainUntilItCan) {
    for (int reads = 1; reads <= 30; ++reads) {
        World world;
        world.create("m", one_task);
        world.start("m", "e");
        world.store.busy_reads = reads;
        world.boot();
        world.settle();
        ASSERT_EQ(world.dispatcher.calls.size(), 2U) << reads;
        EXPECT_EQ(world.store.busy_reads, 0);
        EXPECT_EQ(world.engine->counters().set_aside, 0U);
        world.complete(1, "{}");
        world.settle();
        EXPECT_EQ(world.describe("m", "e").status, Status::Succeeded);
    }
}

TEST(RuntimeBusy, AStoreThatStaysBusyFailsTheStart) {
    World world;
    world.create("m", one_task);
    world.start("m", "e");
    Engine other(Ports{world.store, world.dispatcher, world.clock, world.entropy}, world.settings);
    world.store.busy_reads = 1'000;
    const auto recovered = other.recover();
    ASSERT_FALSE(recovered);
    EXPECT_EQ(recovered.error().kind, StoreError::Kind::Busy);
    world.store.busy_reads = 0;
}

TEST(RuntimeBusy, ADeletedMachineGoesWhenItCanBeLookedUp) {
    World world;
    world.create("m", only_pass);
    world.ask<bool>(DeleteMachine{"m", {}});
    world.store.busy_reads = 3;
    world.advance(world.settings.deletion_milliseconds);
    EXPECT_EQ(world.store.busy_reads, 0);
    EXPECT_FALSE(world.engine->failure());
    EXPECT_FALSE(world.store.reader()->machine_named("m")->has_value());
    EXPECT_EQ(world.engine->next_wakeup(), Instant::never());
}

}  // namespace pawl::engine::test
