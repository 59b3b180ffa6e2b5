// Variables in definitions: their names, their scopes, who reads which; and the warnings of pawl's own.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "statemachine/definition/machine.hpp"
#include "statemachine/definition/variables.hpp"
#include "statemachine/query/path_or_call.hpp"

namespace pawl::definition {
namespace {

using Lines = std::vector<std::string>;

// "CODE message at location", without what can't be run yet.
Lines said(const std::string& text, const Options& options = {}) {
    Lines lines;
    for (const Diagnostic& d : compile(text, options).diagnostics) lines.push_back(d.code + " " + d.message + " at " + d.location);
    return lines;
}

Lines said_of_states(const std::string& states, const std::string& language = "JSONPath") {
    return said(R"({"QueryLanguage":")" + language + R"(","StartAt":"A","States":{)" + states + "}}");
}

TEST(DefinitionVariables, MayHaveNamesThatAreIdentifiers) {
    const auto fault = [](const std::string& name) { return fault_of_variable_name(name); };
    std::string eighty;
    for (int i = 0; i < 80; ++i) eighty += "é";
    for (const char* good : {"x", "x1", "aB_c", "été", "订单", "statesX"}) EXPECT_EQ(fault(good), "") << good;
    EXPECT_EQ(fault(eighty), "");
    EXPECT_EQ(fault(eighty + "e"), "The variable name '" + eighty + "e' is longer than 80 characters");
    EXPECT_EQ(fault("states"), "The variable name 'states' is reserved");
    for (const char* bad : {"", "1x", "_x", "top-level", "a.b", "a[0]", "a b", "x\xf0\x9f\x98\x80", "$x"}) {
        EXPECT_EQ(fault(bad),
                  "The variable name '" + std::string(bad) + "' is not valid: it must begin with a letter and go on with letters, digits and '_'");
    }
}

TEST(DefinitionVariables, AreFoundInPathsAndCalls) {
    using Names = std::vector<std::string>;
    const auto read_by = [](const char* text) {
        const auto source = query::PathOrCall::compile(text);
        return source ? source->variable_references() : Names{"refused"};
    };
    EXPECT_EQ(read_by("$x.a.b"), Names{"x"});
    EXPECT_EQ(read_by("$.x"), Names{});
    EXPECT_EQ(read_by("$$.Execution.Input.x"), Names{});
    EXPECT_EQ(read_by("States.Format('{} $no {}', $x, States.MathAdd($été[0], $x))"), (Names{"x", "été"}));
    EXPECT_EQ(read_by(R"(States.Format('it\'s $no', $yes))"), Names{"yes"});
    EXPECT_EQ(read_by("$['$no']"), Names{});
    EXPECT_EQ(read_by("$.a[?(@.b == $.c)]"), Names{});
}

// Recorded in September 2026 (capture dataflow_execution: inner-shadow-outer, branch-variable-escape, sibling-variable-escape).
TEST(DefinitionVariables, AnswersAsRecorded) {
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Pass","Assign":{"x":1},"Next":"Fork"},"Fork":{"Type":"Parallel","Branches":[
                  {"StartAt":"Inner","States":{"Inner":{"Type":"Pass","Assign":{"x":2},"End":true}}}],"End":true})",
                             "JSONata"),
              Lines{"DUPLICATE_VARIABLE_NAME The variable name 'x' was already defined in a parent scope. at "
                    "/States/Fork/Branches[0]/States/Inner/Assign/x"});
}

TEST(DefinitionVariables, OfACatcherMayBeThoseOfABranch) {
    // Recorded (test_parallel_catch_error): the catcher's Assign comes behind the branches.
    const std::string branch = R"("Branches":[{"StartAt":"I","States":{"I":{"Type":"Pass","Assign":{"x":1},"End":true}}}],)";
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Parallel",)" + branch + R"("Assign":{"x":1},"Next":"B"},"B":{"Type":"Succeed"})"), Lines{});
    // A loop brings it before them.
    EXPECT_EQ(
        said_of_states(R"("A":{"Type":"Parallel",)" + branch +
                       R"("Catch":[{"ErrorEquals":["E"],"Assign":{"x":1},"Next":"A"}],"Next":"B"},"B":{"Type":"Succeed"})"),
        Lines{"DUPLICATE_VARIABLE_NAME The variable name 'x' was already defined in a parent scope. at /States/A/Branches[0]/States/I/Assign/x"});
}

TEST(DefinitionVariables, OfABranchAreNotSeenOutside) {
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Parallel","Branches":[{"StartAt":"I","States":{"I":{"Type":"Pass","Assign":{"x":1},"End":true}}}],
                  "Next":"B"},"B":{"Type":"Pass","Parameters":{"a":{"b.$":"$x"}},"End":true})"),
              Lines{"POSSIBLY_UNDEFINED_VARIABLE Variable 'x' is possibly not defined. at /States/B/Parameters/a"});
}

