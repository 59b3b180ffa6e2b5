// What the JSONata expressions of a state see: $states and the variables.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "statemachine/execution/flow_site.hpp"
#include "statemachine/query/expression_template.hpp"

namespace pawl::execution {

/// $states.input and $states.context always, $states.result or $states.errorOutput where the state yields one. Nothing of what these hold is copied,
/// whether a member is asked for or $states itself. Borrows everything.
class StateBindings final : public query::jsonata::Bindings {
  public:
    StateBindings(const FlowSite& site, const Payload* value, Yield yield) : site_(site), value_(value), yield_(yield) {}

    const Payload* find(std::string_view name) const override { return site_.variables().find(name); }
    query::jsonata::Bound bound(std::string_view name) const override;
    Member member(std::string_view name, std::string_view member) const override;

  private:
    const FlowSite& site_;
    const Payload* value_;
    Yield yield_;
    mutable std::optional<Payload> whole_;
    mutable std::vector<query::jsonata::Graft> grafts_;
};

/// Evaluates the expressions of one field: together within the limits (and with what used some of them up before), each with random bits of its own.
class StateRunner final : public query::ExpressionRunner {
  public:
    /// `value`: what the state yields, if it has come to that.
    explicit StateRunner(const FlowSite& site, const Payload* value = nullptr, Yield yield = Yield::Input, std::uint64_t used = 0)
        : site_(site), bindings_(site, value, yield), steps_(used) {}

    Result<std::optional<Payload>, query::jsonata::EvaluationError> run(const query::jsonata::Expression& expression) override;

  private:
    const FlowSite& site_;
    StateBindings bindings_;
    std::uint64_t steps_;  // so far
};

}  // namespace pawl::execution
