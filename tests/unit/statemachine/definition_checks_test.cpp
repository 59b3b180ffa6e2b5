// What the validator says, as text: "CODE: message at location", a line each; warnings and unsupported features have a word in front.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "statemachine/definition/machine.hpp"

namespace pawl::definition {
namespace {

using Lines = std::vector<std::string>;

Lines said(const std::string& text, const Options& options = {}) {
    const Compiled compiled = compile(text, options);
    Lines lines;
    for (const Diagnostic& d : compiled.diagnostics) {
        lines.push_back((d.severity == Severity::Warning ? "warning " : "") + (d.code == "SCHEMA_VALIDATION_FAILED" ? "" : d.code + ": ") +
                        d.message + (d.location.empty() ? "" : " at " + d.location));
    }
    for (const Unsupported& u : compiled.unsupported) {
        // The languages are judged here, not whether this version can run them.
        const bool is_language = u.what == "QueryLanguage JSONata" || u.what.ends_with(" Assign");
        if (!is_language) lines.push_back("unsupported " + u.what + " at " + u.location);
    }
    // The contract of Compiled.
    EXPECT_EQ(compiled.machine != nullptr, !compiled.has_errors() && compiled.unsupported.empty());
    return lines;
}

Lines said_of_state(const std::string& members, const Options& options = {}) {
    return said(R"({"StartAt":"S","States":{"S":{)" + members + R"(}}})", options);
}

// The same beside a state "N" that S may lead to.
Lines said_of_step(const std::string& members) { return said(R"({"StartAt":"S","States":{"S":{)" + members + R"(},"N":{"Type":"Succeed"}}})"); }

Lines said_of_rule(const std::string& rule) { return said_of_step(R"("Type":"Choice","Choices":[)" + rule + R"(],"Default":"N")"); }

const std::string task = R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f",)";

TEST(DefinitionChecks, AnswersInTheRecordedOrder) {
    EXPECT_EQ(said(R"({"StartAt":"Missing","States":{"A":{"Type":"Pass","Next":"Unknown"},"B":{"Type":"Wait","Seconds":-1,"End":true}}})"),
              (Lines{"Minimum value is 0 at /States/B/Seconds", "MISSING_TRANSITION_TARGET: Missing 'Next' target: Missing at /StartAt",
                     "MISSING_TRANSITION_TARGET: Missing 'Next' target: Unknown at /States/A/Next",
                     "MISSING_TRANSITION_TARGET: State \"A\" is not reachable. at /States/A",
                     "MISSING_TRANSITION_TARGET: State \"B\" is not reachable. at /States/B"}));
}

TEST(DefinitionChecks, WantsAnObject) {
    for (const char* text : {"", " \n", "[]", "7", "null", "\"x\""}) {
        EXPECT_EQ(said(text), Lines{"Definition must be a valid JSON object"}) << text;
    }
    EXPECT_EQ(said("{}"), Lines{"These fields are required: [States, StartAt] at /"});
    EXPECT_EQ(said(R"({"StartAt":"A","States":{}})"), Lines{"Value cannot be empty at /States"});
    EXPECT_EQ(said(R"({"StartAt":"A","States":[]})"), Lines{"Expected value of type [OBJECT] at /States"});
    EXPECT_EQ(said(R"({"StartAt":"A","States":{"A":7}})"), Lines{"Expected value of type [OBJECT] at /States/A"});
}

TEST(DefinitionChecks, ChecksTheTopLevel) {
    EXPECT_EQ(said(R"({"StartAt":"A","States":{"A":{"Type":"Succeed"}},"Version":"2.0","TimeoutSeconds":"1","Startat":1})"),
              (Lines{"Field 'Startat' is not supported at /", "Value should be one of the following: [1.0] at /Version",
                     "Expected value of type Integer at /TimeoutSeconds"}));
    EXPECT_EQ(said(R"({"StartAt":"A","States":{"A":{"Type":"Succeed"}},"TimeoutSeconds":0})"), Lines{});
}

TEST(DefinitionChecks, ChecksTypes) {
    const std::string types = "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]";
    EXPECT_EQ(said_of_state(R"("Type":"Pas","End":true)"),
              Lines{"The field 'Type' should have one of these values: " + types + " at /States/S/Type"});
    EXPECT_EQ(said_of_state(R"("Type":7)"), Lines{"The field 'Type' should have one of these values: " + types + " at /States/S/Type"});
    EXPECT_EQ(said_of_state(R"("End":true)"), Lines{"These fields are required: [Type] at /States/S"});
}

TEST(DefinitionChecks, RefusesFieldsOfOtherStates) {
    EXPECT_EQ(said_of_state(R"("Type":"Pass","Retry":[],"TimeoutSeconds":5,"Catch":[],"End":true)"),
              (Lines{"Field 'Retry' is not supported at /States/S", "Field 'TimeoutSeconds' is not supported at /States/S",
                     "Field 'Catch' is not supported at /States/S"}));
    EXPECT_EQ(said_of_state(R"("Type":"Succeed","End":true)"), Lines{"Field 'End' is not supported at /States/S"});
    EXPECT_EQ(said_of_state(R"("Type":"Fail","InputPath":"$")"), Lines{"Field 'InputPath' is not supported at /States/S"});
}

TEST(DefinitionChecks, WantsOneOfNextAndEnd) {
    EXPECT_EQ(said_of_state(R"("Type":"Pass")"), Lines{"This object should have only one of the following fields: [Next, End] at /States/S"});
    EXPECT_EQ(said_of_step(R"("Type":"Pass","Next":"N","End":true)"),
              Lines{"There should only be one of the following fields: [Next, End] at /States/S"});
    EXPECT_EQ(said_of_step(R"("Type":"Pass","Next":"N","End":false)"), Lines{});
}

TEST(DefinitionChecks, ChecksNumbers) {
    EXPECT_EQ(said_of_state(task + R"("TimeoutSeconds":0,"HeartbeatSeconds":100000000,"End":true)"),
              (Lines{"Minimum value is 1 at /States/S/TimeoutSeconds", "Maximum value is 99999999 at /States/S/HeartbeatSeconds",
                     "warning HEARTBEAT_NOT_BELOW_TIMEOUT: HeartbeatSeconds should be smaller than TimeoutSeconds: the heartbeat can never run "
                     "out first at /States/S/HeartbeatSeconds"}));
    EXPECT_EQ(said_of_state(task + R"("TimeoutSeconds":1.5,"End":true)"), Lines{"Expected value of type Integer at /States/S/TimeoutSeconds"});
    EXPECT_EQ(said_of_state(task + R"("TimeoutSeconds":2,"TimeoutSecondsPath":"$.t","End":true)"),
              Lines{"There should only be one of the following fields: [TimeoutSeconds, TimeoutSecondsPath] at /States/S"});
}

TEST(DefinitionChecks, ChecksWait) {
    const std::string forms = "[SecondsPath, Seconds, TimestampPath, Timestamp] at /States/S";
    EXPECT_EQ(said_of_state(R"("Type":"Wait","End":true)"), Lines{"This object should have only one of the following fields: " + forms});
    EXPECT_EQ(said_of_state(R"("Type":"Wait","Seconds":1,"SecondsPath":"$.s","End":true)"),
              Lines{"There should only be one of the following fields: " + forms});
    EXPECT_EQ(said_of_state(R"("Type":"Wait","Timestamp":"2016-12-05 21:29:29Z","End":true)"),
              Lines{"String does not match RFC3339 timestamp at /States/S/Timestamp"});
}

TEST(DefinitionChecks, ChecksResources) {
    EXPECT_EQ(said_of_state(R"("Type":"Task","End":true)"), Lines{"These fields are required: [Resource] at /States/S"});
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"${Function}","End":true)"),
              Lines{"Value is not a valid resource ARN at /States/S/Resource"});
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:1:function:f:","End":true)"),
              Lines{"Value is not a valid resource ARN at /States/S/Resource"});
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"arn:aws:states:::dynamodb:query","End":true)"),
              Lines{"The resource provided arn:aws:states:::dynamodb:query is not recognized. The value is not a valid resource ARN, or the resource "
                    "is not available in this region. at /States/S/Resource"});
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","End":true)"),
              Lines{"unsupported Resource arn:aws:states:::sqs:sendMessage.waitForTaskToken at /States/S/Resource"});
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"arn:aws:states:::aws-sdk:s3:listBuckets","End":true)").front().substr(0, 11), "unsupported");
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"arn:aws:states:us-east-1:1:activity:a","End":true)").front().substr(0, 11), "unsupported");
}

