#include "statemachine/execution/variables.hpp"

#include <algorithm>

namespace pawl::execution {

const Payload* FrameVariables::find(std::string_view name) const {
    for (const Frame* frame = &frame_; frame != nullptr; frame = frame->parent == 0 ? nullptr : execution_.find(frame->parent)) {
        if (const auto found = frame->variables.find(name); found != frame->variables.end()) return &found->second;
    }
    return nullptr;
}

namespace {

// Without the usual prefix (recorded).
StateFailure exceeded(std::string message) {
    StateFailure failure{Failure{errors::data_limit_exceeded, std::move(message)}};
    failure.evaluation = true;
    failure.location = "Assign";
    return failure;
}

std::string said_of(const Assigned& variable, const std::string& state) {
    return "Variable '" + variable.name + "' in state '" + state + "' was assigned " + std::to_string(variable.value.text().size()) + " bytes";
}

}  // namespace

std::optional<StateFailure> too_large(const std::vector<Assigned>& assigned, const Draft& draft, const Frame& frame) {
    const std::string& state = draft.state_of(frame).name;
    const Limits& limits = draft.limits();
    std::size_t sum = 0;
    for (const Assigned& variable : assigned) {
        if (variable.value.text().size() > limits.variable_bytes) {
            return exceeded("Variable size limit exceeded. " + said_of(variable, state) + ".");
        }
    }
    std::uint64_t replaced = 0;
    for (const Assigned& variable : assigned) {
        sum += variable.value.text().size();
        if (sum > limits.variable_bytes) {
            return exceeded("State total variable size limit exceeded. " + said_of(variable, state) +
                            ", which caused the size of variables assigned in the state to exceed its limit by " +
                            std::to_string(sum - limits.variable_bytes) + " bytes.");
        }
        if (const auto old = frame.variables.find(variable.name); old != frame.variables.end()) replaced += old->second.text().size();
    }
    const std::uint64_t total = draft.execution().variable_bytes - replaced + sum;
    if (total <= limits.all_variable_bytes) return std::nullopt;
    return exceeded("Execution total variable size limit exceeded. State '" + state +
                    "' assigned variables that exceed the total execution limit by " + std::to_string(total - limits.all_variable_bytes) + " bytes.");
}

void sort_by_name(std::vector<Assigned>& assigned) {
    std::sort(assigned.begin(), assigned.end(), [](const Assigned& a, const Assigned& b) { return a.name < b.name; });
}

}  // namespace pawl::execution
