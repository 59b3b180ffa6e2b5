#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Draft& draft, Frame& frame, const definition::Succeed& succeed) {
    const DataFlow flow(draft, frame);
    auto input = flow.enter(succeed.entry);
    if (!input) return fail_state(draft, frame, std::move(input).error());
    leave_state(draft, frame, flow.leave(succeed.exit, *input, Yield::Input), no_state);
}

}  // namespace pawl::execution
