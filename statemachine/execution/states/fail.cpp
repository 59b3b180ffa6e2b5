#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Turn& turn, Frame& frame, const definition::Fail& fail) {
    const DataFlow flow(turn, frame);
    auto error = flow.text(fail.error, "Error");
    if (!error) return fail_state(turn, frame, std::move(error).error());
    auto cause = flow.text(fail.cause, "Cause");
    if (!cause) return fail_state(turn, frame, std::move(cause).error());
    fail_state(turn, frame, StateFailure{within_limits({error->value_or(""), *std::move(cause)})});
}

}  // namespace pawl::execution
