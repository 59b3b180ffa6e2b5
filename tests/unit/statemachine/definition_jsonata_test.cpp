// JSONata in definitions: which fields take it, and what AWS refuses when a state machine is created.
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "statemachine/definition/compile_yaml.hpp"

namespace pawl::definition {
namespace {

using Lines = std::vector<std::string>;

std::string escaped(const std::string& text) {
    std::string out;
    for (const char c : text) out.append(c == '"' || c == '\\' ? "\\" : "").append(1, c);
    return out;
}

Lines said(const std::string& text) {
    Lines lines;
    for (const Diagnostic& d : compile(text).diagnostics) lines.push_back(d.code + ": " + d.message + " at " + d.location);
    return lines;
}

Lines said_of_states(const std::string& states) { return said(R"({"QueryLanguage":"JSONata","StartAt":"E","States":{)" + states + "}}"); }

Lines said_of_output(const std::string& output) { return said_of_states(R"("E":{"Type":"Pass","Output":)" + output + R"(,"End":true})"); }

Lines said_of_expression(const std::string& expression) { return said_of_output("\"{% " + escaped(expression) + " %}\""); }

const std::string top_level = "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'phone' at the top level is not supported. at ";

// Each message was measured with ValidateStateMachineDefinition.
TEST(DefinitionJsonata, RefusesWhatIsNoExpression) {
    for (const auto& [expression, message] :
         std::vector<std::pair<std::string, std::string>>{{"a[1,2)", R"(Expected "]", got ",")"},
                                                          {"\"unterminated", "String literal must be terminated by a matching quote"},
                                                          {"1 +", "Unexpected end of expression"},
                                                          {"{\"a\":}", R"(The symbol "}" cannot be used as a unary operator)"},
                                                          {"$x :=", "Unexpected end of expression"},
                                                          {"$match(\"a\", /abc", "No terminating / in regular expression"},
                                                          {"phone %.other", R"(The symbol "." cannot be used as a unary operator)"},
                                                          {"", "Unexpected end of expression"}}) {
        EXPECT_EQ(said_of_expression(expression), Lines{"INVALID_JSONATA_EXPRESSION: " + message + " at /States/E/Output"}) << expression;
    }
}

TEST(DefinitionJsonata, RefusesTheOutermostContext) {
    EXPECT_EQ(said_of_output(R"({"v":"{% phone[0] %}"})"), Lines{top_level + "/States/E/Output/v"});
    EXPECT_EQ(said_of_output(R"({"a":{"b":["{% phone %}"]}})"), Lines{top_level + "/States/E/Output/a/b[0]"});
    EXPECT_EQ(said_of_expression("aaa + bbb + aaa"),
              (Lines{"UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'aaa' at the top level is not supported. at /States/E/Output",
                     "UNSUPPORTED_JSONATA_EXPRESSION: Reference to 'bbb' at the top level is not supported. at /States/E/Output"}));
    EXPECT_EQ(said_of_expression("$.phone"),
              Lines{"UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$' at the top level is not supported. at /States/E/Output"});
    EXPECT_EQ(said_of_expression("$$"), Lines{"UNSUPPORTED_JSONATA_EXPRESSION: Reference to '$$' is not supported. at /States/E/Output"});
    for (const char* fine : {"$states.input.phone", "$states.input.items[phone > 3]", "$map($states.input.a, function($x){ $x.phone })",
                             "$states.context.Execution.Id", "$uuid()", "$parse('1')", "$partition([1,2],1)"}) {
        EXPECT_EQ(said_of_expression(fine), Lines{}) << fine;
    }
}