TEST(DefinitionChecks, ChecksExpress) {
    const Options express{true, "us-east-1"};
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync","End":true)", express).front(),
              "Express state machine does not support '.sync' service integration at /States/S/Resource");
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"arn:aws:states:::sns:publish.waitForTaskToken","End":true)", express).front(),
              "Express state machine does not support '.waitForTaskToken' service integration  at /States/S/Resource");
    EXPECT_EQ(said_of_state(R"("Type":"Task","Resource":"arn:aws:states:us-east-1:1:activity:a","End":true)", express).front(),
              "Express state machine does not support Activity ARN at /States/S/Resource");
}

TEST(DefinitionChecks, ChecksPaths) {
    EXPECT_EQ(said_of_state(R"("Type":"Pass","InputPath":"a","OutputPath":7,"ResultPath":"$.a[*]","End":true)"),
              (Lines{"Value must be a valid JSONPath. at /States/S/InputPath", "Expected value of type [STRING] at /States/S/OutputPath",
                     "Value is not a Reference Path at /States/S/ResultPath"}));
    EXPECT_EQ(said_of_state(R"("Type":"Pass","ResultPath":"$x","End":true)"), Lines{"Value is not a Reference Path at /States/S/ResultPath"});
    EXPECT_EQ(said_of_state(R"("Type":"Pass","InputPath":"$x.y","End":true)").front(),
              "warning POSSIBLY_UNDEFINED_VARIABLE: Variable 'x' is possibly not defined. at /States/S/InputPath");
    EXPECT_EQ(said_of_state(R"x("Type":"Fail","ErrorPath":"States.Format('a')","CausePath":"States.Nope()")x"),
              Lines{"Value must be a valid JSONPath or a valid intrinsic function call at /States/S/CausePath"});
}