TEST(DefinitionVariables, AreSeenBehindTheirAssignmentAlone) {
    const std::string undefined = "POSSIBLY_UNDEFINED_VARIABLE Variable 'x' is possibly not defined. at ";
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Pass","InputPath":"$x","Assign":{"x":1},"Next":"B"},"B":{"Type":"Pass","InputPath":"$x","End":true})"),
              Lines{undefined + "/States/A/InputPath"});
    // One path is enough: "possibly" is said of what no path assigns.
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"B","Assign":{"x":1}}],"Default":"B"},
                  "B":{"Type":"Pass","InputPath":"$x","End":true})"),
              Lines{});
    // The state's own Assign is that of Default.
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Choice","Assign":{"x":1},"Choices":[{"Variable":"$.a","IsNull":true,"Next":"B"}],"Default":"C"},
                  "B":{"Type":"Pass","InputPath":"$x","Next":"C"},"C":{"Type":"Succeed","InputPath":"$x"})"),
              Lines{undefined + "/States/B/InputPath"});
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Pass","Assign":{"x.$":"$.a"},"Next":"M"},"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"I",
                  "States":{"I":{"Type":"Succeed","InputPath":"$x.b"}}}})"),
              Lines{});
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Pass","Assign":{"x":1},"Next":"M"},"M":{"Type":"Map","End":true,"ItemProcessor":{"StartAt":"I",
                  "ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"States":{"I":{"Type":"Succeed","InputPath":"$x"}}}})"),
              Lines{undefined + "/States/M/ItemProcessor/States/I/InputPath"});
}

TEST(DefinitionVariables, AssignIsAnObjectOfNames) {
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Pass","Assign":[],"End":true})"),
              Lines{"SCHEMA_VALIDATION_FAILED Expected value of type [OBJECT] at /States/A/Assign"});
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Pass","Assign":{"a.b":1,"states":2,"ok.$":"nope"},"End":true})"),
              (Lines{"SCHEMA_VALIDATION_FAILED The variable name 'a.b' is not valid: it must begin with a letter and go on with letters, digits and "
                     "'_' at /States/A/Assign/a.b",
                     "SCHEMA_VALIDATION_FAILED The variable name 'states' is reserved at /States/A/Assign/states",
                     "SCHEMA_VALIDATION_FAILED The value for the field 'ok.$' must be a valid JSONPath or a valid intrinsic function call at "
                     "/States/A/Assign"}));
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Succeed","Assign":{}})"),
              Lines{"SCHEMA_VALIDATION_FAILED Field 'Assign' is not supported at /States/A"});
}

// Recorded: test_base_variable_references_in_assign_templates.
TEST(DefinitionVariables, ReadByAStateAreListed) {
    using References = std::vector<std::pair<std::string, std::vector<std::string>>>;
    const Compiled choice = compile(R"({"StartAt":"Setup","States":{"Setup":{"Type":"Pass","Assign":{"guess":"g","answer":"a"},"Next":"CheckAnswer"},
        "CheckAnswer":{"Type":"Choice","Choices":[{"Variable":"$guess","StringEqualsPath":"$answer","Next":"Correct"}],"Default":"WrongAnswer"},
        "Correct":{"Type":"Pass","End":true},"WrongAnswer":{"Type":"Pass","Assign":{"guess.$":"$answer"},"Next":"CheckAnswer"}}})");
    EXPECT_EQ(choice.variable_references, (References{{"CheckAnswer", {"answer", "guess"}}, {"WrongAnswer", {"answer"}}}));
    const Compiled map = compile(R"x({"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$list","ItemSelector":{"bucket":"$no",
        "a.$":"States.Format('{}', $template)"},"MaxConcurrencyPath":"$most","ItemReader":{"Resource":"arn:aws:states:::s3:getObject",
        "ReaderConfig":{"InputType":"JSON","MaxItemsPath":"$items"}},"ItemProcessor":{"StartAt":"Summate","States":{"Summate":{"Type":"Pass",
        "Assign":{"Sum.$":"States.MathAdd(States.MathAdd($y, $x), $bias)"},"End":true}}},"End":true}}})x");
    EXPECT_EQ(map.variable_references, (References{{"M", {"items", "list", "most", "template"}}, {"Summate", {"bias", "x", "y"}}}));
}

TEST(DefinitionWarnings, ChoiceWithoutDefault) {
    EXPECT_EQ(said_of_states(R"("A":{"Type":"Choice","Choices":[{"Variable":"$.a","IsNull":true,"Next":"B"}]},"B":{"Type":"Succeed"})"),
              Lines{"CHOICE_WITHOUT_DEFAULT A Choice without Default fails the execution when none of its rules fits at /States/A"});
}

