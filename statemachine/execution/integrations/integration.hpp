// What a Task calls: one file for each alternative of definition::Integration, with its overload of each function below. They are visited, so that a
// kind that lacks one does not compile; nothing takes what it doesn't know for Lambda. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/command.hpp"
#include "statemachine/vocabulary/task_target.hpp"

namespace pawl::execution {

/// What is to be called for a task's input.
struct PlannedCall {
    TaskTarget target;
    std::string event;  ///< JSON text for the callee
};

/// Why a task's input can't be used: a message for States.Runtime.
struct Unstartable {
    std::string message;
};

/// How AWS's history shows a kind's tasks: by events of its own, whose Scheduled tells the Resource as written and the input …
struct OwnEvents {
    std::string_view resource;
};
/// … or by the Task events, which all tell type and resource, and the Scheduled one the parameters.
struct IntegrationResource {
    std::string_view type, resource;
};
struct TaskEvents {
    std::string_view scheduled, started, succeeded, failed, timed_out;
    std::variant<OwnEvents, IntegrationResource> shown_as;
};

/// What to call for this task input (a function's event, or lambda:invoke's Parameters).
Result<PlannedCall, Unstartable> plan(const definition::LambdaFunction& task, const Payload& input);
Result<PlannedCall, Unstartable> plan(const definition::LambdaInvoke& task, const Payload& parameters);

/// What each kind makes of the forms of answers it reads, which differ from kind to kind: the task's result as AWS shows it, or the failure the
/// answer means: the function's own error, Lambda.Unknown for a body that is no JSON, States.DataLimitExceeded for one that is too large.
Result<Payload, Failure> read(const definition::LambdaFunction& task, const FunctionAnswer& answer, std::size_t payload_bytes);
Result<Payload, Failure> read(const definition::LambdaInvoke& task, const FunctionAnswer& answer, std::size_t payload_bytes);

/// What AWS's causes call the task. Views live as long as the task.
std::string_view name_in_causes(const definition::LambdaFunction& task);
std::string_view name_in_causes(const definition::LambdaInvoke& task);

/// Views live as long as the task.
TaskEvents events_of(const definition::LambdaFunction& task);
TaskEvents events_of(const definition::LambdaInvoke& task);

// ------------------------------------------------------------------------------------- the same of whatever a Task calls
// By other names: with these, a kind would convert to the whole variant where it lacks an overload of its own.
Result<PlannedCall, Unstartable> plan_call(const definition::Integration& integration, const Payload& input);
/// nullopt: the kind does not read answers of this form. A call's own failure is read by none and means itself.
std::optional<Result<Payload, Failure>> read_answer(const definition::Integration& integration, const TaskAnswer& answer, std::size_t payload_bytes);
TaskEvents task_events(const definition::Integration& integration);

/// AWS's cause for States.DataLimitExceeded.
std::string result_too_large(std::string_view name_in_causes);
std::string result_too_large(const definition::Integration& integration);

}  // namespace pawl::execution
