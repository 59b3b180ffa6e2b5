#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Turn& turn, Frame& frame, const definition::Succeed& succeed) {
    const DataFlow flow(turn, frame);
    auto input = flow.enter(succeed.entry);
    if (!input) return fail_state(turn, frame, std::move(input).error());
    leave_state(turn, frame, flow.leave(succeed.exit, *input, Yield::Input), no_state);
}

}  // namespace pawl::execution
