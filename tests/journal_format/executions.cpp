#include "tests/journal_format/executions.hpp"

#include <gtest/gtest.h>

#include "engine/journal/codec.hpp"

namespace pawl::engine::journal_format {
namespace {

const std::string function = R"("arn:aws:lambda:us-east-1:123456789012:function:)";

// Every state type but Fail on the way through; a failure that is caught leads to Fail.
const std::string jsonpath = R"({
  "StartAt": "Prepare", "TimeoutSeconds": 5000,
  "States": {
    "Prepare": {"Type": "Pass", "Parameters": {"id.$": "$.id", "way.$": "$.way", "list": [10, 20, 30, 40, 50]},
      "Assign": {"order.$": "$.id", "count": 2}, "Next": "Route"},
    "Route": {"Type": "Choice", "Choices": [
        {"Variable": "$.way", "StringEquals": "pause", "Next": "Pause"},
        {"Variable": "$.way", "StringEquals": "map", "Assign": {"count": 3}, "Next": "Each"},
        {"Variable": "$.way", "StringEquals": "both", "Next": "Both"},
        {"Variable": "$.way", "StringEquals": "lost", "Next": "Lost"}], "Default": "Work"},
    "Pause": {"Type": "Wait", "Seconds": 5, "Next": "Work"},
    "Work": {"Type": "Task", "Resource": )" +
                             function + R"(work", "TimeoutSeconds": 100, "HeartbeatSeconds": 90, "ResultPath": "$.work",
      "Retry": [{"ErrorEquals": ["Worker.Odd"], "IntervalSeconds": 1},
                {"ErrorEquals": ["Worker.Busy"], "IntervalSeconds": 50, "MaxAttempts": 3, "BackoffRate": 20}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Assign": {"why.$": "$.Error"}, "Next": "Broken"}], "Next": "Both"},
    "Both": {"Type": "Parallel", "Branches": [
        {"StartAt": "Left", "States": {
          "Left": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "left", "Payload.$": "$"},
            "Assign": {"left": true}, "Next": "LeftEnd"},
          "LeftEnd": {"Type": "Pass", "Result": "left", "End": true}}},
        {"StartAt": "Right", "States": {
          "Right": {"Type": "Wait", "SecondsPath": "$.pause", "Assign": {"rested.$": "$.pause"}, "Next": "RightTask"},
          "RightTask": {"Type": "Task", "Resource": )" +
                             function + R"(right", "End": true}}}],
      "Parameters": {"pause": 4, "order.$": "$order"},
      "Retry": [{"ErrorEquals": ["Left.Again"], "IntervalSeconds": 2, "MaxAttempts": 1}],
      "Catch": [{"ErrorEquals": ["Left.Again", "Left.Caught"], "ResultPath": "$.error", "Next": "Broken"}],
      "ResultPath": "$.both", "Next": "Each"},
    "Each": {"Type": "Map", "ItemsPath": "$.list", "MaxConcurrency": 2,
      "ItemSelector": {"value.$": "$$.Map.Item.Value", "index.$": "$$.Map.Item.Index", "count.$": "$count"},
      "ItemProcessor": {"StartAt": "One", "States": {
        "One": {"Type": "Task", "Resource": )" +
                             function + R"(one", "Assign": {"seen.$": "$.from"}, "Next": "OneEnd"},
        "OneEnd": {"Type": "Pass", "Parameters": {"seen.$": "$seen"}, "End": true}}},
      "ResultSelector": {"all.$": "$"}, "Next": "Done"},
    "Lost": {"Type": "Wait", "Seconds": 600, "Next": "Work"},
    "Broken": {"Type": "Fail", "Error": "Order.Broken", "CausePath": "$.error.Error"},
    "Done": {"Type": "Succeed"}
  }})";

