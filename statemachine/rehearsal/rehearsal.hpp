// Runs a test against the pure core: decide(), under virtual time, with the answers the test has for each call. Nothing is waited for: a day in a
// Wait state takes no time. Pure; the same test gives the same run.
#pragma once

#include <string>
#include <vector>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/decision.hpp"
#include "statemachine/execution/execution.hpp"
#include "statemachine/rehearsal/case_file.hpp"

namespace pawl::rehearsal {

struct Rehearsal {
    execution::Execution execution;
    std::vector<execution::Record> records;
    std::vector<Call> calls;
    std::vector<std::string> unanswered;  ///< calls the test has no answer for, in words
    std::vector<std::string> faults;      ///< what the core did that nobody may see
};

/// The instant every run starts at.
inline constexpr Instant rehearsal_start{1'800'000'000'000};

/// Until nothing is due any more, or a call has no answer. The test's input must be JSON.
Rehearsal rehearse(const Case& test, const definition::Machine& machine, const execution::Limits& limits);

/// AWS's limits, or those the test says.
execution::Limits limits_of(const Case& test);

}  // namespace pawl::rehearsal
