// What became of a call, in AWS's words: an answer for the core to look into, or a failure with one of the Lambda.* names.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "statemachine/execution/command.hpp"
#include "statemachine/vocabulary/failure.hpp"
#include "workers/dispatch/call.hpp"

namespace pawl::workers {

using Outcome = std::variant<execution::FunctionAnswer, Failure>;

/// 2xx is the function's answer (whether it is JSON is for the core to say); the rest has a name.
Outcome outcome_of(HttpResponse response, const Call& call);
Outcome outcome_of(const CallFault& fault, const Call& call, std::size_t response_limit);
Failure not_registered(std::string_view function_name);

}  // namespace pawl::workers