TEST(DefinitionJsonata, KnowsWhatStatesHasWhere) {
    const std::string refused = "UNSUPPORTED_JSONATA_EXPRESSION: Field '$states.";
    EXPECT_EQ(said_of_expression("$states.result"), Lines{refused + "result' does not exist. at /States/E/Output"});
    EXPECT_EQ(said_of_expression("$states.errorOutput"), Lines{refused + "errorOutput' does not exist. at /States/E/Output"});
    EXPECT_EQ(said_of_expression("$states.inputs"), Lines{refused + "inputs' does not exist. at /States/E/Output"});
    const auto task = [](const std::string& members) {
        return said_of_states(R"("E":{"Type":"Task","Resource":"f",)" + members + R"(,"Next":"N"},"N":{"Type":"Succeed"})");
    };
    EXPECT_EQ(task(R"("Output":"{% $states.result %}","Assign":{"r":"{% $states.result.a %}"})"), Lines{});
    EXPECT_EQ(task(R"("Arguments":"{% $states.result %}")"), Lines{refused + "result' does not exist. at /States/E/Arguments"});
    const std::string catcher = R"("Catch":[{"ErrorEquals":["A"],"Next":"N",)";
    EXPECT_EQ(task(catcher + R"("Output":"{% $states.errorOutput %}","Assign":{"e":"{% $states.errorOutput.Cause %}"}}])"), Lines{});
    EXPECT_EQ(task(catcher + R"("Output":"{% $states.result %}"}])"), Lines{refused + "result' does not exist. at /States/E/Catch[0]/Output"});
}

TEST(DefinitionJsonata, IsReadInEveryFieldThatTakesIt) {
    const std::string end = R"(,"End":true})";
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Pass","Assign":{"Next":"{% phone %}"})" + end), Lines{top_level + "/States/E/Assign/Next"});
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Wait","Seconds":"{% phone %}")" + end), Lines{top_level + "/States/E/Seconds"});
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Wait","Timestamp":"{% phone %}")" + end), Lines{top_level + "/States/E/Timestamp"});
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Fail","Cause":"{% phone %}"})"), Lines{top_level + "/States/E/Cause"});
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Fail","Error":"{% phone %}"})"), Lines{top_level + "/States/E/Error"});
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Succeed","Output":"{% phone %}"})"), Lines{top_level + "/States/E/Output"});
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Choice","Choices":[{"Condition":"{% phone = 1 %}","Next":"N","Output":"{% phone %}"}],"Default":"N"},
                  "N":{"Type":"Succeed"})"),
              (Lines{top_level + "/States/E/Choices[0]/Condition", top_level + "/States/E/Choices[0]/Output"}));
    const std::string task = R"("E":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke",)";
    EXPECT_EQ(said_of_states(task + R"("Arguments":{"FunctionName":"f","Payload":{"Comment":"{% phone %}"}})" + end),
              Lines{top_level + "/States/E/Arguments/Payload/Comment"});
    for (const char* field : {"TimeoutSeconds", "HeartbeatSeconds"}) {
        EXPECT_EQ(said_of_states(task + "\"" + field + R"(":"{% phone %}")" + end), Lines{top_level + "/States/E/" + field});
    }
    EXPECT_EQ(said_of_states(task + R"("Credentials":{"RoleArn":"{% phone %}"})" + end), Lines{top_level + "/States/E/Credentials/RoleArn"});
    const std::string inner = R"(,"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","Output":{"v":"{% 1 %}"},"End":true}}})" + end;
    for (const auto& [field, at] : std::vector<std::pair<std::string, std::string>>{
             {R"("Items":"{% phone %}")", "Items"},
             {R"("ItemSelector":{"Next":"{% phone %}"})", "ItemSelector/Next"},
             {R"("MaxConcurrency":"{% phone %}")", "MaxConcurrency"},
             {R"("ToleratedFailureCount":"{% phone %}")", "ToleratedFailureCount"},
             {R"("ToleratedFailurePercentage":"{% phone %}")", "ToleratedFailurePercentage"},
             {R"("ItemBatcher":{"BatchInput":{"Comment":"{% phone %}"}})", "ItemBatcher/BatchInput/Comment"},
             {R"("ItemBatcher":{"MaxItemsPerBatch":"{% phone %}"})", "ItemBatcher/MaxItemsPerBatch"},
             {R"("ItemReader":{"Resource":"r","Arguments":"{% phone %}"})", "ItemReader/Arguments"},
             {R"("ItemReader":{"Resource":"r","ReaderConfig":{"MaxItems":"{% phone %}"}})", "ItemReader/ReaderConfig/MaxItems"},
             {R"("ResultWriter":{"Arguments":{"Bucket":"{% phone %}"}})", "ResultWriter/Arguments/Bucket"}}) {
        EXPECT_EQ(said_of_states(R"("E":{"Type":"Map",)" + field + inner), Lines{top_level + "/States/E/" + at});
    }
    EXPECT_EQ(said_of_states(
                  R"("E":{"Type":"Parallel","Branches":[{"StartAt":"B","States":{"B":{"Type":"Pass","Output":"{% phone %}","End":true}}}])" + end),
              Lines{top_level + "/States/E/Branches[0]/States/B/Output"});
}

