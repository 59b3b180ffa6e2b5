#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "statemachine/definition/machine.hpp"

namespace pawl::definition {
namespace {

std::string all_of(const Compiled& compiled) {
    std::string out;
    for (const Diagnostic& d : compiled.diagnostics) out += d.code + ": " + d.message + " at " + d.location + "\n";
    for (const Unsupported& u : compiled.unsupported) out += "unsupported " + u.what + " at " + u.location + "\n";
    return out;
}

std::shared_ptr<const Machine> bound(const std::string& text) {
    Compiled compiled = compile(text);
    EXPECT_NE(compiled.machine, nullptr) << all_of(compiled);
    return compiled.machine;
}

// A machine of one state "S" with the given members.
std::shared_ptr<const Machine> bound_state(const std::string& members) { return bound(R"({"StartAt":"S","States":{"S":{)" + members + R"(}}})"); }

template <class T>
const T& only(const std::shared_ptr<const Machine>& machine) {
    return std::get<T>(machine->states.at(machine->start).body);
}

// The parts of a state in JSONPath mode.
template <class T>
const JsonPathEntry& entry(const T& state) {
    return std::get<JsonPathEntry>(state.entry);
}
template <class T>
const JsonPathExit& leaving(const T& state) {
    return std::get<JsonPathExit>(state.exit);
}
template <class Field>
std::string path_text(const Field& field) {
    return std::get<query::Path>(field).text();
}

TEST(DefinitionBinding, BindsTheMachine) {
    const auto machine = bound(R"({"Comment":"订单","Version":"1.0","TimeoutSeconds":30,"StartAt":"B","States":{
        "A":{"Type":"Succeed"},"B":{"Type":"Pass","Next":"A"}}})");
    EXPECT_EQ(machine->comment, "订单");
    EXPECT_EQ(machine->timeout_seconds, 30);
    ASSERT_EQ(machine->states.size(), 2u);
    EXPECT_EQ(machine->states[0].name, "A");
    EXPECT_EQ(machine->start, 1u);
    EXPECT_EQ(only<Pass>(machine).transition.next, 0u);
    EXPECT_EQ(type_name(machine->states[0]), "Succeed");
    EXPECT_EQ(type_name(machine->states[1]), "Pass");
}

TEST(DefinitionBinding, BindsPass) {
    const auto machine = bound_state(R"("Type":"Pass","InputPath":"$.a","OutputPath":null,"ResultPath":"$.r","Parameters":{"x.$":"$.b"},
        "Result":{"n": 1.00, "big": 123456789012345678901234567890},"End":true)");
    const Pass& pass = only<Pass>(machine);
    EXPECT_EQ(entry(pass).input_path.path->text(), "$.a");
    EXPECT_TRUE(leaving(pass).output_path.is_null);
    EXPECT_EQ(leaving(pass).result_path.path->text(), "$.r");
    EXPECT_TRUE(entry(pass).parameters.has_value());
    EXPECT_EQ(pass.result, R"({"n":1.0,"big":123456789012345678901234567890})");
    EXPECT_EQ(pass.transition.next, no_state);
    EXPECT_EQ(only<Pass>(bound_state(R"("Type":"Pass","Result":null,"End":true)")).result, std::nullopt);
    EXPECT_FALSE(entry(only<Pass>(bound_state(R"("Type":"Pass","End":true)"))).input_path.path.has_value());
}

TEST(DefinitionBinding, BindsTask) {
    const auto machine = bound(R"({"StartAt":"S","States":{"S":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:pay:7",
        "TimeoutSeconds":9,"HeartbeatSecondsPath":"$.beat","ResultSelector":{"a.$":"$.b"},
        "Retry":[{"ErrorEquals":["A","B"],"IntervalSeconds":2,"MaxAttempts":0,"BackoffRate":1.5,"MaxDelaySeconds":8,"JitterStrategy":"FULL"},
                 {"ErrorEquals":["States.ALL"]}],
        "Catch":[{"ErrorEquals":["States.ALL"],"Next":"F","ResultPath":null}],"Next":"F"},"F":{"Type":"Fail"}}})");
    const Task& task = only<Task>(machine);
    EXPECT_EQ(std::get<LambdaFunction>(task.integration).function_name, "pay");
    EXPECT_EQ(std::get<LambdaFunction>(task.integration).resource, "arn:aws:lambda:us-east-1:123456789012:function:pay:7");
    EXPECT_EQ(std::get<std::int64_t>(task.timeout_seconds), 9);
    EXPECT_EQ(path_text(task.heartbeat_seconds), "$.beat");
    EXPECT_TRUE(leaving(task).result_selector.has_value());
    ASSERT_EQ(task.retry_catch.retry.size(), 2u);
    const Retrier& retrier = task.retry_catch.retry[0];
    EXPECT_EQ(retrier.error_equals, (std::vector<std::string>{"A", "B"}));
    EXPECT_EQ(retrier.interval_seconds, 2);
    EXPECT_EQ(retrier.max_attempts, 0);
    EXPECT_EQ(retrier.backoff_rate, 1.5);
    EXPECT_EQ(retrier.max_delay_seconds, 8);
    EXPECT_EQ(retrier.jitter, Jitter::Full);
    EXPECT_EQ(task.retry_catch.retry[1].max_attempts, 3);
    ASSERT_EQ(task.retry_catch.catches.size(), 1u);
    EXPECT_EQ(task.retry_catch.catches[0].next, 1u);
    EXPECT_TRUE(leaving(task.retry_catch.catches[0]).result_path.is_null);
    EXPECT_EQ(task.transition.next, 1u);
}

