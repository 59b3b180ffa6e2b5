#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Draft& draft, Frame& frame, const definition::Choice& choice) {
    const DataFlow flow(draft, frame);
    const auto input = flow.enter(choice.entry);
    if (!input) return fail_state(draft, frame, input.error());
    StateIndex next = choice.default_next;
    const definition::Exit* exit = &choice.exit;
    const std::uint64_t before = draft.steps();
    for (const auto& branch : choice.choices) {
        auto matched = flow.holds(branch, *input, draft.steps() - before);
        if (!matched) return fail_state(draft, frame, std::move(matched).error());
        if (!*matched) continue;
        next = branch.next;
        exit = &branch.exit;
        break;
    }
    if (next == no_state) {
        return fail_state(
            draft, frame,
            runtime_failure(draft.state_of(frame), frame, "Failed to transition out of the state. The state does not point to a next state."));
    }
    leave_state(draft, frame, flow.leave(*exit, *input, Yield::Input), next);
}

}  // namespace pawl::execution
