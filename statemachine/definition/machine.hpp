// A Machine is a definition bound for running: names are indices, paths, templates, expressions and choice rules are compiled. Immutable; one is
// shared by all executions of a revision and across threads. Made only by compile().
//
// What depends on a state's query language is a variant whose alternatives say which one: the execution room has a file for each.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "statemachine/definition/diagnostic.hpp"
#include "statemachine/query/choice_rule.hpp"
#include "statemachine/query/expression_template.hpp"
#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/path_or_call.hpp"
#include "statemachine/query/payload_template.hpp"
#include "statemachine/vocabulary/ids.hpp"
#include "statemachine/vocabulary/instant.hpp"

namespace pawl::definition {

// ------------------------------------------------------------------------------------------------ blocks shared by states
/// InputPath, OutputPath: absent (the whole), null (nothing: "{}"), or a path.
struct DataPath {
    bool is_null = false;
    std::optional<query::Path> path;  ///< absent = "$"
};

/// ResultPath: absent (the whole), null (drop the result), or a place.
struct ResultPlace {
    bool is_null = false;
    std::optional<query::ReferencePath> path;  ///< absent = "$"
};

/// What a state does to its input before its work.
struct JsonPathEntry {
    DataPath input_path;
    std::optional<query::PayloadTemplate> parameters;  ///< for Map: see Map::item_selector
};
struct JsonataEntry {
    std::optional<query::ExpressionTemplate> arguments;
};
using Entry = std::variant<JsonPathEntry, JsonataEntry>;

/// What it leaves with: its output and the variables it assigns. Catchers and Choice rules have one of their own, with fewer fields.
struct JsonPathExit {
    std::optional<query::PayloadTemplate> result_selector;
    ResultPlace result_path;
    DataPath output_path;
    std::optional<query::PayloadTemplate> assign;
};
struct JsonataExit {
    std::optional<query::ExpressionTemplate> output, assign;
};
using Exit = std::variant<JsonPathExit, JsonataExit>;

/// Where to go on: next, or no_state for "End": true (the end of this States object).
struct Transition {
    StateIndex next = no_state;
};

enum class Jitter { None, Full };

struct Retrier {
    std::vector<std::string> error_equals;
    std::int64_t interval_seconds = 1;
    std::int64_t max_attempts = 3;
    double backoff_rate = 2.0;
    std::optional<std::int64_t> max_delay_seconds;
    Jitter jitter = Jitter::None;
};

struct Catcher {
    std::vector<std::string> error_equals;
    StateIndex next = no_state;
    Exit exit;
};

struct RetryCatch {
    std::vector<Retrier> retry;
    std::vector<Catcher> catches;
};

/// A field that is a number, or a path or expression for one ("TimeoutSeconds" / "TimeoutSecondsPath"). monostate: it is not there.
using NumberField = std::variant<std::monostate, std::int64_t, query::Path, query::ExpressionTemplate>;
/// The same for a text ("Error" / "ErrorPath"; a path's field may hold an intrinsic function call as well) …
using TextField = std::variant<std::monostate, std::string, query::PathOrCall, query::ExpressionTemplate>;
/// … and for a point in time ("Timestamp" / "TimestampPath").
using InstantField = std::variant<std::monostate, Instant, query::Path, query::ExpressionTemplate>;

// ------------------------------------------------------------------------------------------------ task integrations
/// A Lambda function's ARN (or bare name) as Resource: the input is the event, the answer the result.
struct LambdaFunction {
    std::string resource;       ///< as written
    std::string function_name;  ///< bare
};
/// arn:aws:states:::lambda:invoke: FunctionName and Payload come from Parameters.
struct LambdaInvoke {};
// Later: Activity, StartExecution, HttpInvoke, AwsSdk.
using Integration = std::variant<LambdaFunction, LambdaInvoke>;

// ------------------------------------------------------------------------------------------------ the eight states
struct Pass {
    Entry entry;
    std::optional<std::string> result;  ///< compact JSON of Result. A text, as a Payload belongs to one execution's thread. Absent for null, too
                                        ///< (recorded-behaviour#data-flow-in-jsonpath)
    Exit exit;
    Transition transition;
};
struct Task {
    Integration integration;
    Entry entry;
    RetryCatch retry_catch;
    NumberField timeout_seconds, heartbeat_seconds;
    Exit exit;
    Transition transition;
};
struct Choice {
    Entry entry;
    struct Branch {
        std::variant<query::ChoiceRule, bool, query::ExpressionTemplate> condition;
        StateIndex next = no_state;
        Exit exit;
    };
    std::vector<Branch> choices;
    StateIndex default_next = no_state;  ///< no_state = no Default
    Exit exit;                           ///< when Default is taken
};
struct Wait {
    Entry entry;
    NumberField seconds;
    InstantField timestamp;  ///< set if `seconds` is not
    Exit exit;
    Transition transition;
};
struct Succeed {
    Entry entry;
    Exit exit;
};
struct Fail {
    TextField error, cause;
};
/// A States object: the machine's own, a branch, an ItemProcessor.
struct Flow {
    StateIndex start = no_state;
};
struct Parallel {
    Entry entry;
    RetryCatch retry_catch;
    std::vector<Flow> branches;
    Exit exit;
    Transition transition;
};
/// What a Map goes through.
struct JsonPathItems {
    std::optional<query::Path> path;  ///< absent = "$"
};
struct JsonataItems {
    std::optional<query::ExpressionTemplate> items;  ///< absent: the state's input
    /// ToleratedFailureCount and -Percentage: evaluated, and without meaning in an INLINE Map (recorded: evaluate_jsonata::test_base_map).
    std::vector<query::ExpressionTemplate> tolerances;
};
struct Map {
    Entry entry;
    RetryCatch retry_catch;
    std::variant<JsonPathItems, JsonataItems> items;
    /// "ItemSelector", or by its old name "Parameters". monostate: the item itself.
    std::variant<std::monostate, query::PayloadTemplate, query::ExpressionTemplate> item_selector;
    NumberField max_concurrency;
    Flow processor;
    Exit exit;
    Transition transition;
};

using StateBody = std::variant<Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map>;

struct State {
    std::string name;
    StateBody body;
    std::vector<std::string> variables;  ///< those it reads, sorted
};

struct Machine {
    std::vector<State> states;  ///< all of them, nested ones included, in the order of the text
    StateIndex start = no_state;
    std::optional<std::int64_t> timeout_seconds;
    std::string comment;