TEST(DefinitionBinding, BindsBareFunctionNamesAndLambdaInvoke) {
    const auto direct = bound_state(R"("Type":"Task","Resource":"pay-it","End":true)");
    EXPECT_EQ(std::get<LambdaFunction>(only<Task>(direct).integration).function_name, "pay-it");
    const auto invoke = bound_state(R"("Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},"End":true)");
    EXPECT_TRUE(std::holds_alternative<LambdaInvoke>(only<Task>(invoke).integration));
}

TEST(DefinitionBinding, BindsChoice) {
    const auto machine = bound(R"({"StartAt":"S","States":{"S":{"Type":"Choice","Choices":[
        {"Variable":"$.a","NumericEquals":1,"Next":"B"},
        {"And":[{"Variable":"$.a","IsPresent":true},{"Not":{"Variable":"$.a","StringMatches":"x*"}}],"Next":"A","Comment":"why"}],
        "Default":"B"},"A":{"Type":"Succeed"},"B":{"Type":"Succeed","InputPath":"$.x"}}})");
    const Choice& choice = only<Choice>(machine);
    ASSERT_EQ(choice.choices.size(), 2u);
    EXPECT_EQ(choice.choices[0].next, 2u);
    EXPECT_EQ(choice.choices[1].next, 1u);
    EXPECT_EQ(choice.default_next, 2u);
    EXPECT_EQ(entry(std::get<Succeed>(machine->states[2].body)).input_path.path->text(), "$.x");
}

TEST(DefinitionBinding, BindsTheFourForms) {
    EXPECT_EQ(std::get<std::int64_t>(only<Wait>(bound_state(R"("Type":"Wait","Seconds":0,"End":true)")).seconds), 0);
    EXPECT_EQ(std::get<Instant>(only<Wait>(bound_state(R"("Type":"Wait","Timestamp":"1970-01-01T00:00:01.5Z","End":true)")).timestamp),
              (Instant{1500}));
    EXPECT_EQ(path_text(only<Wait>(bound_state(R"("Type":"Wait","SecondsPath":"$.s","End":true)")).seconds), "$.s");
    EXPECT_EQ(path_text(only<Wait>(bound_state(R"("Type":"Wait","TimestampPath":"$$.Execution.StartTime","End":true)")).timestamp),
              "$$.Execution.StartTime");
}

TEST(DefinitionBinding, BindsFail) {
    const auto machine = bound_state(R"("Type":"Fail","Error":"E","CausePath":"$.why")");
    EXPECT_EQ(std::get<std::string>(only<Fail>(machine).error), "E");
    EXPECT_EQ(std::get<query::PathOrCall>(only<Fail>(machine).cause).text(), "$.why");
}

TEST(DefinitionBinding, NumbersNestedStatesInTheOrderOfTheText) {
    const auto machine = bound(R"({"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[
        {"StartAt":"B","States":{"A":{"Type":"Succeed"},"B":{"Type":"Pass","Next":"A"}}},
        {"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE"},"StartAt":"I","States":{
            "I":{"Type":"Succeed"}}},"End":true}}}],"Next":"Z"},"Z":{"Type":"Succeed"}}})");
    std::string names;
    for (const State& state : machine->states) names += state.name;
    EXPECT_EQ(names, "PABMIZ");
    const Parallel& parallel = only<Parallel>(machine);
    ASSERT_EQ(parallel.branches.size(), 2u);
    EXPECT_EQ(parallel.branches[0].start, 2u);
    EXPECT_EQ(parallel.branches[1].start, 3u);
    EXPECT_EQ(parallel.transition.next, 5u);
    EXPECT_EQ(std::get<Pass>(machine->states[2].body).transition.next, 1u);
    EXPECT_EQ(std::get<Map>(machine->states[3].body).processor.start, 4u);
}