TEST(DefinitionChecks, ChecksTemplates) {
    EXPECT_EQ(
        said_of_state(R"("Type":"Pass","Parameters":{"parsed.$":"nope","in":{"list":[{"x.$":7}]}},"End":true)"),
        (Lines{"The value for the field 'parsed.$' must be a valid JSONPath or a valid intrinsic function call at /States/S/Parameters",
               "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call at /States/S/Parameters/in/list[0]"}));
    EXPECT_EQ(said_of_state(R"x("Type":"Pass","Parameters":{"a.$":"States.UUID()","b":{"c.$":"$x"}},"End":true)x").front(),
              "warning POSSIBLY_UNDEFINED_VARIABLE: Variable 'x' is possibly not defined. at /States/S/Parameters/b");
    EXPECT_EQ(said_of_state(R"x("Type":"Pass","Parameters":{"a.$":"States.UUID()[0]"},"End":true)x"),
              Lines{"The value for the field 'a.$' must be a valid JSONPath or a valid intrinsic function call at /States/S/Parameters"});
}

TEST(DefinitionChecks, WarnsWithoutRefusing) {
    EXPECT_EQ(
        said_of_state(R"("Type":"Pass","Parameters":{"value":"$.value"},"End":true)"),
        Lines{"warning NO_DOLLAR: The value of 'value' looks like a JSONPath. Instead of 'value', use 'value.$' to evaluate it as a JSONPath at "
              "runtime. at /States/S/Parameters"});
    EXPECT_EQ(said_of_state(R"("Type":"Pass","Result":{"a.$":"$.b"},"End":true)").front().substr(0, 30), "warning PASS_RESULT_IS_STATIC:");
    EXPECT_EQ(said_of_rule(R"({"Variable":"$.a","StringEquals":"$.b","Next":"N"})").front().substr(0, 16), "warning NO_PATH:");
    EXPECT_EQ(said_of_state(R"("Type":"Pass","Comment":"a","Comment":"b","End":true)"),
              Lines{"warning DUPLICATE_FIELD: The field 'Comment' is there more than once: the last one counts"});
}

