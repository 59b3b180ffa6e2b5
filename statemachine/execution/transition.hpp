// How a frame leaves a state: with an output, or with a failure that Retry, Catch or its parents deal with.
#pragma once

#include "statemachine/execution/draft.hpp"
#include "statemachine/execution/flow_site.hpp"

namespace pawl::execution {

/// True when a state passes on more than the limit of a payload: to its successor, a branch or an iteration. The execution has failed then, beyond
/// Retry and Catch (recorded for outputs).
bool fails_by_size(Draft& draft, const Frame& frame, const Payload& data);

/// StateExited, and on: the frame is ready for `next`, or its branch, iteration or execution ends; or the failure takes its way. The frame may be
/// gone afterwards.
void leave_state(Draft& draft, Frame& frame, Leaving leaving, StateIndex next);

/// The failure (first an EvaluationFailed event, if it is one) goes to the state's Retriers, then its Catchers, then up: siblings are aborted and the
/// parent fails, or the execution does. The frame may be gone afterwards.
void fail_state(Draft& draft, Frame& frame, StateFailure failure);

}  // namespace pawl::execution
