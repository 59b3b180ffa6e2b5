// Compares two executions in depth, member by member: memory against the fold of the journal.
#pragma once

#include <optional>
#include <string>

#include "statemachine/execution/execution.hpp"

namespace pawl::oracles {

/// The first difference ("frame 3: phase 2 against 4"); empty when there is none.
std::optional<std::string> execution_difference(const execution::Execution& a, const execution::Execution& b);

}  // namespace pawl::oracles
