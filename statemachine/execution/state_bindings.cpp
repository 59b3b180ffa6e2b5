#include "statemachine/execution/state_bindings.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace pawl::execution {

query::jsonata::Bindings::Member StateBindings::member(std::string_view name, std::string_view member) const {
    if (name != "states") return {};
    if (member == "input") return {true, {&site_.frame().input}};
    if (member == "context") return {true, site_.context().bound()};
    if (member == "result") return {true, {yield_ == Yield::Result ? value_ : nullptr}};
    if (member == "errorOutput") return {true, {yield_ == Yield::ErrorOutput ? value_ : nullptr}};
    return {true, {}};
}

query::jsonata::Bound StateBindings::bound(std::string_view name) const {
    if (name != "states") return {find(name)};
    if (!whole_) {
        std::vector<std::pair<const char*, query::jsonata::Bound>> parts;
        json::object places;
        for (const char* each : {"input", "result", "errorOutput", "context"}) {
            const query::jsonata::Bound bound = member(name, each).value;
            if (bound.value == nullptr) continue;
            places[each] = nullptr;
            parts.emplace_back(each, bound);
        }
        whole_ = Payload::from_value(std::move(places));
        for (const auto& [each, bound] : parts) grafts_.push_back({whole_->value().get_object().if_contains(each), bound});
    }
    return {&*whole_, &grafts_};
}

Result<std::optional<Payload>, query::jsonata::EvaluationError> StateRunner::run(const query::jsonata::Expression& expression) {
    query::jsonata::Scope scope;
    scope.bindings = &bindings_;
    scope.now = site_.draft().now();
    scope.entropy = site_.draft().fresh_entropy();
    scope.limits = site_.draft().limits().expression;
    scope.limits.fuel -= std::min(scope.limits.fuel, steps_);
    std::uint64_t steps = 0;
    scope.steps = &steps;
    auto outcome = expression.evaluate(scope);
    steps_ += steps;
    site_.draft().spend(steps);
    return outcome;
}

}  // namespace pawl::execution
