// What both spellings of a Lambda task make of the function's answer alike.
#pragma once

#include <functional>
#include <string>

#include "statemachine/execution/command.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::execution {

/// The function said that it failed (X-Amz-Function-Error). `cause` shows a body that is JSON.
Failure lambda_failure(const FunctionAnswer& answer, const std::function<std::string(const Payload&)>& cause);

/// The answer's body, or Lambda.Unknown for one that is no JSON.
Result<Payload, Failure> lambda_result(const FunctionAnswer& answer);

}  // namespace pawl::execution
