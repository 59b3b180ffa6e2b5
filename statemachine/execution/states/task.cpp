#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/integrations/integration.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

const definition::Task& task_of(const definition::Machine& machine, const Frame& frame) {
    return std::get<definition::Task>(machine.state(frame.state).body);
}

void task_succeeded(Draft& draft, Frame& frame, const definition::Task& task, Payload result) {
    draft.event(frame, TaskSucceeded{frame.state, result});
    if (draft.over()) return;
    leave_state(draft, frame, DataFlow(draft, frame).leave(task.exit, result, Yield::Result), task.transition.next);
}

void task_failed(Draft& draft, Frame& frame, Failure failure) {
    draft.event(frame, TaskFailed{frame.state, failure});
    fail_state(draft, frame, StateFailure{std::move(failure)});
}

}  // namespace

void enter(Draft& draft, Frame& frame, const definition::Task& task) {
    const DataFlow flow(draft, frame);
    auto input = flow.enter(task.entry);
    if (!input) return fail_state(draft, frame, std::move(input).error());
    auto timeout = flow.number(task.timeout_seconds, frame.input, "TimeoutSeconds", 1);
    if (!timeout) return fail_state(draft, frame, std::move(timeout).error());
    auto heartbeat = flow.number(task.heartbeat_seconds, frame.input, "HeartbeatSeconds", 1);
    if (!heartbeat) return fail_state(draft, frame, std::move(heartbeat).error());
    auto call = plan_call(task.integration, *input);
    if (!call) return fail_state(draft, frame, runtime_failure(draft.state_of(frame), frame, std::move(call).error().message));
    if (input->text().size() > draft.limits().payload_bytes) {
        return fail_state(draft, frame, StateFailure{Failure{errors::data_limit_exceeded, result_too_large(task.integration)}});
    }
    draft.event(frame, TaskScheduled{frame.state, std::move(call->target), *std::move(input), *timeout, *heartbeat});
    if (!draft.over()) draft.effect(ScheduleTask{frame.token(), frame.target});
}

void start_task(Draft& draft, Frame& frame) {
    draft.event(frame, TaskStarted{frame.state});
    if (!draft.over()) draft.effect(dispatch_of(draft.machine(), frame));
}

DispatchTask dispatch_of(const definition::Machine& machine, const Frame& frame) {
    auto call = plan_call(task_of(machine, frame).integration, *frame.task_input);
    PAWL_CHECK(call.has_value(), "a scheduled task's input was checked when it was scheduled");
    return {frame.token(), frame.target, std::move(call->event), frame.retry_count + 1, frame.timeout_due};
}

bool take_answer(Draft& draft, Frame& frame, const TaskAnswer& answer) {
    const definition::Task& task = task_of(draft.machine(), frame);
    auto read = read_answer(task.integration, answer, draft.limits().payload_bytes);
    if (!read) return false;
    if (Result<Payload, Failure>& result = *read) {
        task_succeeded(draft, frame, task, *std::move(result));
    } else {
        task_failed(draft, frame, std::move(result).error());
    }
    return true;
}

void time_out_task(Draft& draft, Frame& frame) {
    draft.cancel_task(frame);
    draft.event(frame, TaskTimedOut{frame.state, Failure{errors::timeout, std::nullopt}});
}

void fail_timed_out_task(Draft& draft, Frame& frame) {
    StateFailure failure{Failure{errors::timeout, std::nullopt}};
    failure.heartbeat = frame.heartbeat_missed;
    fail_state(draft, frame, std::move(failure));
}

}  // namespace pawl::execution
