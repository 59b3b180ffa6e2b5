// An execution as text, member by member; and the numbers that compiling gave to what its records name. Such texts are kept for years beside old
// databases, so they show nothing that a later change may rightly add: a member that has its default value is not written.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "statemachine/execution/execution.hpp"

namespace pawl::oracles {

using Names = std::set<std::string_view>;
/// One line a member, frames and joins indented below; without the members of these names.
std::string dump(const definition::Machine& machine, const execution::Execution& execution, const Names& without = {});
/// One line a state, with the numbers of its branches' first states, its Retriers and where it goes.
std::string dump_numbers(const definition::Machine& machine);

}  // namespace pawl::oracles
