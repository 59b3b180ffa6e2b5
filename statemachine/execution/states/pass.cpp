#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Turn& turn, Frame& frame, const definition::Pass& pass) {
    const DataFlow flow(turn, frame);
    auto result = flow.effective_input(pass.io);
    if (result && pass.result) result = Payload::from_checked_text(*pass.result);
    if (!result) return fail_state(turn, frame, std::move(result).error());
    auto output = flow.output(pass.io, *result);
    if (!output) return fail_state(turn, frame, std::move(output).error());
    exit_state(turn, frame, *std::move(output), pass.transition.next);
}

}  // namespace pawl::execution
