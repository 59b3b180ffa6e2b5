// Which variables the states of a definition assign, and which of those may have a value where another state reads them: a variable belongs to the
// States object it is assigned in, has a value behind the transition that assigns it, and can be read in the States objects inside, too
// (recorded-behaviour#variables), but not in the processor of a Distributed Map, whose executions are their own. Borrows the outline; for one thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "statemachine/definition/outline.hpp"

namespace pawl::definition {

class VariableScopes {
  public:
    explicit VariableScopes(const Outline& outline);

    /// Whether the variable may have a value when that state is entered.
    bool may_have_value(std::size_t state, std::string_view name) const;
    /// Whether it may have one in a flow around the state's own. (Recorded: a catcher of a Parallel may assign what a branch assigns, as it comes
    /// after the branches.)
    bool may_have_value_around(std::size_t state, std::string_view name) const;

  private:
    using Reached = std::vector<bool>;  // by position in the flow; empty: nowhere

    void add_exits(std::size_t state, const std::unordered_map<std::string_view, std::size_t>& names);
    /// The states of a flow before which the variable may be assigned; null when that costs too much.
    const Reached* reached(std::size_t flow, std::string_view name) const;

    const Outline& outline_;
    std::vector<std::size_t> position_;            // of a state in its flow
    std::vector<std::vector<std::size_t>> exits_;  // by state: where it may go on
    // By flow: the states that a transition leads to which assigns the variable.
    std::vector<std::unordered_map<std::string_view, std::vector<std::size_t>>> behind_;
    mutable std::vector<std::unordered_map<std::string_view, Reached>> reached_;  // by flow, as it was asked for
    mutable std::size_t steps_left_ = 5'000'000;                                  // a hostile definition is told less
    Reached nowhere_;
};

/// The name a member of an Assign gives a value to: in JSONPath without its ".$".
std::string_view assigned_name(std::string_view key, Language language);

/// Why a variable can't have that name, as a sentence; empty = it can.
std::string fault_of_variable_name(std::string_view name);

}  // namespace pawl::definition