TEST(DefinitionChecks, ChecksChoices) {
    const std::string at = " at /States/S/Choices[0]";
    EXPECT_EQ(said_of_state(R"("Type":"Choice","Choices":[])").front(), "Value cannot be empty at /States/S/Choices");
    EXPECT_EQ(said_of_rule(R"({"Variable":"$.a","NumericEquals":1})"), Lines{"These fields are required: [Next]" + at});
    EXPECT_EQ(said_of_rule(R"({"Next":"N"})"),
              Lines{"The object must have only one of the following fields, [And, Or, Not, Variable, Condition]" + at});
    EXPECT_EQ(said_of_rule(R"({"Variable":"$.a","NumericEquals":1,"IsNull":true,"Next":"N"})"),
              Lines{"There should only be one of the following fields: [NumericEquals, IsNull]" + at});
    EXPECT_EQ(said_of_rule(R"({"Variable":"a","NumericEquals":1,"Next":"N"})"),
              Lines{"Value is not a Reference Path: Reference path didn't start with '$'" + at + "/Variable"});
    EXPECT_EQ(said_of_rule(R"({"And":[{"Variable":"$.a","IsNull":true,"Next":"N"}],"Next":"N"})"),
              Lines{"Field 'Next' is not supported" + at + "/And[0]"});
    EXPECT_EQ(said_of_rule(R"({"Or":[],"Next":"N"})"), Lines{"Value cannot be empty" + at + "/Or"});
    EXPECT_EQ(said_of_rule(R"({"Not":{"Variable":"$.a","NumericEquals":"1"},"Next":"N"})"),
              Lines{"Expected value of type [NUMBER]" + at + "/Not/NumericEquals"});
    EXPECT_EQ(said_of_rule(R"({"Variable":"$.a","TimestampEquals":"yesterday","Next":"N"})"),
              Lines{"String does not match RFC3339 timestamp" + at + "/TimestampEquals"});
    EXPECT_EQ(said_of_rule(R"({"Variable":"$.a","StringEqual":"x","Next":"N"})").front(), "Field 'StringEqual' is not supported" + at);
    EXPECT_EQ(said_of_rule(R"({"Variable":"$.a","IsNull":true,"Next":"N","Assign":{"x":1}})"), Lines{});
    EXPECT_EQ(said_of_rule(R"({"Condition":true,"Next":"N"})"),
              Lines{"The QueryLanguage is set to 'JSONPath', but field 'Condition' is only supported for the 'JSONata' QueryLanguage" + at});
}

