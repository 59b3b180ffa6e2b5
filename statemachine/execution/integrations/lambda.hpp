// Lambda functions as tasks, in both spellings: a function's ARN as Resource, and arn:aws:states:::lambda:invoke (contract §9, §11.2).
#pragma once

#include <string>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/command.hpp"

namespace pawl::execution {

struct FunctionCall {
    std::string function_name;  ///< bare
    std::string event;          ///< JSON text for the function
};

/// Why a task's input can't be used: a message for States.Runtime.
struct Unstartable {
    std::string message;
};

/// What to call for this task input (a function's event, or lambda:invoke's Parameters).
Result<FunctionCall, Unstartable> plan_call(const definition::Integration& integration, const Payload& input);

/// The task's result as AWS shows it, or the failure the answer means: the function's own error, Lambda.Unknown for a body that is no JSON,
/// States.DataLimitExceeded for one that is too large.
Result<Payload, Failure> read_answer(const definition::Integration& integration, const FunctionAnswer& answer, std::size_t payload_bytes);

/// AWS's cause for States.DataLimitExceeded.
std::string result_too_large(const definition::Integration& integration);

}  // namespace pawl::execution