const std::string jsonata = R"({
  "QueryLanguage": "JSONata", "StartAt": "Prepare",
  "States": {
    "Prepare": {"Type": "Pass", "Output": "{% $merge([$states.input, {'list': [1..5]}]) %}",
      "Assign": {"order": "{% $states.input.id %}", "count": 2}, "Next": "Route"},
    "Route": {"Type": "Choice", "Choices": [
        {"Condition": "{% $states.input.way = 'pause' %}", "Next": "Pause"},
        {"Condition": "{% $states.input.way = 'map' %}", "Assign": {"count": "{% $count + 1 %}"}, "Next": "Each"},
        {"Condition": "{% $states.input.way = 'bad' %}", "Next": "Bad"},
        {"Condition": "{% $states.input.way = 'fail' %}", "Next": "Broken"},
        {"Condition": "{% $states.input.way = 'lost' %}", "Next": "Lost"}], "Default": "Work"},
    "Pause": {"Type": "Wait", "Seconds": "{% $count + 3 %}", "Next": "Work"},
    "Work": {"Type": "Task", "Resource": )" +
                            function + R"(work", "Arguments": {"order": "{% $order %}"},
      "TimeoutSeconds": "{% 60 + 40 %}", "HeartbeatSeconds": 30, "Assign": {"work": "{% $states.result.from %}"},
      "Retry": [{"ErrorEquals": ["States.HeartbeatTimeout"], "IntervalSeconds": 700, "MaxAttempts": 2, "JitterStrategy": "NONE"}],
      "Catch": [{"ErrorEquals": ["Worker.Caught"], "Output": "{% $states.errorOutput %}", "Next": "Both"}], "Next": "Both"},
    "Both": {"Type": "Parallel", "Arguments": {"order": "{% $order %}"}, "Branches": [
        {"StartAt": "Left", "States": {"Left": {"Type": "Task", "Resource": )" +
                            function + R"(left",
          "Assign": {"mine": "{% $states.result.from %}"}, "Next": "LeftEnd"}, "LeftEnd": {"Type": "Succeed", "Output": "{% $mine %}"}}},
        {"StartAt": "Deep", "States": {"Deep": {"Type": "Map", "Items": "{% [7, 8, 9] %}", "MaxConcurrency": 2,
          "ItemProcessor": {"StartAt": "Inner", "States": {
            "Inner": {"Type": "Parallel", "Branches": [
              {"StartAt": "InnerTask", "States": {"InnerTask": {"Type": "Task", "Resource": )" +
                            function + R"(inner", "End": true}}},
              {"StartAt": "InnerWait", "States": {"InnerWait": {"Type": "Wait", "Seconds": 600, "Assign": {"slept": true}, "End": true}}}],
              "End": true}}}, "End": true}}}],
      "Output": {"both": "{% $states.result %}", "list": [1, 2, 3, 4]}, "Next": "Each"},
    "Each": {"Type": "Map", "Items": "{% $states.input.list %}", "MaxConcurrency": "{% $count %}",
      "ItemSelector": {"value": "{% $states.context.Map.Item.Value %}", "count": "{% $count %}"},
      "ItemProcessor": {"StartAt": "One", "States": {
        "One": {"Type": "Task", "Resource": )" +
                            function + R"(one", "Assign": {"seen": "{% $states.result.from %}"}, "Next": "OneEnd"},
        "OneEnd": {"Type": "Pass", "Output": "{% $seen & ' ' & $order %}", "End": true}}},
      "Next": "Done"},
    "Lost": {"Type": "Map", "Items": [1, 2, 3], "ItemProcessor": {"StartAt": "Sleep", "States": {
        "Sleep": {"Type": "Wait", "Seconds": "{% 600 + $states.input %}", "Assign": {"slept": "{% $states.input %}"}, "End": true}}}, "Next": "Done"},
    "Bad": {"Type": "Pass", "Output": "{% $uppercase(1) %}", "Next": "Done"},
    "Broken": {"Type": "Fail", "Error": "Order.Broken", "Cause": "{% 'order ' & $order %}"},
    "Done": {"Type": "Succeed", "Output": "{% {'order': $order, 'result': $states.input} %}"}
  }})";

// Takes steps in the decision that starts, ends or fails something: where these are few, it gives way in the middle.
const std::string costly = "$count($map([1..20], function($x) { $x }))";
const std::string places = R"({"QueryLanguage": "JSONata", "StartAt": "Each", "States": {
    "Each": {"Type": "Map", "Items": "{% [1..9] %}", "MaxConcurrency": 4, "ItemSelector": "{% )" +
                           costly + R"( %}",
      "ItemProcessor": {"StartAt": "One", "States": {"One": {"Type": "Task", "Resource": )" +
                           function + R"(one",
        "Output": "{% )" + costly +
                           R"( %}", "End": true}}}, "End": true}}})";