TEST(DefinitionWarnings, CatchersAndRetriersThatNothingReaches) {
    const auto said_of = [](const std::string& list, const std::string& entries) {
        return said_of_states(R"("A":{"Type":"Task","Resource":"f",")" + list + R"(":[)" + entries + R"(],"Next":"B"},"B":{"Type":"Succeed"})");
    };
    const std::string to_b = R"(,"Next":"B"})";
    EXPECT_EQ(said_of("Catch", R"({"ErrorEquals":["E"])" + to_b + R"(,{"ErrorEquals":["E"])" + to_b),
              Lines{"CATCH_NEVER_FIRES This catcher can never be used: 'E' is in an entry before it, and the first one that fits is taken at "
                    "/States/A/Catch[1]/ErrorEquals"});
    EXPECT_EQ(said_of("Catch", R"({"ErrorEquals":["E"])" + to_b + R"(,{"ErrorEquals":["E","F"])" + to_b), Lines{});
    EXPECT_EQ(said_of("Catch", R"({"ErrorEquals":["States.Runtime"])" + to_b),
              Lines{"CATCH_NEVER_FIRES This catcher can never be used: States.Runtime ends the execution and cannot be caught at "
                    "/States/A/Catch[0]/ErrorEquals"});
    EXPECT_EQ(said_of("Retry", R"({"ErrorEquals":["States.TaskFailed"]},{"ErrorEquals":["E"]})"),
              Lines{"RETRY_NEVER_FIRES This retrier can never be used: States.TaskFailed in an entry before it fits 'E', too at "
                    "/States/A/Retry[1]/ErrorEquals"});
    EXPECT_EQ(said_of("Retry", R"({"ErrorEquals":["States.TaskFailed"]},{"ErrorEquals":["States.Timeout"]},{"ErrorEquals":["States.ALL"]})"),
              Lines{});
}

TEST(DefinitionWarnings, PlaceholdersWhereTheyAreAllowed) {
    const Options allowed{.express = false, .region = "us-east-1", .allow_placeholders = true};
    const std::string at = "PLACEHOLDER The value is a placeholder: it must be filled in before a state machine is made of this at /States/A/";
    const auto said_of = [&](const std::string& resource, const Options& options) {
        return said(R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":)" + resource + R"(,"End":true}}})", options);
    };
    for (const char* resource : {R"("${Function}")", R"("arn:${AWS::Partition}:states:::sns:publish")", R"("__tbd__")", R"("%ARN%")",
                                 R"({"Fn::Sub":"x"})", R"({"Ref":"x"})"}) {
        EXPECT_EQ(said_of(resource, allowed), Lines{at + "Resource"}) << resource;
    }
    EXPECT_EQ(said_of(R"("${Function")", allowed), Lines{"SCHEMA_VALIDATION_FAILED Value is not a valid resource ARN at /States/A/Resource"});
    EXPECT_EQ(said_of(R"("${Function}")", {}), Lines{"SCHEMA_VALIDATION_FAILED Value is not a valid resource ARN at /States/A/Resource"});
    EXPECT_EQ(said_of(R"({"Fn::Sub":"x"})", {}), Lines{"SCHEMA_VALIDATION_FAILED Expected value of type [STRING] at /States/A/Resource"});
    EXPECT_EQ(compile(R"({"StartAt":"A","States":{"A":{"Type":"Wait","Seconds":"${N}","End":true}}})", allowed).machine, nullptr);
}

TEST(DefinitionChecks, KnowsWhatADistributedMapReadsAndWrites) {
    const auto said_of = [](const std::string& members) {
        return said_of_states(R"("A":{"Type":"Map",)" + members +
                              R"(,"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Succeed"}}},"End":true})");
    };
    EXPECT_EQ(said_of(R"("ItemBatcher":{"MaxItemsPerBatch":2,"MaxItemsPerBatchPath":"$.n","Max":1})"),
              (Lines{"SCHEMA_VALIDATION_FAILED Field 'Max' is not supported at /States/A/ItemBatcher",
                     "SCHEMA_VALIDATION_FAILED There should only be one of the following fields: [MaxItemsPerBatch, MaxItemsPerBatchPath] at "
                     "/States/A/ItemBatcher"}));
    EXPECT_EQ(said_of(R"("ItemReader":{"ReaderConfig":{"InputType":"TXT","CSVHeaders":["a",1]}})"),
              (Lines{"SCHEMA_VALIDATION_FAILED These fields are required: [Resource] at /States/A/ItemReader",
                     "SCHEMA_VALIDATION_FAILED Value should be one of the following: [CSV, JSON, JSONL, PARQUET, MANIFEST] at "
                     "/States/A/ItemReader/ReaderConfig/InputType",
                     "SCHEMA_VALIDATION_FAILED Expected value of type [STRING] at /States/A/ItemReader/ReaderConfig/CSVHeaders[1]"}));
}

}  // namespace
}  // namespace pawl::definition
