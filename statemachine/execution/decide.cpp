#include <algorithm>

#include "statemachine/execution/decision.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"
#include "statemachine/execution/turn.hpp"

namespace pawl::execution {
namespace {

void enter_state(Turn& turn, Frame& frame) {
    turn.event(frame, StateEntered{frame.state, frame.input});
    if (turn.over()) return;
    std::visit([&](const auto& body) { enter(turn, frame, body); }, turn.state_of(frame).body);
}

void try_again(Turn& turn, Frame& frame) {
    std::visit([&](const auto& body) { enter(turn, frame, body); }, turn.state_of(frame).body);
}

// What a step leaves to be done before anything else happens: iterations to start, a Parallel or Map to end, tasks that ran out of time. Innermost
// first, as if each followed at once; where the turn has spent its steps, the rest waits for the next one.
void settle(Turn& turn) {
    Execution& execution = turn.execution();
    while (!turn.over() && !turn.has_spent_its_steps()) {
        if (!execution.due_joins.empty()) {
            go_on_joining(turn, *execution.find(execution.due_joins.back()));
        } else if (!execution.timed_out.empty()) {
            fail_timed_out_task(turn, *execution.find(execution.timed_out.front()));
        } else {
            return;
        }
    }
}

// Every ready frame takes one state in its turn, round after round (recorded: branches of synchronous states advance in rounds).
void advance(Turn& turn) {
    for (settle(turn); !turn.over() && turn.execution().can_go_on(); settle(turn)) {
        if (turn.exhausted()) return turn.ask_to_continue();
        enter_state(turn, *turn.execution().find(turn.execution().ready.front()));
    }
}

class Door {
  public:
    explicit Door(Turn& turn) : turn_(turn) {}

    Verdict operator()(const StartExecution& start) {
        const auto& timeout = turn_.machine().timeout_seconds;
        const Instant deadline = timeout ? turn_.now().plus_seconds(*timeout) : Instant::never();
        turn_.event(0, 0, ExecutionStarted{start.head, start.input, deadline});
        return Verdict::Accepted;
    }
    Verdict operator()(const StartTask& start) {
        Frame* frame = awaited(start.token, Phase::TaskScheduled);
        if (frame == nullptr) return Verdict::Stale;
        start_task(turn_, *frame);
        return Verdict::Accepted;
    }
    Verdict operator()(const CompleteTask& complete) {
        Frame* frame = awaited(complete.token, Phase::TaskStarted);
        if (frame == nullptr) return Verdict::Stale;
        complete_task(turn_, *frame, complete.answer);
        return Verdict::Accepted;
    }
    Verdict operator()(const FailTask& fail) {
        Frame* frame = awaited(fail.token, Phase::TaskStarted);
        if (frame == nullptr) return Verdict::Stale;
        fail_task(turn_, *frame, fail.failure);
        return Verdict::Accepted;
    }
    Verdict operator()(const HeartbeatTask& heartbeat) {
        const Frame* frame = awaited(heartbeat.token, Phase::TaskStarted);
        if (frame == nullptr) return Verdict::Stale;
        turn_.fact(frame->id, TaskHeartbeat{});
        return Verdict::Accepted;
    }
    Verdict operator()(const FireTimer&) {
        const auto& timers = turn_.execution().timers;
        std::vector<FrameId> due;
        for (auto at = timers.begin(); at != timers.end() && at->first <= turn_.now(); ++at) due.push_back(at->second);
        if (std::find(due.begin(), due.end(), FrameId{0}) != due.end()) {
            turn_.time_out();
            return Verdict::Accepted;
        }
        fire(due);
        return Verdict::Accepted;
    }
    Verdict operator()(const StopExecution& stop) {
        turn_.abort(stop);
        return Verdict::Accepted;
    }
    Verdict operator()(const FailExecution& fail) {
        turn_.fail(turn_.execution().last_event, fail.failure);
        return Verdict::Accepted;
    }
    Verdict operator()(const Continue&) { return Verdict::Accepted; }

  private:
    Frame* awaited(const TaskToken& token, Phase phase) {
        Frame* frame = turn_.execution().find(token.frame);
        return frame != nullptr && frame->phase == phase && frame->scheduled == token.scheduled ? frame : nullptr;
    }

    // Tasks that ran out of time are all written first; then their failures take effect, as far as their frames are still there (recorded:
    // timeouts::test_service_lambda_map_timeout). Waits and retries that the turn has no steps left for stay due: the next timer takes them.
    void fire(const std::vector<FrameId>& due) {
        for (const FrameId id : due) {
            Frame* frame = turn_.execution().find(id);
            if (frame != nullptr && frame->phase == Phase::TaskStarted) time_out_task(turn_, *frame);
        }
        settle(turn_);
        for (const FrameId id : due) {
            if (turn_.over() || turn_.has_spent_its_steps()) return;
            Frame* frame = turn_.execution().find(id);
            if (frame == nullptr || frame->due > turn_.now()) continue;
            if (frame->phase == Phase::Waiting) {
                wait_over(turn_, *frame);  // the frame may be gone now
            } else if (frame->phase == Phase::Backoff) {
                try_again(turn_, *frame);
            }
            settle(turn_);
        }
    }

    Turn& turn_;
};

}  // namespace

Decision decide(const definition::Machine& machine, const Limits& limits, Execution& execution, const Command& command, const Tick& tick) {
    Decision decision;
    const bool starts = std::holds_alternative<StartExecution>(command);
    if (starts == execution.started || execution.is_closed()) {
        decision.verdict = Verdict::NotRunning;
        return decision;
    }
    Turn turn(machine, limits, execution, tick, decision);
    decision.verdict = std::visit(Door(turn), command);
    if (decision.verdict == Verdict::Accepted) advance(turn);
    return decision;
}

std::vector<Effect> outstanding(const definition::Machine& machine, const Execution& execution) {
    std::vector<Effect> effects;
    if (execution.is_closed()) return effects;
    for (const auto& [id, frame] : execution.frames) {
        if (frame.phase == Phase::TaskScheduled) effects.emplace_back(ScheduleTask{frame.token(), frame.function_name});
        if (frame.phase == Phase::TaskStarted) effects.emplace_back(dispatch_of(machine, frame));
    }
    return effects;
}

}  // namespace pawl::execution
