#include "statemachine/execution/draft.hpp"

namespace pawl::execution {

void Draft::succeed(EventId previous, Payload output) { event(0, previous, ExecutionSucceeded{std::move(output)}); }

void Draft::fail(EventId previous, Failure failure) {
    if (over()) return;
    cancel_all();
    emit(0, execution_.last_event + 1, previous, ExecutionFailed{std::move(failure)});
}

void Draft::abort(Stop stop) {
    if (over()) return;
    cancel_all();
    emit(0, execution_.last_event + 1, 0, ExecutionAborted{std::move(stop.error), std::move(stop.cause)});
}

void Draft::time_out() {
    if (over()) return;
    cancel_all();
    emit(0, execution_.last_event + 1, 0, ExecutionTimedOut{Failure{errors::timeout, std::nullopt}});
}

void Draft::fail_at_event_limit() {
    fail(execution_.last_event,
         Failure{errors::runtime, "The execution reached the maximum number of history events (" + std::to_string(limits_.history_events) + ")."});
}

void Draft::cancel_task(const Frame& frame) {
    if (frame.phase == Phase::TaskScheduled || frame.phase == Phase::TaskStarted) effect(CancelTask{frame.token(), frame.target});
}

void Draft::cancel_all() {
    for (const auto& [id, frame] : execution_.frames) cancel_task(frame);
}

}  // namespace pawl::execution
