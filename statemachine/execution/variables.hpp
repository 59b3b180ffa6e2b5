// A frame's variables: what it can read (its own, then those of the frames around it), and what it may assign.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "statemachine/execution/draft.hpp"
#include "statemachine/query/scope.hpp"

namespace pawl::execution {

/// Nothing is copied into a branch or an iteration: the frames around it wait for it, so their variables stand still. Borrows both; lives no longer
/// than one decision.
class FrameVariables final : public query::Variables {
  public:
    FrameVariables(const Execution& execution, const Frame& frame) : execution_(execution), frame_(frame) {}
    const Payload* find(std::string_view name) const override;

  private:
    const Execution& execution_;
    const Frame& frame_;
};

/// AWS's failure when these are too large: one of them, all of them together, or all of the execution's. States.DataLimitExceeded
/// (recorded-behaviour#variables). In the order in which the state assigns them.
std::optional<StateFailure> too_large(const std::vector<Assigned>& assigned, const Draft& draft, const Frame& frame);

/// As a record holds them: by name.
void sort_by_name(std::vector<Assigned>& assigned);

}  // namespace pawl::execution
