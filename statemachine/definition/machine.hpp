// A Machine is a definition bound for running: names are indices, paths, templates and choice rules are compiled. Immutable; one is shared by
// all executions of a revision and across threads. Made only by compile().
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

struct InputOutput {
    DataPath input_path;
    std::optional<query::PayloadTemplate> parameters;  ///< for Map: see Map::item_selector
    std::optional<query::PayloadTemplate> result_selector;
    ResultPlace result_path;
    DataPath output_path;
};

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
    ResultPlace result_path;
};

struct RetryCatch {
    std::vector<Retrier> retry;
    std::vector<Catcher> catches;
};

/// A field that is a number or a path to one ("TimeoutSeconds" / "TimeoutSecondsPath").
struct NumberField {
    std::optional<std::int64_t> literal;
    std::optional<query::Path> path;
    bool is_set() const { return literal.has_value() || path.has_value(); }
};

/// A text, or a path or intrinsic function call that gives one ("Error" / "ErrorPath").
struct TextField {
    std::optional<std::string> literal;
    std::optional<query::PathOrCall> path;
};

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
    InputOutput io;
    std::optional<std::string>
        result;  ///< compact JSON of Result. A text, as a Payload belongs to one execution's thread. Absent for null, too (recorded §8)
    Transition transition;
};
struct Task {
    Integration integration;
    InputOutput io;
    RetryCatch retry_catch;
    NumberField timeout_seconds, heartbeat_seconds;
    Transition transition;
};
struct Choice {
    DataPath input_path, output_path;
    struct Branch {
        query::ChoiceRule rule;
        StateIndex next = no_state;
    };
    std::vector<Branch> choices;
    StateIndex default_next = no_state;  ///< no_state = no Default
};
struct Wait {
    DataPath input_path, output_path;
    std::optional<std::int64_t> seconds;
    std::optional<Instant> timestamp;
    std::optional<query::Path> seconds_path, timestamp_path;
    Transition transition;
};
struct Succeed {
    DataPath input_path, output_path;
};
struct Fail {
    TextField error, cause;
};
/// A States object: the machine's own, a branch, an ItemProcessor.
struct Flow {
    StateIndex start = no_state;
};
struct Parallel {
    InputOutput io;
    RetryCatch retry_catch;
    std::vector<Flow> branches;
    Transition transition;
};
struct Map {
    InputOutput io;  ///< parameters stays empty: the old name "Parameters" is bound to item_selector
    RetryCatch retry_catch;
    std::optional<query::Path> items_path;  ///< absent = "$"
    std::optional<query::PayloadTemplate> item_selector;
    std::string item_selector_field;  ///< "ItemSelector" or "Parameters", as written
    NumberField max_concurrency;
    Flow processor;
    Transition transition;
};

using StateBody = std::variant<Pass, Task, Choice, Wait, Succeed, Fail, Parallel, Map>;

struct State {
    std::string name;
    StateBody body;
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
    /// DescribeStateMachine's variableReferences: the states that read variables, by name, and which, by name (recorded §7).
    std::vector<std::pair<std::string, std::vector<std::string>>> variable_references = {};
    bool has_errors() const;
};

/// Reads, checks and binds. Never fails otherwise; takes any bytes.
Compiled compile(std::string_view text, const Options& options = {});

}  // namespace pawl::definition