    const State& state(StateIndex index) const { return states[index]; }
};

/// "Pass", "Task", …
std::string_view type_name(const State& state);

// ------------------------------------------------------------------------------------------------ text → Machine
struct Options {
    bool express = false;
    std::string region = "us-east-1";
    /// Was accepted when it was stored: bound without being checked again, so that a stricter check strands nobody. Refused is only what can't be
    /// bound or is unsupported.
    bool stored = false;
    bool allow_placeholders = false;  ///< what deployment tools fill in (${X}, _tbd_) gets a warning where AWS would refuse it
};

/// Something AWS would accept and pawl can't run yet, by name.
struct Unsupported {
    std::string what;      ///< "QueryLanguage JSONata", "Map ProcessorConfig Mode DISTRIBUTED"
    std::string location;  ///< "/States/A"
    std::uint32_t line = 0, column = 0;
};

/// The outcome of reading a definition. Exactly one of these holds: errors in `diagnostics`; or none, and then either `machine` is set or
/// `unsupported` is not empty. Warnings may always be there.
struct Compiled {
    std::vector<Diagnostic> diagnostics;  ///< in AWS's order; all of them
    std::vector<Unsupported> unsupported;
    std::shared_ptr<const Machine> machine;
    /// DescribeStateMachine's variableReferences: the states that read variables, by name, and which, by name (recorded-behaviour#state-machines).
    std::vector<std::pair<std::string, std::vector<std::string>>> variable_references = {};
    bool has_errors() const;
};

/// Reads, checks and binds. Never fails otherwise; takes any bytes.
Compiled compile(std::string_view text, const Options& options = {});

}  // namespace pawl::definition