TEST(DefinitionChecks, ChecksRetryAndCatch) {
    EXPECT_EQ(said_of_state(task + R"("Retry":[{"ErrorEquals":["States.ALL","A"],"MaxAttempts":-1,"BackoffRate":0.5,"MaxDelaySeconds":0,
                 "JitterStrategy":"full"},{"ErrorEquals":[]},{}],"End":true)"),
              (Lines{"States.ALL must appear alone and at end of list at /States/S/Retry[0]/ErrorEquals",
                     "Minimum value is 0 at /States/S/Retry[0]/MaxAttempts", "Minimum value is 1 at /States/S/Retry[0]/BackoffRate",
                     "Minimum value is 1 at /States/S/Retry[0]/MaxDelaySeconds",
                     "Value should be one of the following: [NONE, FULL] at /States/S/Retry[0]/JitterStrategy",
                     "Value cannot be empty at /States/S/Retry[1]/ErrorEquals", "These fields are required: [ErrorEquals] at /States/S/Retry[2]"}));
    EXPECT_EQ(
        said_of_state(task + R"("Catch":[{"ErrorEquals":["States.ALL"],"Next":"S"},{"ErrorEquals":[7]}],"End":true)"),
        (Lines{"States.ALL must appear alone and at end of list at /States/S/Catch[0]/ErrorEquals",
               "These fields are required: [Next] at /States/S/Catch[1]", "Expected value of type [STRING] at /States/S/Catch[1]/ErrorEquals[0]"}));
    EXPECT_EQ(said_of_state(task + R"("Retry":[],"Catch":[],"End":true)"), Lines{});
}

TEST(DefinitionChecks, ChecksMapAndParallel) {
    const std::string inner = R"("StartAt":"I","States":{"I":{"Type":"Succeed"}})";
    EXPECT_EQ(said_of_state(R"("Type":"Parallel","Branches":[],"End":true)"), Lines{"Value cannot be empty at /States/S/Branches"});
    EXPECT_EQ(said_of_state(R"("Type":"Parallel","Branches":[{"QueryLanguage":"JSONata",)" + inner + R"(}],"End":true)"),
              Lines{"Field 'QueryLanguage' is not supported at /States/S/Branches[0]"});
    EXPECT_EQ(said_of_state(R"("Type":"Map","End":true)"),
              Lines{"This object should have only one of the following fields: [ItemProcessor, Iterator] at /States/S"});
    EXPECT_EQ(said_of_state(R"("Type":"Map","MaxConcurrency":-1,"Iterator":{)" + inner + R"(,"QueryLanguage":"JSONata"},"End":true)"),
              (Lines{"Minimum value is 0 at /States/S/MaxConcurrency", "Field 'QueryLanguage' is not supported at /States/S/Iterator"}));
    EXPECT_EQ(
        said_of_state(R"("Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"INLINE","ExecutionType":"STANDARD"},)" + inner + R"(},"End":true)"),
        Lines{"Field 'ExecutionType' is not supported at /States/S/ItemProcessor/ProcessorConfig"});
    EXPECT_EQ(said_of_state(R"("Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},)" + inner +
                            R"(},"Label":"L","End":true)"),
              (Lines{"unsupported Map ProcessorConfig Mode DISTRIBUTED at /States/S/ItemProcessor/ProcessorConfig/Mode",
                     "unsupported Map Label at /States/S/Label"}));
}

TEST(DefinitionChecks, ChecksTransitionsInsideTheirScope) {
    const std::string parallel = R"("Type":"Parallel","Branches":[{"StartAt":"W","States":{"W":{"Type":"Pass","Next":"S"},
        "Ghost":{"Type":"Pass","End":true}}}],"End":true)";
    EXPECT_EQ(said_of_state(parallel), (Lines{"MISSING_TRANSITION_TARGET: Missing 'Next' target: S at /States/S/Branches[0]/States/W/Next",
                                              "MISSING_TRANSITION_TARGET: State \"Ghost\" is not reachable. at /States/S/Branches[0]/States/Ghost"}));
    EXPECT_EQ(said_of_step(task + R"("Catch":[{"ErrorEquals":["A"],"Next":"Ghost"}],"Next":"N")"),
              Lines{"MISSING_TRANSITION_TARGET: Missing 'Next' target: Ghost at /States/S/Catch[0]/Next"});
    EXPECT_EQ(said_of_state(R"("Type":"Choice","Choices":[{"Variable":"$.x","IsPresent":true,"Next":"Ghost"}],"Default":"Nobody")"),
              (Lines{"MISSING_TRANSITION_TARGET: Missing 'Next' target: Ghost at /States/S/Choices[0]/Next",
                     "MISSING_TRANSITION_TARGET: Missing 'Next' target: Nobody at /States/S/Default",
                     "MISSING_END_STATE: Workflow has no terminal state"}));
}