TEST(DefinitionBinding, BindsMapInBothSpellings) {
    const std::string processor = R"({"StartAt":"I","States":{"I":{"Type":"Succeed"}}})";
    const auto now = bound_state(R"("Type":"Map","ItemsPath":"$.items","ItemSelector":{"v.$":"$$.Map.Item.Value"},"MaxConcurrencyPath":"$.n",
        "ItemProcessor":)" + processor +
                                 R"(,"ResultPath":"$.out","End":true)");
    EXPECT_EQ(std::get<JsonPathItems>(only<Map>(now).items).path->text(), "$.items");
    EXPECT_TRUE(std::holds_alternative<query::PayloadTemplate>(only<Map>(now).item_selector));
    EXPECT_EQ(path_text(only<Map>(now).max_concurrency), "$.n");
    EXPECT_EQ(leaving(only<Map>(now)).result_path.path->text(), "$.out");
    const auto old =
        bound_state(R"("Type":"Map","Parameters":{"a":1},"MaxConcurrency":9223372036854775807,"Iterator":)" + processor + R"(,"End":true)");
    EXPECT_TRUE(std::holds_alternative<query::PayloadTemplate>(only<Map>(old).item_selector));
    EXPECT_FALSE(entry(only<Map>(old)).parameters.has_value());
    EXPECT_EQ(std::get<std::int64_t>(only<Map>(old).max_concurrency), 9223372036854775807);
    EXPECT_EQ(only<Map>(old).processor.start, 1u);
}

TEST(DefinitionBinding, OutlivesItsText) {
    std::shared_ptr<const Machine> machine;
    {
        const std::string text =
            R"({"StartAt":"S","States":{"S":{"Type":"Pass","Parameters":{"a":{"b":["long enough to be allocated on the heap"]}},"End":true}}})";
        machine = bound(text);
    }
    EXPECT_TRUE(entry(only<Pass>(machine)).parameters.has_value());
    machine.reset();
}

TEST(DefinitionBinding, BindsDeepNesting) {
    std::string text = R"({"Type":"Succeed"})";
    for (int i = 0; i < 100; ++i) {
        text = R"({"Type":"Parallel","End":true,"Branches":[{"StartAt":"S)" + std::to_string(i) + R"(","States":{"S)" + std::to_string(i) +
               "\":" + text + "}}]}";
    }
    EXPECT_EQ(bound(R"({"StartAt":"Top","States":{"Top":)" + text + "}}")->states.size(), 101u);
}

// A stored definition is bound as far as it can be, whatever the checks say; what can't be bound is named, and nothing aborts.
TEST(Binding, AStoredDefinitionIsRefusedOnlyForWhatBindingNeeds) {
    const std::string task = R"("Type": "Task", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f")";
    const struct {
        std::string states;
        const char* why;
    } unbindable[] = {
        {R"("A": {"Type": "Pass", "Next": "B"})", "state \"A\": there is no state \"B\" to go on with"},
        {R"("A": {"Type": "Walk", "End": true})", "state \"A\": it has none of the eight types"},
        {R"("B": {"Type": "Pass", "End": true})", "StartAt names no state"},
        {R"("A": {"Type": "Pass", "InputPath": "$.[", "End": true})", "state \"A\": a path, template, expression or rule in it can't be compiled"},
        {R"("A": {"Type": "Choice"})", "state \"A\": it lacks Choices"},
        {R"("A": {"Type": "Choice", "Choices": [{"Variable": "$", "Next": "A"}]})",
         "state \"A\": a path, template, expression or rule in it can't be compiled"},
        {R"("A": {"Type": "Choice", "QueryLanguage": "JSONata", "Choices": [{"Next": "A"}]})", "state \"A\": it lacks Condition"},
        {R"("A": {"Type": "Wait", "Seconds": "x", "End": true})", "state \"A\": a field that is to be a whole number is none"},
        {R"("A": {"Type": "Wait", "Timestamp": "x", "End": true})", "state \"A\": a point in time can't be read"},
        {R"("A": {"Type": "Task", "End": true})", "state \"A\": it lacks Resource"},
        {R"("A": {"Type": "Map", "End": true})", "state \"A\": it lacks ItemProcessor"},
        {R"("A": {)" + task + R"(, "Retry": [{}], "End": true})", "state \"A\": it lacks ErrorEquals"},
        {R"("A": {)" + task + R"(, "Retry": [{"ErrorEquals": ["E"], "BackoffRate": "x"}], "End": true})", "state \"A\": BackoffRate is no number"},
    };
    Options options;
    options.stored = true;
    for (const auto& each : unbindable) {
        const Compiled compiled = compile(R"({"StartAt": "A", "States": {)" + each.states + "}}", options);
        EXPECT_FALSE(compiled.machine) << each.states;
        ASSERT_EQ(compiled.diagnostics.size(), 1U) << each.states;
        EXPECT_EQ(compiled.diagnostics[0].message, each.why) << each.states;
    }
    const std::string strange = R"({"StartAt": "A", "States": {"A": {"Type": "Pass", "Colour": "red"}, "B": {"Type": "Pass", "End": true}}})";
    EXPECT_TRUE(compile(strange).has_errors());
    EXPECT_TRUE(compile(strange, options).machine);
    const std::string newer = R"({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true}}})";
    EXPECT_FALSE(compile(newer, options).unsupported.empty()) << "what can't be run stays a clear error";
}

}  // namespace
}  // namespace pawl::definition
