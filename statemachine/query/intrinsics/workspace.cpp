#include "statemachine/query/intrinsics/workspace.hpp"

#include <utility>

#include <boost/json/value.hpp>

namespace pawl::query::intrinsics {

Outcome Workspace::keep(json::value value) {
    built_.push_back(std::make_shared<json::value>(std::move(value)));
    return built_.back().get();
}

Outcome Workspace::keep(Payload value) {
    held_.push_back(std::move(value));
    return &held_.back().value();
}

Outcome Workspace::refuse(std::string problem) {
    problem_ = std::move(problem);
    return nullptr;
}

Outcome Workspace::invalid_arguments(const CallNode& call) { return refuse("Invalid arguments in " + std::string(call.function->name)); }

bool Workspace::may_copy(const json::value& value) {
    if (resources_.budget.take(value)) return true;
    refuse("The result is larger than an evaluation may build");
    return false;
}

std::optional<json::value> Workspace::release(Outcome result) {
    for (const auto& value : built_) {
        if (value.get() == result) return std::move(*value);
    }
    if (!may_copy(*result)) return std::nullopt;
    return copy_of(*result);
}

}  // namespace pawl::query::intrinsics
