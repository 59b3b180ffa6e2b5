#include "statemachine/execution/transition.hpp"

#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/retry_catch.hpp"
#include "statemachine/execution/states/states.hpp"

namespace pawl::execution {
namespace {

// The frame reached the end of its States object.
void finish(Draft& draft, Frame& frame) {
    if (frame.parent == 0) return draft.succeed(frame.last, frame.input);
    Frame& parent = *draft.execution().find(frame.parent);
    if (std::holds_alternative<definition::Map>(draft.state_of(parent).body)) {
        iteration_finished(draft, parent, frame);
    } else {
        branch_finished(draft, frame);
    }
}

void exit_state(Draft& draft, Frame& frame, Outcome outcome, StateIndex next) {
    if (fails_by_size(draft, frame, outcome.output)) return;
    draft.event(frame, StateExited{frame.state, std::move(outcome.output), next, std::move(outcome.assigned)});
    if (!draft.over() && next == no_state) finish(draft, frame);
}

// The children of a Parallel or Map that fails: they and their tasks are given up.
void give_up_children(Draft& draft, const Frame& parent, FrameId failed_child, EventId failing) {
    abort_children(draft, parent, failed_child, failing);
    draft.fact(parent.id, ChildrenErased{failing});
}

void note_failure_of_join(Draft& draft, const Frame& frame) {
    const auto& body = draft.state_of(frame).body;
    if (std::holds_alternative<definition::Map>(body)) draft.event(frame, MapFailed{frame.state});
    if (std::holds_alternative<definition::Parallel>(body)) draft.event(frame, ParallelFailed{frame.state});
}

void note_evaluation(Draft& draft, const Frame& frame, const StateFailure& failure) {
    if (failure.evaluation) draft.event(frame, EvaluationFailed{frame.state, failure.failure, failure.location});
}

void catch_or_propagate(Draft& draft, Frame& frame, const StateFailure& failure);

// No Retrier and no Catcher took it: the execution fails, or the state around this one does. There, siblings are given up, then its own Retry and
// Catch have their say.
void propagate(Draft& draft, Frame& frame, const StateFailure& failure) {
    if (draft.over()) return;
    if (failure.terminal || frame.parent == 0) return draft.fail(frame.last, failure.failure);
    Frame& parent = *draft.execution().find(frame.parent);
    give_up_children(draft, parent, frame.id, frame.last);
    if (draft.over() || plan_retry(draft, parent, failure)) return;
    note_failure_of_join(draft, parent);
    if (!draft.over()) catch_or_propagate(draft, parent, failure);
}

void catch_or_propagate(Draft& draft, Frame& frame, const StateFailure& failure) {
    const definition::Catcher* catcher = find_catcher(draft.state_of(frame), failure);
    if (catcher == nullptr) return propagate(draft, frame, failure);
    const std::uint64_t before = draft.steps();
    auto leaving = DataFlow(draft, frame).leave(catcher->exit, error_output(failure.failure), Yield::ErrorOutput, failure.steps);
    if (leaving) return exit_state(draft, frame, *std::move(leaving), catcher->next);
    // What goes wrong in a Catcher is no matter for this state's Retry and Catch. Those of the states around it have what is left of its steps: a
    // failure goes all its way up within one decision.
    StateFailure own = std::move(leaving).error();
    own.steps = failure.steps + draft.steps() - before;
    note_evaluation(draft, frame, own);
    propagate(draft, frame, own);
}

}  // namespace

bool fails_by_size(Draft& draft, const Frame& frame, const Payload& data) {
    if (data.text().size() <= draft.limits().payload_bytes) return false;
    draft.fail(frame.last,
               Failure{errors::data_limit_exceeded, "The state/task '" + draft.state_of(frame).name +
                                                        "' returned a result with a size exceeding the maximum number of bytes service limit."});
    return true;
}

void leave_state(Draft& draft, Frame& frame, Leaving leaving, StateIndex next) {
    if (leaving) return exit_state(draft, frame, *std::move(leaving), next);
    fail_state(draft, frame, std::move(leaving).error());
}

void fail_state(Draft& draft, Frame& frame, StateFailure failure) {
    if (draft.over()) return;
    note_evaluation(draft, frame, failure);
    failure.evaluation = false;  // the states around this one don't note it again
    if (failure.terminal) return draft.fail(frame.last, std::move(failure.failure));
    if (frame.join && frame.join->open > 0) give_up_children(draft, frame, 0, frame.last);
    if (draft.over() || plan_retry(draft, frame, failure)) return;
    if (!frame.join) note_failure_of_join(draft, frame);  // one that came to its end and can't use its result has succeeded before (recorded order)
    if (!draft.over()) catch_or_propagate(draft, frame, failure);
}

}  // namespace pawl::execution
