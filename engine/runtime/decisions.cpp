// From commands to decisions, and from decisions to what follows: slots, queues, calls to make once the batch is durable.
#include <algorithm>
#include <utility>

#include "engine/runtime/partition_parts.hpp"

namespace pawl::engine {

using execution::TaskToken;
using execution::Verdict;

void Partition::Parts::touch(HotExecution& execution) {
    if (execution.batch == hand.number) return;
    execution.batch = hand.number;
    hand.touched.push_back(&execution);
}

Verdict Partition::Parts::decide(HotExecution& execution, const execution::Command& command) {
    const Verdict verdict = decide_one(execution, command).verdict;
    start_scheduled();
    return verdict;
}

Partition::Parts::Decided Partition::Parts::decide_one(HotExecution& execution, const execution::Command& command) {
    execution_in_hand = execution.key;
    execution::Decision decision = execution::decide(execution.definition(), settings.limits, execution.state, command, {now, ports.entropy.next()});
    ++counters.decisions;
    if (decisions_left > 0) --decisions_left;
    if (!decision.records.empty()) {
        touch(execution);
        counters.records += decision.records.size();
        auto& undurable = execution.undurable;
        if (undurable.empty()) {
            undurable = std::move(decision.records);
        } else {
            undurable.insert(undurable.end(), std::make_move_iterator(decision.records.begin()), std::make_move_iterator(decision.records.end()));
        }
    }
    const bool hands_over = std::any_of(decision.effects.begin(), decision.effects.end(),
                                        [](const execution::Effect& effect) { return std::holds_alternative<execution::DispatchTask>(effect); });
    for (execution::Effect& effect : decision.effects) take_effect(execution, effect);
    if (decision.more && !execution.continuing && !execution.state.is_closed()) {
        execution.continuing = true;
        continuing.push_back(execution.key);
    }
    hot.timers().arm(execution, execution.state.is_closed() ? Instant::never() : execution.state.next_wakeup());
    execution_in_hand = 0;
    return {decision.verdict, hands_over};
}

void Partition::Parts::take_effect(HotExecution& execution, execution::Effect& effect) {
    if (auto* schedule = std::get_if<execution::ScheduleTask>(&effect)) {
        scheduled.push_back({&execution, schedule->token, std::move(schedule->target)});
    } else if (auto* dispatch = std::get_if<execution::DispatchTask>(&effect)) {
        // Its slot was reserved before StartTask was decided.
        call(execution, std::move(*dispatch));
    } else {
        cancel(execution, std::get<execution::CancelTask>(effect));
    }
}

/// What a decision schedules is started by decisions of its own, which may schedule more.
void Partition::Parts::start_scheduled() {
    while (!scheduled.empty()) {
        const Scheduled next = std::move(scheduled.front());
        scheduled.pop_front();
        // Those who wait go first.
        if (queues.has(next.target) || !ports.dispatcher.try_reserve(next.target)) {
            queues.push(next.target, {next.execution->key, next.token});
        } else {
            start_with_slot(*next.execution, next.token, next.target);
        }
    }
}

/// Gives the slot back when there is no call to make after all: the task is no longer wanted, or the execution ended instead of starting it (it ran
/// into the event limit).
void Partition::Parts::start_with_slot(HotExecution& execution, TaskToken token, const TaskTarget& target) {
    if (!decide_one(execution, execution::StartTask{token}).hands_over) ports.dispatcher.release(target);
}

void Partition::Parts::call(HotExecution& execution, execution::DispatchTask task) {
    execution.in_flight.push_back(task.token);
    ++counters.tasks_in_flight;
    const TaskToken token = task.token;
    TaskTarget target = task.target;
    hand.calls.push_back({execution.key, token, std::move(target), std::move(task)});
}

/// After a restart: the fact that it was started is in the journal already.
void Partition::Parts::dispatch_again(HotExecution& execution, execution::DispatchTask task) {
    if (!queues.has(task.target) && ports.dispatcher.try_reserve(task.target)) return call(execution, std::move(task));
    const TaskTarget target = task.target;
    const TaskToken token = task.token;
    queues.push(target, {execution.key, token, std::move(task)});
}

void Partition::Parts::cancel(HotExecution& execution, const execution::CancelTask& task) {
    const auto running = std::find(execution.in_flight.begin(), execution.in_flight.end(), task.token);
    if (running == execution.in_flight.end()) return;  // it was queued: its entry is stale now
    execution.in_flight.erase(running);
    --counters.tasks_in_flight;
    const auto pending = std::find_if(hand.calls.begin(), hand.calls.end(), [&](const PendingCall& call) {
        return call.execution == execution.key && call.token == task.token && call.task;
    });
    if (pending == hand.calls.end()) {
        hand.calls.push_back({execution.key, task.token, task.target, std::nullopt});
        return;
    }
    // Decided and undone within one batch: the call is never made.
    hand.calls.erase(pending);
    ports.dispatcher.release(task.target);
}

/// Hands free slots to those who wait for them, as far as they go. Who sleeps is awoken when a slot is there.
void Partition::Parts::serve_queue(const TaskTarget& target) {
    while (const QueuedTask* next = queues.front(target)) {
        HotExecution* execution = hot.find(next->execution);
        const bool asleep = execution == nullptr && queues.is_asleep(*next);
        bool wanted = asleep;
        if (execution != nullptr) wanted = next->again ? execution->awaits(next->token) : execution->is_queued(next->token);
        if (wanted) {
            if (decisions_left == 0) {
                inbox.freed.push_back(target);
                return;
            }
            if (!ports.dispatcher.try_reserve(target)) return;  // the dispatcher will tell when there is one
        }
        if (asleep) {
            const auto awoken = awaken(next->execution);
            if (!awoken) {  // Busy: the next turn tries again
                ports.dispatcher.release(target);
                inbox.freed.push_back(target);
                return;
            }
            execution = *awoken;
            if (execution == nullptr) {  // set aside
                queues.awaken(next->execution, next->token);
                ports.dispatcher.release(target);
                wanted = false;
            }
        }
        QueuedTask task = queues.pop(target);
        if (!wanted) continue;
        if (task.again) {
            call(*execution, std::move(*task.again));
        } else if (machines.any_deleting() && machines.is_deleting(execution->machine)) {
            end_deleted(*execution);
            ports.dispatcher.release(target);
        } else {
            start_with_slot(*execution, task.token, target);
            start_scheduled();
        }
    }
}

bool Partition::Parts::deliver(DispatchAnswer& answer) {
    HotExecution* execution = hot.find(answer.execution);
    if (execution == nullptr) {
        const auto awoken = awaken(answer.execution);
        if (!awoken) return false;
        execution = *awoken;
    }
    if (execution == nullptr) {
        ++counters.stale_answers;
        return true;
    }
    const auto running = std::find(execution->in_flight.begin(), execution->in_flight.end(), answer.token);
    if (running != execution->in_flight.end()) {
        execution->in_flight.erase(running);
        --counters.tasks_in_flight;
    }
    Verdict verdict = Verdict::Stale;
    if (machines.any_deleting() && machines.is_deleting(execution->machine)) {
        if (execution->awaits(answer.token)) verdict = end_deleted(*execution);
    } else {
        verdict = decide(*execution, execution::AnswerTask{answer.token, std::move(answer.outcome)});
    }
    if (verdict != Verdict::Accepted) ++counters.stale_answers;
    return true;
}

/// A deleted machine's executions end where they would have gone on (recorded-behaviour#deletion).
Verdict Partition::Parts::end_deleted(HotExecution& execution) {
    return decide(execution,
                  execution::FailExecution{{errors::runtime, "State machine " + execution.state.head.state_machine_name + " has been deleted"}});
}

void Partition::Parts::fire_timers() {
    // Each execution once a turn: one that is due again at once must not keep the others waiting.
    std::vector<HotExecution*> due;
    while (hot.timers().next() <= now && due.size() < decisions_left) {
        due.push_back(&hot.timers().first());
        hot.timers().disarm(*due.back());
    }
    for (HotExecution* execution : due) {
        if (execution->state.next_wakeup() > now) {
            touch(*execution);  // it has waited outside long enough to leave
        } else if (machines.any_deleting() && machines.is_deleting(execution->machine)) {
            end_deleted(*execution);
        } else {
            decide(*execution, execution::FireTimer{});
        }
    }
}

/// Loads executions that slept on disk and are due; their timers fire in this turn.
void Partition::Parts::wake_sleepers() {
    if (sleepers_due > now || decisions_left == 0) return;
    // Those set aside stay due for ever, so that every start tries them once; they come first, being the oldest.
    auto rows = shard.due(now, decisions_left + aside.size());
    if (!rows) return read_failed(rows.error());
    for (const ExecutionRow& row : *rows) {
        if (hot.find(row.key) == nullptr && !aside.contains(row.key) && !awaken(row)) break;  // Busy: it stays due
        if (failure) return;
    }
    ask_sleepers = true;
}

void Partition::Parts::find_next_sleeper() {
    const auto unread = [this](const StoreError& error) {
        sleepers_due = now;  // the next turn asks again
        read_failed(error);
    };
    ask_sleepers = false;
    sleepers_due = Instant::never();
    if (aside.empty()) {
        const auto next = shard.next_due();
        if (!next) return unread(next.error());
        sleepers_due = *next;
        return;
    }
    const auto rows = shard.due(Instant::never(), aside.size() + 1);
    if (!rows) return unread(rows.error());
    for (const ExecutionRow& row : *rows) {
        if (!aside.contains(row.key)) sleepers_due = std::min(sleepers_due, row.next_wakeup);
    }
}

bool Partition::Parts::bring_back(ExecutionKey key) {
    HotExecution* execution = hot.find(key);
    if (execution == nullptr) return awaken(key).has_value();
    redo(*execution);
    if (execution->can_sleep_for() == WaitsFor::Slot) touch(*execution);  // it stands in the queue again and need not stay
    return true;
}

/// What was outstanding when the engine went down, or when the execution fell asleep: of that, the places in queues are still there.
void Partition::Parts::redo(HotExecution& execution) {
    execution.recovered = false;
    if (execution.state.is_closed()) return;
    for (execution::Effect& effect : execution::outstanding(execution.definition(), execution.state)) {
        if (auto* task = std::get_if<execution::DispatchTask>(&effect)) {
            // Starting the task before this one may have ended the execution (the event limit).
            if (!execution.awaits(task->token)) continue;
            // An answer or a timer of this very turn may have led it on to a task that is already about to be handed over.
            const auto& running = execution.in_flight;
            if (std::find(running.begin(), running.end(), task->token) != running.end()) continue;
            dispatch_again(execution, std::move(*task));
        } else {
            const auto* waiting = std::get_if<execution::ScheduleTask>(&effect);
            if (waiting != nullptr && queues.awaken(execution.key, waiting->token)) continue;
            take_effect(execution, effect);
            start_scheduled();
        }
    }
    if (execution.state.can_go_on() && !execution.continuing) {
        execution.continuing = true;
        continuing.push_back(execution.key);
    }
}

void Partition::Parts::go_on(ExecutionKey key) {
    HotExecution* execution = hot.find(key);
    if (execution == nullptr) return;
    execution->continuing = false;
    if (execution->state.is_closed()) return;
    if (machines.any_deleting() && machines.is_deleting(execution->machine)) {
        end_deleted(*execution);
    } else {
        decide(*execution, execution::Continue{});
    }
}

}  // namespace pawl::engine
