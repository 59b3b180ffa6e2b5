#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Turn& turn, Frame& frame, const definition::Pass& pass) {
    const DataFlow flow(turn, frame);
    auto result = flow.enter(pass.entry);
    if (!result) return fail_state(turn, frame, std::move(result).error());
    if (pass.result) result = Payload::from_checked_text(*pass.result);
    leave_state(turn, frame, flow.leave(pass.exit, *result, Yield::Input), pass.transition.next);
}

}  // namespace pawl::execution