TEST(DefinitionJsonata, IsATextElsewhere) {
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Pass","Comment":"{% phone %}","End":true})"), Lines{});
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Task","Resource":"f","Retry":[{"ErrorEquals":["{% phone %}"]}],"End":true})"), Lines{});
    EXPECT_EQ(said_of_output(R"(" {% phone %} ")"), Lines{}) << "blanks outside make it a text";
    EXPECT_EQ(said(R"({"StartAt":"E","States":{"E":{"Type":"Pass","Parameters":{"v":"{% phone %}"},"End":true}}})"), Lines{});
    EXPECT_EQ(said_of_output(R"("{% 1")"), Lines{"SCHEMA_VALIDATION_FAILED: JSONata string must start with {% and end with %} at /States/E/Output"});
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Wait","Seconds":"soon","End":true})"),
              Lines{"SCHEMA_VALIDATION_FAILED: Expected value of type Integer at /States/E/Seconds"});
}

TEST(DefinitionJsonata, WarnsOfVariablesNobodyAssigns) {
    // Recorded: branch-variable-escape.
    EXPECT_EQ(said_of_states(R"("E":{"Type":"Parallel","Branches":[{"StartAt":"Inner","States":{"Inner":{"Type":"Pass","Assign":{"branchOnly":2},
                  "End":true}}}],"Next":"Read"},"Read":{"Type":"Pass","Output":"{% $branchOnly %}","End":true})"),
              Lines{"POSSIBLY_UNDEFINED_VARIABLE: Variable 'branchOnly' is possibly not defined. at /States/Read/Output"});
    EXPECT_EQ(
        said_of_states(R"("E":{"Type":"Pass","Assign":{"x":"{% $y := 1 %}"},"Next":"F"},"F":{"Type":"Pass","Output":"{% ($z := $x; $sum([$z])) %}",
                  "End":true})"),
        Lines{});
}

TEST(DefinitionJsonata, ReadsAreListed) {
    const Compiled compiled = compile(R"({"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"b":1,"a":2},"Next":"B"},
        "B":{"Type":"Pass","Output":{"x":"{% $b + $a.c + $count($states.input) + $b %}"},"End":true}}})");
    ASSERT_EQ(compiled.variable_references.size(), 1u);
    EXPECT_EQ(compiled.variable_references[0].first, "B");
    EXPECT_EQ(compiled.variable_references[0].second, (std::vector<std::string>{"a", "b"}));
}

TEST(DefinitionJsonata, TellsWhereInTheTextTheFaultIs) {
    const Compiled compiled = compile(
        "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"E\",\"States\":{\"E\":{\"Type\":\"Pass\",\n"
        "\"Output\":\"{% \\\"é\\\" & a[1,2) %}\",\"End\":true}}}");
    ASSERT_EQ(compiled.diagnostics.size(), 1u);
    EXPECT_EQ(compiled.diagnostics[0].line, 2u);
    EXPECT_EQ(compiled.diagnostics[0].column, 25u) << "the comma";
    EXPECT_EQ(compiled.diagnostics[0].hint, "JSONata error S0202");
    const CompiledYaml yaml = compile_yaml("QueryLanguage: JSONata\nStartAt: E\nStates:\n  E: {Type: Pass, Output: '{% 1 + %}', End: true}\n");
    ASSERT_EQ(yaml.compiled.diagnostics.size(), 1u);
    EXPECT_EQ(yaml.compiled.diagnostics[0].line, 4u);
    EXPECT_EQ(yaml.compiled.diagnostics[0].column, 27u);
}

}  // namespace
}  // namespace pawl::definition
