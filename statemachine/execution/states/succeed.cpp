#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Turn& turn, Frame& frame, const definition::Succeed& succeed) {
    const DataFlow flow(turn, frame);
    auto output = flow.input_path(succeed.input_path);
    if (output) output = flow.output_path(succeed.output_path, *output);
    if (!output) return fail_state(turn, frame, std::move(output).error());
    exit_state(turn, frame, *std::move(output), no_state);
}

}  // namespace pawl::execution
