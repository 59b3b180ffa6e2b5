#include "statemachine/execution/transition.hpp"

#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/retry_catch.hpp"
#include "statemachine/execution/states/states.hpp"

namespace pawl::execution {
namespace {

// The frame reached the end of its States object.
void finish(Turn& turn, Frame& frame) {
    if (frame.parent == 0) return turn.succeed(frame.last, frame.input);
    Frame& parent = *turn.execution().find(frame.parent);
    if (std::holds_alternative<definition::Map>(turn.state_of(parent).body)) {
        iteration_finished(turn, parent, frame);
    } else {
        branch_finished(turn, frame);
    }
}

void exit_state(Turn& turn, Frame& frame, Outcome outcome, StateIndex next) {
    if (fails_by_size(turn, frame, outcome.output)) return;
    turn.event(frame, StateExited{frame.state, std::move(outcome.output), next, std::move(outcome.assigned)});
    if (!turn.over() && next == no_state) finish(turn, frame);
}

// The children of a Parallel or Map that fails: they and their tasks are given up.
void give_up_children(Turn& turn, const Frame& parent, FrameId failed_child, EventId failing) {
    abort_children(turn, parent, failed_child, failing);
    turn.fact(parent.id, ChildrenErased{failing});
}

void note_failure_of_join(Turn& turn, const Frame& frame) {
    const auto& body = turn.state_of(frame).body;
    if (std::holds_alternative<definition::Map>(body)) turn.event(frame, MapFailed{frame.state});
    if (std::holds_alternative<definition::Parallel>(body)) turn.event(frame, ParallelFailed{frame.state});
}

void note_evaluation(Turn& turn, const Frame& frame, const StateFailure& failure) {
    if (failure.evaluation) turn.event(frame, EvaluationFailed{frame.state, failure.failure, failure.location});
}

void catch_or_propagate(Turn& turn, Frame& frame, const StateFailure& failure);

// No Retrier and no Catcher took it: the execution fails, or the state around this one does. There, siblings are given up, then its own Retry and
// Catch have their say.
void propagate(Turn& turn, Frame& frame, const StateFailure& failure) {
    if (turn.over()) return;
    if (failure.terminal || frame.parent == 0) return turn.fail(frame.last, failure.failure);
    Frame& parent = *turn.execution().find(frame.parent);
    give_up_children(turn, parent, frame.id, frame.last);
    if (turn.over() || plan_retry(turn, parent, failure)) return;
    note_failure_of_join(turn, parent);
    if (!turn.over()) catch_or_propagate(turn, parent, failure);
}

void catch_or_propagate(Turn& turn, Frame& frame, const StateFailure& failure) {
    const definition::Catcher* catcher = find_catcher(turn.state_of(frame), failure);
    if (catcher == nullptr) return propagate(turn, frame, failure);
    const std::uint64_t before = turn.steps();
    auto leaving = DataFlow(turn, frame).leave(catcher->exit, error_output(failure.failure), Yield::ErrorOutput, failure.steps);
    if (leaving) return exit_state(turn, frame, *std::move(leaving), catcher->next);
    // What goes wrong in a Catcher is no matter for this state's Retry and Catch. Those of the states around it have what is left of its steps: a
    // failure goes all its way up within one turn.
    StateFailure own = std::move(leaving).error();
    own.steps = failure.steps + turn.steps() - before;
    note_evaluation(turn, frame, own);
    propagate(turn, frame, own);
}

}  // namespace

bool fails_by_size(Turn& turn, const Frame& frame, const Payload& data) {
    if (data.text().size() <= turn.limits().payload_bytes) return false;
    turn.fail(frame.last, Failure{errors::data_limit_exceeded, "The state/task '" + turn.state_of(frame).name +
                                                                   "' returned a result with a size exceeding the maximum number of bytes service limit."});
    return true;
}

void leave_state(Turn& turn, Frame& frame, Leaving leaving, StateIndex next) {
    if (leaving) return exit_state(turn, frame, *std::move(leaving), next);
    fail_state(turn, frame, std::move(leaving).error());
}

void fail_state(Turn& turn, Frame& frame, StateFailure failure) {
    if (turn.over()) return;
    note_evaluation(turn, frame, failure);
    failure.evaluation = false;  // the states around this one don't note it again
    if (failure.terminal) return turn.fail(frame.last, std::move(failure.failure));
    if (frame.join && frame.join->open > 0) give_up_children(turn, frame, 0, frame.last);
    if (turn.over() || plan_retry(turn, frame, failure)) return;
    if (!frame.join) note_failure_of_join(turn, frame);  // one that came to its end and can't use its result has succeeded before (recorded order)
    if (!turn.over()) catch_or_propagate(turn, frame, failure);
}

}  // namespace pawl::execution
