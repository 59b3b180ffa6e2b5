#include "statemachine/execution/transition.hpp"

#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/retry_catch.hpp"
#include "statemachine/execution/states/states.hpp"

namespace pawl::execution {
namespace {

std::string too_large(const std::string& what) {
    return "The state/task '" + what + "' returned a result with a size exceeding the maximum number of bytes service limit.";
}

// The frame reached the end of its States object.
void finish(Turn& turn, Frame& frame) {
    if (frame.parent == 0) return turn.succeed(frame.last, frame.input);
    Frame& parent = *turn.execution().find(frame.parent);
    if (std::holds_alternative<definition::Map>(turn.state_of(parent).body)) {
        iteration_finished(turn, parent, frame);
    } else {
        branch_finished(turn, parent, frame);
    }
}

// One of the parent's children failed for good: its siblings are given up, then the parent's own Retry and Catch have their say.
void fail_parent(Turn& turn, Frame& child, const StateFailure& failure) {
    Frame& parent = *turn.execution().find(child.parent);
    const EventId failing = child.last;
    abort_children(turn, parent, child.id, failing);
    turn.fact(parent.id, ChildrenErased{failing});
    if (turn.over() || plan_retry(turn, parent, failure)) return;
    if (std::holds_alternative<definition::Map>(turn.state_of(parent).body)) {
        turn.event(parent, MapFailed{parent.state});
    } else {
        turn.event(parent, ParallelFailed{parent.state});
    }
    if (!turn.over()) catch_or_propagate(turn, parent, failure);
}

}  // namespace

void exit_state(Turn& turn, Frame& frame, Payload output, StateIndex next) {
    if (output.text().size() > turn.limits().payload_bytes) {
        const std::string& name = turn.state_of(frame).name;
        return turn.fail(frame.last, Failure{errors::data_limit_exceeded, too_large(name)});
    }
    turn.event(frame, StateExited{frame.state, std::move(output), next});
    if (!turn.over() && next == no_state) finish(turn, frame);
}

void catch_or_propagate(Turn& turn, Frame& frame, const StateFailure& failure) {
    if (const definition::Catcher* catcher = find_catcher(turn.state_of(frame), failure)) {
        auto output = DataFlow(turn, frame).result_path(catcher->result_path, error_output(failure.failure));
        if (output) return exit_state(turn, frame, *std::move(output), catcher->next);
        return turn.fail(frame.last, std::move(output).error().failure);
    }
    if (frame.parent == 0) return turn.fail(frame.last, failure.failure);
    fail_parent(turn, frame, failure);
}

void fail_state(Turn& turn, Frame& frame, StateFailure failure) {
    if (turn.over()) return;
    if (failure.terminal) return turn.fail(frame.last, std::move(failure.failure));
    if (plan_retry(turn, frame, failure)) return;
    catch_or_propagate(turn, frame, failure);
}

}  // namespace pawl::execution
