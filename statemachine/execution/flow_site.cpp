#include "statemachine/execution/flow_site.hpp"

namespace pawl::execution {

std::string explained(const definition::State& state, const Frame& frame, std::string_view message) {
    std::string out = "An error occurred while executing the state '";
    out += state.name;
    out += "' (entered at the event id #";
    out += std::to_string(frame.entered);
    out += "). ";
    return out.append(message);
}

StateFailure runtime_failure(const definition::State& state, const Frame& frame, std::string_view message) {
    return {within_limits({errors::runtime, explained(state, frame, message)}), true};
}

Staged FlowSite::built(Payload value) const {
    if (!value.is_too_deep()) return value;
    return runtime_failure("The state's data is nested deeper than the maximum allowed (512 levels).");
}

Leaving FlowSite::leaving(Payload output, std::vector<Assigned> assigned) const {
    for (const Assigned& variable : assigned) {
        if (auto checked = built(variable.value); !checked) return std::move(checked).error();
    }
    if (auto failure = too_large(assigned, draft_, frame_)) return *std::move(failure);
    sort_by_name(assigned);
    return Outcome{std::move(output), std::move(assigned)};
}

}  // namespace pawl::execution