TEST(DefinitionChecks, WantsAnEnd) {
    EXPECT_EQ(said(R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"},"C":{"Type":"Pass","Next":"A"}}})"),
              Lines{"MISSING_END_STATE: Workflow has no terminal state"});
    EXPECT_EQ(said(R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"},"C":{"Type":"Pass","End":true}}})"),
              Lines{"MISSING_TRANSITION_TARGET: State \"C\" is not reachable. at /States/C"});
    // Measured: only the machine's own States need an end.
    EXPECT_EQ(said_of_state(R"("Type":"Map","ItemProcessor":{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Pass","Next":"A"}}},
        "End":true)"),
              Lines{});
}

TEST(DefinitionChecks, ChecksNames) {
    EXPECT_EQ(said_of_state(R"("Type":"Parallel","Branches":[{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}],"End":true)"),
              Lines{"DUPLICATE_STATE_NAME: Duplicate State name: S at /States/S/Branches[0]/States/S"});
    EXPECT_EQ(said(R"({"StartAt":"A","States":{"A":{"Type":"Succeed"},"A":{"Type":"Succeed"}}})"),
              Lines{"DUPLICATE_STATE_NAME: Duplicate State name: A at /States/A"});
    std::string eighty;
    for (int i = 0; i < 80; ++i) eighty += "é";
    const auto named = [](const std::string& name) {
        return said(R"({"StartAt":")" + name + R"(","States":{")" + name + R"(":{"Type":"Succeed"}}})");
    };
    EXPECT_EQ(named(eighty), Lines{});
    EXPECT_EQ(named(eighty + "x").front().substr(0, 19), "INVALID_STATE_NAME:");
}

TEST(DefinitionChecks, ResolvesQueryLanguagesAsMeasured) {
    const std::string mismatch =
        "The QueryLanguage is set to 'JSONata', but field 'InputPath' is only supported for the 'JSONPath' QueryLanguage at /States/S";
    EXPECT_EQ(said_of_state(R"("Type":"Pass","QueryLanguage":"jsonata","InputPath":"$.a","End":true)"),
              (Lines{mismatch, "Value should be one of the following: [JSONPath, JSONata] at /States/S/QueryLanguage"}));
    EXPECT_EQ(said(R"({"QueryLanguage":"JSONata","StartAt":"S","States":{"S":{"Type":"Pass","QueryLanguage":"JSONPath","Output":1,"End":true}}})"),
              Lines{"'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine at /States/S"});
    EXPECT_EQ(said_of_state(R"("Type":"Pass","Output":"{% 1 %}","End":true)"),
              Lines{"The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/S"});
    EXPECT_EQ(said_of_state(R"("Type":"Wait","QueryLanguage":"JSONata","Seconds":"{% 1 %}","Output":"{% 1","End":true)"),
              Lines{"JSONata string must start with {% and end with %} at /States/S/Output"});
    // A Map's own language does not reach the states inside it.
    EXPECT_EQ(said_of_state(R"("Type":"Map","QueryLanguage":"JSONata","ItemProcessor":{"StartAt":"P","States":{"P":{"Type":"Pass","InputPath":"$.a",
        "End":true}}},"End":true)"),
              Lines{});
}

TEST(DefinitionChecks, TellsThePlaceAndAHint) {
    const Compiled compiled = compile(
        "{\n \"StartAt\": \"A\",\n \"States\": {\n  \"A\": {\"Type\": \"Pass\", \"Nxt\": \"B\", \"Next\": \"Bb\"},\n  \"B\": {\"Type\": "
        "\"Succeed\"}\n }\n}");
    ASSERT_EQ(compiled.diagnostics.size(), 3u);
    EXPECT_EQ(compiled.diagnostics[0].line, 4u);
    EXPECT_EQ(compiled.diagnostics[0].column, 25u);
    EXPECT_EQ(compiled.diagnostics[0].hint, "did you mean 'Next'?");
    EXPECT_EQ(compiled.diagnostics[1].hint, "did you mean 'B'?");
    EXPECT_EQ(compiled.diagnostics[2].line, 5u);
}

