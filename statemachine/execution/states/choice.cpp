#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Turn& turn, Frame& frame, const definition::Choice& choice) {
    const DataFlow flow(turn, frame);
    const auto input = flow.input_path(choice.input_path);
    if (!input) return fail_state(turn, frame, input.error());
    StateIndex next = choice.default_next;
    for (const auto& branch : choice.choices) {
        auto matched = branch.rule.matches(flow.scope(*input));
        if (!matched) return fail_state(turn, frame, flow.failure(std::move(matched).error()));
        if (*matched) {
            next = branch.next;
            break;
        }
    }
    if (next == no_state) {
        return fail_state(turn, frame,
                          runtime_failure(turn.state_of(frame), frame,
                                          "Failed to transition out of the state. The state does not point to a next state."));
    }
    auto output = flow.output_path(choice.output_path, *input);
    if (!output) return fail_state(turn, frame, std::move(output).error());
    exit_state(turn, frame, *std::move(output), next);
}

}  // namespace pawl::execution
