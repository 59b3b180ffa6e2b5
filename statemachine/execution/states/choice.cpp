#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Turn& turn, Frame& frame, const definition::Choice& choice) {
    const DataFlow flow(turn, frame);
    const auto input = flow.enter(choice.entry);
    if (!input) return fail_state(turn, frame, input.error());
    StateIndex next = choice.default_next;
    const definition::Exit* exit = &choice.exit;
    const std::uint64_t before = turn.steps();
    for (const auto& branch : choice.choices) {
        auto matched = flow.holds(branch, *input, turn.steps() - before);
        if (!matched) return fail_state(turn, frame, std::move(matched).error());
        if (!*matched) continue;
        next = branch.next;
        exit = &branch.exit;
        break;
    }
    if (next == no_state) {
        return fail_state(
            turn, frame,
            runtime_failure(turn.state_of(frame), frame, "Failed to transition out of the state. The state does not point to a next state."));
    }
    leave_state(turn, frame, flow.leave(*exit, *input, Yield::Input), next);
}

}  // namespace pawl::execution
