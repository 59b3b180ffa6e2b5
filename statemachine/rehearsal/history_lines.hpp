// Events of a history as case files write them: "5<4 @2s LambdaFunctionFailed {"error": "Busy"}". Pure.
#pragma once

#include <string>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/record.hpp"
#include "statemachine/rehearsal/case_file.hpp"

namespace pawl::rehearsal {

/// What happened, with time and details as far as the expectation has them; with details when nothing is expected in this place.
std::string event_line(const definition::Machine& machine, const execution::Record& record, const ExpectedEvent* expected);

/// What is expected, in the same form.
std::string event_line(const ExpectedEvent& expected);

}  // namespace pawl::rehearsal
