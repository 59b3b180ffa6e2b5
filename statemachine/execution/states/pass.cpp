#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Draft& draft, Frame& frame, const definition::Pass& pass) {
    const DataFlow flow(draft, frame);
    auto result = flow.enter(pass.entry);
    if (!result) return fail_state(draft, frame, std::move(result).error());
    if (pass.result) result = Payload::from_checked_text(*pass.result);
    leave_state(draft, frame, flow.leave(pass.exit, *result, Yield::Input), pass.transition.next);
}

}  // namespace pawl::execution