const std::string late = R"({"QueryLanguage": "JSONata", "StartAt": "Each", "States": {
    "Each": {"Type": "Map", "Items": "{% [1..6] %}", "ItemProcessor": {"StartAt": "One", "States": {
        "One": {"Type": "Task", "Resource": )" +
                         function + R"(one", "TimeoutSeconds": 9, "HeartbeatSeconds": 8,
          "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout"], "Output": "{% )" +
                         costly + R"( %}", "Next": "Caught"}], "End": true},
        "Caught": {"Type": "Pass", "End": true}}}, "End": true}}})";
std::string chain() {
    std::string states;
    for (int i = 0; i < 20; ++i) states += "\"S" + std::to_string(i) + R"(": {"Type": "Pass", "Next": "S)" + std::to_string(i + 1) + "\"}, ";
    return R"({"StartAt": "S0", "States": {)" + states + R"("S20": {"Type": "Pass", "End": true}}})";
}

const std::string ok = R"({"from":"worker"})";

void closed_ones(World& world) {
    for (const std::string machine : {"jsonpath", "jsonata"}) {
        world.start(machine, "succeeds", R"({"id": "o-1", "way": "pause"})");
        world.advance(5);
        world.finish_all();
        world.start(machine, "map", R"({"id": "o-2", "way": "map"})");
        world.finish_all();

        world.start(machine, "map-fails", R"({"id": "o-3", "way": "map"})");
        world.answer("map-fails", ok);
        world.settle();
        world.answer("map-fails", "!One.Lost");
        world.settle();

        world.start(machine, "stopped", R"({"id": "o-4", "way": "both"})");
        if (machine == "jsonata") world.answer("stopped", ok);
        world.settle();
        world.stop(machine, "stopped");

        world.start(machine, "too-large", R"({"id": "o-5", "way": "work"})");
        world.answer("too-large", "\"" + std::string(3'000, 'x') + "\"");
        world.settle();
    }
    world.start("jsonpath", "retried", R"({"id": "o-6", "way": "work"})");
    for (const char* error : {"!Worker.Busy", "!Worker.Busy", "!Worker.Odd"}) {
        world.answer("retried", error);
        world.settle();
        world.advance(1'000);
        world.settle();
    }
    world.answer("retried", ok);
    world.settle();
    world.finish_all();
    world.start("jsonpath", "caught", R"({"id": "o-7", "way": "work"})");
    world.answer("caught", "!Worker.Lost");
    world.settle();
    // Retried once, then caught; and a failure that nothing takes, beside a branch that waits.
    world.start("jsonpath", "parallel-caught", R"({"id": "o-8", "way": "both"})");
    world.answer("parallel-caught", "!Left.Again");
    world.settle();
    world.advance(2);
    world.settle();
    world.answer("parallel-caught", "!Left.Again");
    world.settle();
    world.start("jsonpath", "parallel-fails", R"({"id": "o-9", "way": "both"})");
    world.answer("parallel-fails", "!Left.Lost");
    world.settle();
    world.start("jsonata", "deep-fails", R"({"id": "o-10", "way": "work"})");
    world.answer("deep-fails", "!Worker.Caught");
    world.settle();
    world.answer("deep-fails", ok);
    world.settle();
    world.answer("deep-fails", ok);
    world.settle();
    world.answer("deep-fails", "!Inner.Lost");
    world.settle();
    world.start("jsonata", "bad", R"({"id": "o-11", "way": "bad"})");
    world.start("jsonata", "fails", R"({"id": "o-12", "way": "fail"})");
    world.start("jsonpath", "times-out", R"({"id": "o-13", "way": "both"})");
    world.advance(5'001);
    world.settle();
}

void running_ones(World& world) {
    // Asleep on disk.
    world.start("jsonpath", "waiting-asleep", R"({"id": "r-1", "way": "lost"})");
    world.start("jsonata", "joining-asleep", R"({"id": "r-2", "way": "lost"})");
    world.start("jsonata", "backoff-asleep", R"({"id": "r-3", "way": "work"})");
    world.advance(30);
    world.settle();
    world.start("jsonpath", "second-backoff-asleep", R"({"id": "r-4", "way": "work"})");
    world.answer("second-backoff-asleep", "!Worker.Busy");
    world.settle();
    world.advance(50);
    world.settle();
    world.answer("second-backoff-asleep", "!Worker.Busy");
    world.settle();
    // In memory.
    world.start("jsonpath", "started", R"({"id": "r-5", "way": "work"})");
    world.start("jsonata", "started", R"({"id": "r-6", "way": "work"})");
    world.start("jsonpath", "waiting", R"({"id": "r-7", "way": "pause"})");
    world.start("jsonpath", "backoff", R"({"id": "r-8", "way": "work"})");
    world.answer("backoff", "!Worker.Busy");
    world.settle();
    world.start("jsonpath", "joining-parallel", R"({"id": "r-9", "way": "both"})");
    world.answer("joining-parallel", ok);
    world.settle();
    world.advance(4);
    world.settle();
    world.start("jsonata", "joining-deep", R"({"id": "r-10", "way": "work"})");
    for (int i = 0; i < 3; ++i) {
        world.answer("joining-deep", ok);
        world.settle();
    }
    for (const std::string machine : {"jsonpath", "jsonata"}) {
        world.start(machine, "joining-map-" + machine, R"({"id": "r-11", "way": "map"})");
        world.answer("joining-map-" + machine, ok);
        world.settle();
    }
    world.dispatcher.full = {"work"};
    world.start("jsonpath", "scheduled", R"({"id": "r-12", "way": "work"})");
    world.start("jsonata", "scheduled", R"({"id": "r-13", "way": "work"})");
}

// A heartbeat has a record, and so far no request that leads to one.
void heartbeat(World& world, const std::string& execution) {
    for (const Told& told : read_all(*world.store)) {
        if (told.name != execution) continue;
        execution::Execution state;
        for (const auto& record : told.records) execution::apply(*told.revision->definition, state, record);
        const auto decision = execution::decide(*told.revision->definition, usual_settings().limits, state,
                                                execution::HeartbeatTask{state.frames.begin()->second.token()}, {world.now().plus_seconds(1), 1});
        ASSERT_EQ(decision.records.size(), 1U);
        JournalRow row;
        const auto rows = world.store->shard(0).rows_after(0, 10'000);
        for (const JournalRow& each : *rows) {
            row.id = each.id + 1;
            if (each.execution == told.row.key) row.previous = each.id;
        }
        row.execution = told.row.key;
        row.first_event = state.last_event + 1;
        row.records = encode(decision.records, row.id, row.execution);
        ASSERT_TRUE(world.store->shard(0).commit({.journal = {row}}));
    }
}

}  // namespace

Settings usual_settings() {
    Settings settings;
    settings.limits.payload_bytes = 2'000;
    return settings;
}

void leave_executions(World& world) {
    ASSERT_TRUE(world.boot(usual_settings()));
    world.deploy("jsonpath", jsonpath);
    world.deploy("jsonata", jsonata);
    world.deploy("places", places);
    world.deploy("late", late);
    world.deploy("chain", chain());
    closed_ones(world);

    Settings few_events = usual_settings();
    few_events.limits.history_events = 12;
    ASSERT_TRUE(world.boot(few_events));
    world.start("chain", "too-long", "{}");

    ASSERT_TRUE(world.boot(usual_settings()));
    running_ones(world);
    world.engine.reset();
    heartbeat(world, "jsonpath:started");

    // The last turn ends in the middle of what it has to do.
    Settings giving_way = usual_settings();
    giving_way.limits.records_per_decision = 6;
    giving_way.limits.steps_per_decision = 1;
    ASSERT_TRUE(world.boot(giving_way));
    world.settle();
    world.start("late", "timed-out", "{}");
    world.start("places", "freed", "{}");
    world.advance(9);
    for (int i = 0; i < 4; ++i) world.answer("freed", ok);
    world.post_start("chain", "ready", R"({"some": "input"})");
    world.turn();
    world.close();
}

}  // namespace pawl::engine::journal_format
