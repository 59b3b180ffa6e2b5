#include "statemachine/execution/state_bindings.hpp"

#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace pawl::execution {

query::jsonata::Bindings::Member StateBindings::member(std::string_view name, std::string_view member) const {
    if (name != "states") return {};
    if (member == "input") return {true, &site_.frame().input};
    if (member == "context") return {true, &site_.context().context()};
    if (member == "result") return {true, yield_ == Yield::Result ? value_ : nullptr};
    if (member == "errorOutput") return {true, yield_ == Yield::ErrorOutput ? value_ : nullptr};
    return {true, nullptr};
}

const Payload* StateBindings::find(std::string_view name) const {
    if (name != "states") return site_.variables().find(name);
    if (!whole_) {
        json::object whole;
        for (const char* each : {"input", "result", "errorOutput", "context"}) {
            if (const Payload* value = member(name, each).value) whole[each] = value->value();
        }
        whole_ = Payload::from_value(std::move(whole));
    }
    return &*whole_;
}

Result<std::optional<Payload>, query::jsonata::EvaluationError> StateRunner::run(const query::jsonata::Expression& expression) {
    query::jsonata::Scope scope;
    scope.bindings = &bindings_;
    scope.now = site_.turn().now();
    scope.entropy = site_.turn().fresh_entropy();
    scope.limits = site_.turn().limits().expression;
    scope.limits.fuel -= std::min(scope.limits.fuel, steps_);
    std::uint64_t steps = 0;
    scope.steps = &steps;
    auto outcome = expression.evaluate(scope);
    steps_ += steps;
    site_.turn().spend(steps);
    return outcome;
}

}  // namespace pawl::execution
