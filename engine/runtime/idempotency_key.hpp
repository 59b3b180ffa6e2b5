// The key by which a worker knows that a call is a repetition: the same for one attempt of one task whenever and however often it is made.
#pragma once

#include <string>

#include "statemachine/execution/execution.hpp"

namespace pawl::engine {

/// Derived from the execution's ARN and start (a deleted machine's names may come again) and the event that scheduled the attempt. Printable ASCII.
std::string idempotency_key(const execution::Execution& execution, execution::TaskToken token);

}  // namespace pawl::engine