TEST(DefinitionChecks, HintsAtANameWithNeighboursSwappedBeforeOneFurtherOff) {
    const Compiled compiled =
        compile(R"({"StartAt":"Greet","States":{"Greet":{"Type":"Pass","Next":"Rset"},"Rest":{"Type":"Wait","Seconds":2,"End":true}}})");
    ASSERT_FALSE(compiled.diagnostics.empty());
    EXPECT_EQ(compiled.diagnostics[0].hint, "did you mean 'Rest'?");
}

TEST(DefinitionChecks, NamesTheFieldOfTheOtherLanguage) {
    const auto hint = [](const std::string& members) {
        return compile(R"({"StartAt":"S","States":{"S":{)" + members + "}}}").diagnostics.at(0).hint;
    };
    EXPECT_EQ(hint(R"("Type":"Task","Resource":"f","QueryLanguage":"JSONata","Parameters":{},"End":true)"), "in JSONata, use Arguments");
    EXPECT_EQ(hint(R"("Type":"Task","Resource":"f","Arguments":{},"End":true)"), "in JSONPath, use Parameters");
    EXPECT_EQ(hint(R"("Type":"Wait","QueryLanguage":"JSONata","SecondsPath":"$.a","End":true)"), "in JSONata, write {% … %} as the value of Seconds");
}

TEST(DefinitionChecks, SaysTooDeeplyNested) {
    const Compiled compiled = compile(std::string(100'000, '['));
    ASSERT_EQ(compiled.diagnostics.size(), 1u);
    EXPECT_EQ(compiled.diagnostics[0].code, "TOO_DEEPLY_NESTED");
}

TEST(DefinitionChecks, BoundsWhatDeepNamesOverWideArraysCost) {
    std::string deep, closing, wide = "[1";
    for (int i = 0; i < 400; ++i) {
        deep += "{\"" + std::string(1000, 'n') + "\":";
        closing += "}";
    }
    for (int i = 0; i < 100'000; ++i) wide += ",1";
    wide += ",{\"a\":\"$.b\"}]";
    const Compiled compiled = compile(R"({"StartAt":"S","States":{"S":{"Type":"Pass","Parameters":)" + deep + wide + closing + R"(,"End":true}}})");
    ASSERT_EQ(compiled.diagnostics.size(), 1u);
    EXPECT_EQ(compiled.diagnostics[0].code, "NO_DOLLAR");
    EXPECT_LE(compiled.diagnostics[0].location.size(), 5000u);
}

TEST(DefinitionChecks, BoundsWhatAHostileDefinitionCosts) {
    // Long names, nested deeply, thousands of defects.
    std::string states;
    for (int i = 0; i < 20'000; ++i) states += (i == 0 ? "\"" : ",\"") + std::to_string(i) + R"(":{"Type":"Pass","Next":"x"})";
    std::string text = R"({"StartAt":"y","States":{)" + states + "}}";
    for (int i = 0; i < 40; ++i) {
        const std::string name(500, static_cast<char>('a' + i % 26));
        text = R"({"StartAt":"n","States":{")" + name + std::to_string(i) + R"(":{"Type":"Map","End":true,"Iterator":)" + text + "}}}";
    }
    const Compiled compiled = compile(text);
    EXPECT_TRUE(compiled.has_errors());
    EXPECT_LE(compiled.diagnostics.size(), 1000u);
    for (const Diagnostic& d : compiled.diagnostics) EXPECT_LE(d.location.size(), 5000u);
}

}  // namespace
}  // namespace pawl::definition
