// Holds a run against what its test expects, and says what is different in a form a person can act on. Pure.
#pragma once

#include <string>
#include <vector>

#include "statemachine/rehearsal/rehearsal.hpp"

namespace pawl::rehearsal {

struct Difference {
    std::string what;  ///< "path", "output", "outcome" …
    std::string text;  ///< lines; "-" what was expected, "+" what came
};

/// Empty: all is as expected. A call without an answer is the only difference then, as nothing behind it counts.
std::vector<Difference> differences(const Case& test, const definition::Machine& machine, const Rehearsal& run);

/// Where two JSON values differ, a line each: "$.a[2]: expected 1, got \"x\"". At most `most` lines.
std::vector<std::string> json_differences(const Payload& expected, const Payload& got, std::size_t most = 20);

/// The states in the order they were entered.
std::vector<std::string> path_of(const definition::Machine& machine, const Rehearsal& run);

/// "SUCCEEDED {…}", "FAILED Bad: why", …
std::string outcome_of(const Rehearsal& run);

}  // namespace pawl::rehearsal
