// What clients ask of executions and state machines, and how they are refused.
#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {

using execution::Status;

TEST(RuntimeRequests, SameNameAndInputWhileRunningIsTheSameStart) {
    World world;
    world.create("m", one_task);
    const auto first = world.start("m", "e", R"({"a":1})");
    world.advance(5'000);
    const auto again = world.start("m", "e", R"({"a":1})");
    EXPECT_EQ(again.value().start, first.value().start);
    EXPECT_EQ(world.dispatcher.calls.size(), 1U);
    const auto other = world.start("m", "e", R"({"a":2})");
    EXPECT_EQ(other.error().refusal, Refusal::ExecutionAlreadyExists);
    EXPECT_EQ(other.error().subject, "arn:aws:states:us-east-1:000000000000:execution:m:e");
    world.complete(0, "{}");
    world.settle();
    EXPECT_EQ(world.start("m", "e", R"({"a":1})").error().refusal, Refusal::ExecutionAlreadyExists) << "closed";
}

TEST(RuntimeRequests, DuplicatesInOneTurnStartOnce) {
    World world;
    world.create("m", one_task);
    const auto first = world.post<StartedExecution>(StartExecution{"m", "e", "{}", {}, {}});
    const auto second = world.post<StartedExecution>(StartExecution{"m", "e", "{}", {}, {}});
    world.settle();
    EXPECT_EQ(first.value().arn, second.value().arn);
    EXPECT_EQ(world.dispatcher.calls.size(), 1U);
}

TEST(RuntimeRequests, StartWithoutANameGetsAUuid) {
    World world;
    world.create("m", only_pass);
    const std::string one = world.start("m").value().arn, two = world.start("m").value().arn;
    EXPECT_NE(one, two);
    EXPECT_EQ(one.size(), std::string("arn:aws:states:us-east-1:000000000000:execution:m:").size() + 36);
    EXPECT_EQ(one[one.size() - 22], '4') << "version 4: " << one;
}

TEST(RuntimeRequests, RefusalsAreInTheServicesWords) {
    World world;
    world.create("m", only_pass);
    EXPECT_EQ(world.start("x").error().refusal, Refusal::MachineDoesNotExist);
    EXPECT_EQ(world.start("x").error().subject, "arn:aws:states:us-east-1:000000000000:stateMachine:x");
    EXPECT_EQ(world.start("m", "bad", "not").error().refusal, Refusal::InvalidExecutionInput);
    const auto none = world.ask<ExecutionView>(DescribeExecution{{"m", "none"}, {}});
    EXPECT_EQ(none.error().refusal, Refusal::ExecutionDoesNotExist);
    EXPECT_EQ(none.error().subject, "arn:aws:states:us-east-1:000000000000:execution:m:none");
    EXPECT_EQ(world.ask<Instant>(StopExecution{{"m", "none"}, {}, {}, {}}).error().refusal, Refusal::ExecutionDoesNotExist);
}

TEST(RuntimeRequests, StoppingAClosedExecutionGivesItsFirstStopDate) {
    World world;
    world.create("m", one_task);
    world.start("m", "e");
    const auto first = world.ask<Instant>(StopExecution{{"m", "e"}, "E", {}, {}});
    world.advance(10'000);
    const auto again = world.ask<Instant>(StopExecution{{"m", "e"}, "other", {}, {}});
    EXPECT_EQ(again.value(), first.value());
    EXPECT_EQ(world.describe("m", "e").error, "E");
}

TEST(RuntimeRequests, TooManyWaitingStartsAreThrottledAnswersAreNot) {
    Settings settings;
    settings.starts_waiting = 2;
    World world(settings);
    world.create("m", one_task);
    const auto one = world.post<StartedExecution>(StartExecution{"m", {}, "{}", {}, {}});
    const auto two = world.post<StartedExecution>(StartExecution{"m", {}, "{}", {}, {}});
    const auto three = world.post<StartedExecution>(StartExecution{"m", {}, "{}", {}, {}});
    ASSERT_TRUE(three.has()) << "refused at once";
    EXPECT_EQ(three.error().refusal, Refusal::Throttled);
    const auto describe = world.post<ExecutionView>(DescribeExecution{{"m", "x"}, {}});
    EXPECT_FALSE(describe.has());
    world.settle();
    EXPECT_TRUE(one.has() && two.has());
    EXPECT_EQ(world.engine->counters().throttled, 1U);
    EXPECT_TRUE(world.start("m").has());
}

TEST(RuntimeRequests, WaitingEndsWithTheExecution) {
    World world;
    world.create("m", one_task);
    world.start("m", "e");
    const auto waiting = world.ask<ExecutionView>(WaitForClose{{"m", "e"}, world.clock.time.plus_milliseconds(30'000), {}});
    EXPECT_FALSE(waiting.has());
    EXPECT_EQ(world.engine->next_wakeup(), world.clock.time.plus_milliseconds(30'000));
    world.log.clear();
    world.complete(0, "7");
    world.settle();
    EXPECT_EQ(world.log, (Log{"commit", "answer"}));
    EXPECT_EQ(world.shown(waiting).output, "7");
    EXPECT_EQ(world.engine->counters().waiters, 0U);
    const auto late = world.ask<ExecutionView>(WaitForClose{{"m", "e"}, world.clock.time.plus_milliseconds(30'000), {}});
    EXPECT_EQ(world.shown(late).status, Status::Succeeded) << "closed already: at once";
}

TEST(RuntimeRequests, WaitingEndsAtItsDeadline) {
    World world;
    world.create("m", one_task);
    world.start("m", "e");
    const auto waiting = world.ask<ExecutionView>(WaitForClose{{"m", "e"}, world.clock.time.plus_milliseconds(30'000), {}});
    const auto longer = world.ask<ExecutionView>(WaitForClose{{"m", "e"}, world.clock.time.plus_milliseconds(60'000), {}});
    world.advance(29'999);
    EXPECT_FALSE(waiting.has());
    world.advance(1);
    EXPECT_EQ(world.shown(waiting).status, Status::Running);
    EXPECT_FALSE(longer.has());
    world.complete(0, "1");
    world.settle();
    EXPECT_EQ(world.shown(longer).status, Status::Succeeded);
}

TEST(RuntimeRequests, StartAndItsWaiterInOneTurn) {
    World world;
    world.create("m", only_pass);
    world.start("m", "e", "5");
    const auto tail = world.ask<HistoryTail>(FindHistory{{"m", "e"}, {}});
    EXPECT_GT(tail.value().last_row, 0);
    EXPECT_EQ(world.describe("m", "e").last_event, 4U) << "started, entered, exited, succeeded";
}

TEST(RuntimeRequests, HotTailNamesTheNewestRow) {
    World world;
    world.create("m", two_tasks);
    world.start("m", "e");
    const auto before = world.ask<HistoryTail>(FindHistory{{"m", "e"}, {}});
    world.complete(0, "{}");
    world.settle();
    const auto after = world.ask<HistoryTail>(FindHistory{{"m", "e"}, {}});
    EXPECT_GT(after.value().last_row, before.value().last_row);
    EXPECT_GT(after.value().last_event, before.value().last_event);
    const auto reader = world.store.reader();
    EXPECT_EQ((*reader->row_header(after.value().last_row))->previous, before.value().last_row);
}

TEST(RuntimeRequests, HotAndColdSnapshotsAgree) {
    World world;
    world.create("ok", one_task);
    world.create("fail", R"({"StartAt":"F","States":{"F":{"Type":"Fail","Error":"E","Cause":"C"}}})");
    world.create("timeout", R"({"TimeoutSeconds":5,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":50,"End":true}}})");
    world.create("stop", one_task);
    for (const char* name : {"ok", "fail", "timeout", "stop"}) {
        world.post<StartedExecution>(StartExecution{name, "e", R"({"in": [1]})", "trace", {}});
        const auto hot = world.post<ExecutionView>(WaitForClose{{name, "e"}, Instant::never(), {}});
        // A waiter that comes before the start is refused: it is asked again below.
        world.settle();
        const auto waiting = world.ask<ExecutionView>(WaitForClose{{name, "e"}, Instant::never(), {}});
        const auto closing = world.post<ExecutionView>(DescribeExecution{{name, "e"}, {}});
        if (name == std::string("ok")) world.complete(0, "9");
        if (name == std::string("stop")) world.post<Instant>(StopExecution{{name, "e"}, "S", "T", {}});
        world.advance(6'000);
        ASSERT_TRUE(waiting.has());
        const auto a = world.shown(waiting);
        const auto b = world.describe(name, "e");
        EXPECT_TRUE(a.is_closed()) << name;
        EXPECT_EQ(a.key, b.key);
        EXPECT_EQ(a.head, b.head);
        EXPECT_EQ(a.status, b.status);
        EXPECT_EQ(a.start, b.start);
        EXPECT_EQ(a.stop, b.stop);
        EXPECT_EQ(a.input, b.input);
        EXPECT_EQ(a.output, b.output);
        EXPECT_EQ(a.error, b.error) << name;
        EXPECT_EQ(a.cause, b.cause) << name;
        EXPECT_EQ(a.last_row, b.last_row) << name;
        EXPECT_EQ(a.last_event, b.last_event) << name;
    }
    EXPECT_FALSE(world.describe("timeout", "e").error.has_value());
    EXPECT_EQ(world.describe("fail", "e").error, "E");
}

// ------------------------------------------------------------------------------------------------ state machines
TEST(RuntimeMachines, NamesAreUniqueAndUpdatesAreFenced) {
    World world;
    world.create("m", only_pass);
    CreateMachine again;
    again.machine.name = "m";
    again.revision.definition = only_pass;
    EXPECT_EQ(world.ask<MachineChanged>(again).error().refusal, Refusal::MachineAlreadyExists);

    UpdateMachine update;
    update.machine = "m";
    update.based_on = 1;
    update.revision.definition = one_task;
    const auto updated = world.ask<MachineChanged>(update);
    ASSERT_TRUE(updated.has());
    EXPECT_EQ(updated.value().machine.revision, 2);
    EXPECT_EQ(updated.value().revision.revision_id.size(), 36U);
    EXPECT_EQ(world.ask<MachineChanged>(update).error().refusal, Refusal::MachineChanged) << "based on a revision that is not current any more";
    world.start("m", "e");
    EXPECT_EQ(world.dispatcher.calls.size(), 1U) << "new executions run the new definition";
}

TEST(RuntimeMachines, ExecutionsKeepTheRevisionTheyStartedWithAcrossARestart) {
    World world;
    world.create("m", two_tasks);
    world.start("m", "e");
    UpdateMachine update;
    update.machine = "m";
    update.based_on = 1;
    update.revision.definition = only_pass;
    world.ask<MachineChanged>(update);
    world.boot();
    world.settle();
    world.complete(1, "{}");
    world.settle();
    ASSERT_EQ(world.dispatcher.calls.size(), 3U);
    EXPECT_EQ(world.dispatcher.calls[2].target.name, "g");
}

TEST(RuntimeMachines, DeletionEndsExecutionsAtTheirNextTransitionThenTheMachineIsGone) {
    World world;
    world.create("m", two_tasks);
    world.start("m", "e");
    const auto deleted = world.ask<bool>(DeleteMachine{"m", {}});
    EXPECT_TRUE(deleted.value());
    EXPECT_EQ(world.start("m", "late").error().refusal, Refusal::MachineDeleting);
    world.advance(60'000);
    EXPECT_EQ(world.describe("m", "e").status, Status::Running) << "it goes on until its next transition";
    const auto waiting = world.ask<ExecutionView>(WaitForClose{{"m", "e"}, Instant::never(), {}});
    world.complete(0, "{}");
    world.settle();
    const auto shot = world.shown(waiting);
    EXPECT_EQ(shot.status, Status::Failed);
    EXPECT_EQ(shot.error, "States.Runtime");
    EXPECT_EQ(shot.cause, "State machine m has been deleted");
    EXPECT_EQ(world.dispatcher.calls.size(), 1U);

    EXPECT_EQ(world.ask<ExecutionView>(DescribeExecution{{"m", "e"}, {}}).error().refusal, Refusal::ExecutionDoesNotExist);
    EXPECT_FALSE(world.store.reader()->machine_named("m")->has_value());
    world.create("m", only_pass);
    EXPECT_TRUE(world.start("m", "e").has()) << "name and execution names are free again";
    EXPECT_EQ(world.describe("m", "e").status, Status::Succeeded);
}

TEST(RuntimeMachines, AnUnusedMachineShowsAsDeletingForAWhile) {
    World world;
    world.create("m", only_pass);
    world.ask<bool>(DeleteMachine{"m", {}});
    EXPECT_TRUE((*world.store.reader()->machine_named("m"))->deleting);
    world.boot();
    world.advance(world.settings.deletion_milliseconds);
    EXPECT_FALSE(world.store.reader()->machine_named("m")->has_value());
    EXPECT_EQ(world.engine->next_wakeup(), Instant::never());
}

TEST(RuntimeMachines, RevisionsNobodyUsesAreForgottenInTheEnd) {
    World world;
    world.create("m", R"({"StartAt":"A","States":{"A":{"Type":"Succeed"}}})");
    const auto reader = world.store.reader();
    const std::weak_ptr<const BoundRevision> first = *world.engine->machine_cache().get(1, *reader);
    ASSERT_FALSE(first.expired()) << "the cache keeps it";
    RevisionRow row;
    row.definition = R"({"StartAt":"A","States":{"A":{"Type":"Succeed"}}})";
    for (row.key = 2; row.key < 1'100; ++row.key) ASSERT_TRUE(world.engine->machine_cache().put(row));
    EXPECT_TRUE(first.expired());
    EXPECT_TRUE(world.engine->machine_cache().get(1, *reader)) << "it is read anew";
}

TEST(RuntimeMachines, TagsAreComparedAndSet) {
    World world;
    world.create("m", only_pass);
    EXPECT_TRUE(world.ask<MachineChanged>(SetTags{"m", "", R"({"a":"b"})", {}}).has());
    EXPECT_EQ((*world.store.reader()->machine_named("m"))->tags, R"({"a":"b"})");
    EXPECT_EQ(world.ask<MachineChanged>(SetTags{"m", "", "{}", {}}).error().refusal, Refusal::TagsChanged);
}

TEST(RuntimeMachines, FunctionRegistrationsAreStored) {
    World world;
    world.ask<bool>(PutFunction{{"f", "1"}, {}});
    world.ask<bool>(PutFunction{{"g", "2"}, {}});
    world.post<bool>(PutFunction{{"g", "3"}, {}});
    world.ask<bool>(RemoveFunction{"f", {}});
    const auto functions = *world.store.reader()->functions();
    ASSERT_EQ(functions.size(), 1U);
    EXPECT_EQ(functions[0].name, "g");
    EXPECT_EQ(functions[0].settings, "3");
}

}  // namespace pawl::engine::test
