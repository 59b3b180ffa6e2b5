// What an expression takes out of $states is the payload it came from, not a copy, however it got there; and it looks as if $states were one object.
#include <gtest/gtest.h>

#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/decision.hpp"

namespace pawl::execution {
namespace {

const std::string input = R"({"big": [1.0, 2.50, {"a": "x"}], "n": 12345678901234567890123})";

// The output of a Pass (or of a Map's first iteration) whose Output is the expression.
Payload output_of(const std::string& expression, Execution& execution, const std::string& definition = {}) {
    const std::string pass =
        R"({"QueryLanguage": "JSONata", "StartAt": "P", "States": {"P": {"Type": "Pass", "Output": "{% )" + expression + R"( %}", "End": true}}})";
    const auto compiled = definition::compile(definition.empty() ? pass : definition);
    EXPECT_TRUE(compiled.machine) << expression;
    if (!compiled.machine) return {};
    Start start;
    start.head.arn = "arn:aws:states:us-east-1:000000000000:execution:m:e";
    start.head.name = "e";
    start.head.state_machine_arn = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
    start.head.state_machine_name = "m";
    start.input = *Payload::parse(input);
    const Decision decision = decide(*compiled.machine, Limits{}, execution, start, Tick{Instant{1'000}, 1});
    for (const Record& record : decision.records) {
        if (const auto* started = std::get_if<IterationStarted>(&record.body)) return started->input;
        if (const auto* exited = std::get_if<StateExited>(&record.body)) return exited->output;
    }
    ADD_FAILURE() << expression << ": " << execution.cause.value_or("no output");
    return {};
}

TEST(SharedContext, TheInputIsNotCopied) {
    for (const char* expression :
         {"$states.context.Execution.Input", "$lookup($states.context.Execution, 'Input')", "($c := $states.context; $c.Execution.Input)",
          "$states.*.Execution.Input", "$states.input", "($s := $states; $s.input)", "($s := $states; $s.context.Execution.Input)",
          "$merge([$states.context, {'x': 1}]).Execution.Input", "$filter([$states.context], function($c) { true }).Execution.Input"}) {
        Execution execution;
        const Payload output = output_of(expression, execution);
        EXPECT_EQ(&output.value(), &execution.input->value()) << expression;
    }
    Execution execution;
    const Payload part = output_of("$states.context.Execution.Input.big[2]", execution);
    EXPECT_EQ(&part.value(), &execution.input->value().get_object().if_contains("big")->get_array()[2]);
}

TEST(SharedContext, AnItemIsNotCopied) {
    Execution execution;
    const Payload item =
        output_of("", execution, R"({"QueryLanguage": "JSONata", "StartAt": "M", "States": {"M": {"Type": "Map", "Items": "{% [$states.input] %}",
        "ItemSelector": "{% ($c := $states.context; $c.Map.Item.Value) %}",
        "ItemProcessor": {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}}, "End": true}}})");
    const Frame& map = execution.frames.begin()->second;
    EXPECT_EQ(&item.value(), &map.join->items->value().get_array()[0]);
}

const std::string context =
    R"({"Execution":{"Id":"arn:aws:states:us-east-1:000000000000:execution:m:e","Input":{"big":[1.0,2.5,{"a":"x"}],"n":12345678901234567890123},)"
    R"("StartTime":"1970-01-01T00:00:01.000Z","Name":"e","RoleArn":"","RedriveCount":0},)"
    R"("StateMachine":{"Id":"arn:aws:states:us-east-1:000000000000:stateMachine:m","Name":"m"},)"
    R"("State":{"Name":"P","EnteredTime":"1970-01-01T00:00:01.000Z"}})";

TEST(SharedContext, ItLooksLikeOneObject) {
    Execution execution;
    EXPECT_EQ(output_of("$states.context", execution).text(), context);
    Execution whole;
    EXPECT_EQ(output_of("$states", whole).text(), R"({"input":{"big":[1.0,2.5,{"a":"x"}],"n":12345678901234567890123},"context":)" + context + "}");
    Execution keys;
    EXPECT_EQ(output_of("$keys($states.context.Execution)", keys).text(), R"(["Id","Input","StartTime","Name","RoleArn","RedriveCount"])");
    Execution changed;
    EXPECT_EQ(output_of("($states.context ~> |Execution|{'Input': Input.big[1]}|).Execution.Input", changed).text(), "2.5");
    Execution equal;
    EXPECT_EQ(output_of("$states.context.Execution.Input = $states.input and $states.context = $states.context", equal).text(), "true");
    Execution text;
    EXPECT_EQ(output_of("$substring($string($states.context), 0, 20)", text).text(), R"("{\"Execution\":{\"Id\":\"")");
}

}  // namespace
}  // namespace pawl::execution
