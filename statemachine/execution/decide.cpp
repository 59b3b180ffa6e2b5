#include <algorithm>

#include "statemachine/execution/decision.hpp"
#include "statemachine/execution/draft.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

void enter_state(Draft& draft, Frame& frame) {
    draft.event(frame, StateEntered{frame.state, frame.input});
    if (draft.over()) return;
    std::visit([&](const auto& body) { enter(draft, frame, body); }, draft.state_of(frame).body);
}

void try_again(Draft& draft, Frame& frame) {
    std::visit([&](const auto& body) { enter(draft, frame, body); }, draft.state_of(frame).body);
}

// What a step leaves to be done before anything else happens: iterations to start, a Parallel or Map to end, tasks that ran out of time. Innermost
// first, as if each followed at once; where the decision has spent its steps, the rest waits for the next one.
void settle(Draft& draft) {
    Execution& execution = draft.execution();
    while (!draft.over() && !draft.has_spent_its_steps()) {
        if (!execution.due_joins.empty()) {
            go_on_joining(draft, *execution.find(execution.due_joins.back()));
        } else if (!execution.timed_out.empty()) {
            fail_timed_out_task(draft, *execution.find(execution.timed_out.front()));
        } else {
            return;
        }
    }
}

// Every ready frame takes one state in its turn, round after round (recorded: branches of synchronous states advance in rounds).
void advance(Draft& draft) {
    for (settle(draft); !draft.over() && draft.execution().can_go_on(); settle(draft)) {
        if (draft.exhausted()) return draft.ask_to_continue();
        enter_state(draft, *draft.execution().find(draft.execution().ready.front()));
    }
}

class Door {
  public:
    explicit Door(Draft& draft) : draft_(draft) {}

    Verdict operator()(const Start& start) {
        const auto& timeout = draft_.machine().timeout_seconds;
        const Instant deadline = timeout ? draft_.now().plus_seconds(*timeout) : Instant::never();
        draft_.event(0, 0, ExecutionStarted{start.head, start.input, deadline});
        return Verdict::Accepted;
    }
    Verdict operator()(const StartTask& start) {
        Frame* frame = awaited(start.token, Phase::TaskScheduled);
        if (frame == nullptr) return Verdict::Stale;
        start_task(draft_, *frame);
        return Verdict::Accepted;
    }
    Verdict operator()(const AnswerTask& task) {
        Frame* frame = awaited(task.token, Phase::TaskStarted);
        return frame != nullptr && take_answer(draft_, *frame, task.answer) ? Verdict::Accepted : Verdict::Stale;
    }
    Verdict operator()(const HeartbeatTask& heartbeat) {
        const Frame* frame = awaited(heartbeat.token, Phase::TaskStarted);
        if (frame == nullptr) return Verdict::Stale;
        draft_.fact(frame->id, TaskHeartbeat{});
        return Verdict::Accepted;
    }
    Verdict operator()(const FireTimer&) {
        const auto& timers = draft_.execution().timers;
        std::vector<FrameId> due;
        for (auto at = timers.begin(); at != timers.end() && at->first <= draft_.now(); ++at) due.push_back(at->second);
        if (std::find(due.begin(), due.end(), FrameId{0}) != due.end()) {
            draft_.time_out();
            return Verdict::Accepted;
        }
        fire(due);
        return Verdict::Accepted;
    }
    Verdict operator()(const Stop& stop) {
        draft_.abort(stop);
        return Verdict::Accepted;
    }
    Verdict operator()(const FailExecution& fail) {
        draft_.fail(draft_.execution().last_event, fail.failure);
        return Verdict::Accepted;
    }
    Verdict operator()(const Continue&) { return Verdict::Accepted; }

  private:
    Frame* awaited(const TaskToken& token, Phase phase) {
        Frame* frame = draft_.execution().find(token.frame);
        return frame != nullptr && frame->phase == phase && frame->scheduled == token.scheduled ? frame : nullptr;
    }

    // Tasks that ran out of time are all written first; then their failures take effect, as far as their frames are still there (recorded:
    // timeouts::test_service_lambda_map_timeout). Waits and retries that the decision has no steps left for stay due: the next timer takes them.
    void fire(const std::vector<FrameId>& due) {
        for (const FrameId id : due) {
            Frame* frame = draft_.execution().find(id);
            if (frame != nullptr && frame->phase == Phase::TaskStarted) time_out_task(draft_, *frame);
        }
        settle(draft_);
        for (const FrameId id : due) {
            if (draft_.over() || draft_.has_spent_its_steps()) return;
            Frame* frame = draft_.execution().find(id);
            if (frame == nullptr || frame->due > draft_.now()) continue;
            if (frame->phase == Phase::Waiting) {
                wait_over(draft_, *frame);  // the frame may be gone now
            } else if (frame->phase == Phase::Backoff) {
                try_again(draft_, *frame);
            }
            settle(draft_);
        }
    }

    Draft& draft_;
};

}  // namespace

Decision decide(const definition::Machine& machine, const Limits& limits, Execution& execution, const Command& command, const Tick& tick) {
    Decision decision;
    const bool starts = std::holds_alternative<Start>(command);
    if (starts == execution.started || execution.is_closed()) {
        decision.verdict = Verdict::NotRunning;
        return decision;
    }
    Draft draft(machine, limits, execution, tick, decision);
    decision.verdict = std::visit(Door(draft), command);
    if (decision.verdict == Verdict::Accepted) advance(draft);
    return decision;
}

std::vector<Effect> outstanding(const definition::Machine& machine, const Execution& execution) {
    std::vector<Effect> effects;
    if (execution.is_closed()) return effects;
    for (const auto& [id, frame] : execution.frames) {
        if (frame.phase == Phase::TaskScheduled) effects.emplace_back(ScheduleTask{frame.token(), frame.target});
        if (frame.phase == Phase::TaskStarted && called_again(frame.target.kind)) effects.emplace_back(dispatch_of(machine, frame));
    }
    return effects;
}

}  // namespace pawl::execution
