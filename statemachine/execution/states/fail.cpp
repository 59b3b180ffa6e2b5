#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {

void enter(Draft& draft, Frame& frame, const definition::Fail& fail) {
    const DataFlow flow(draft, frame);
    auto error = flow.text(fail.error, "Error");
    if (!error) return fail_state(draft, frame, std::move(error).error());
    auto cause = flow.text(fail.cause, "Cause");
    if (!cause) return fail_state(draft, frame, std::move(cause).error());
    fail_state(draft, frame, StateFailure{within_limits({error->value_or(""), *std::move(cause)})});
}

}  // namespace pawl::execution
