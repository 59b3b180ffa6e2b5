// One turn of the loop, in its four steps:
//
//   decide   everything that waits, up to a batch's worth      → records in memory, rows in the batch in hand
//   commit   that batch, once                                  → Busy: the same batch again next turn; any other error: stop for good
//   act      calls and cancellations
//   answer   those who asked, those who wait; let go of closed and sleeping executions
//
// Before that, the other partitions hear of state machines that changed. Between seal and commit nothing is decided: one batch is under way at a
// time, as SQLite has one writer and a commit that waits for its fsync would only make the next one wait.
#include <algorithm>

#include "engine/journal/codec.hpp"
#include "engine/runtime/idempotency_key.hpp"
#include "engine/runtime/partition_parts.hpp"

namespace pawl::engine {

namespace {

/// Requests that decide nothing are cheap, yet a flood of them must not stretch a turn.
constexpr std::size_t requests_per_turn = 500;

template <class T>
T take_front(std::deque<T>& queue) {
    T value = std::move(queue.front());
    queue.pop_front();
    return value;
}

}  // namespace

bool Partition::Parts::turn() {
    if (failure || stopped) return false;
    now = std::max(now, ports.clock.now());
    if (!hand.sealed) {
        work();
        if (!failure) seal();
    }
    if (!failure && commit()) {
        BatchInHand done = std::exchange(hand, BatchInHand(hand.number + 1));
        tell_peers(done);
        act(done);
        answer(done);
        let_go(done);
        if (!failure) retire();
    }
    if (failure) refuse_waiting();
    refresh_gauges();
    return !failure && has_work();
}

/// Whether the turn may take on more.
bool Partition::Parts::in_time() {
    if (decisions_left == 0 || failure) return false;
    now = std::max(now, ports.clock.now());
    return now < turn_end;
}

void Partition::Parts::work() {
    mailbox.drain(inbox);
    take_catalog_changes();
    decisions_left = settings.decisions_per_turn;
    turn_end = now.plus_milliseconds(settings.turn_milliseconds);

    // Before anything else happens to them, recovered executions are brought to where they were.
    while (!recovered.empty() && in_time()) {
        if (!bring_back(recovered.front())) return;
        recovered.pop_front();
        if (decisions_left > 0) --decisions_left;
    }
    if (!recovered.empty()) return;

    // What drains the engine goes before what fills it.
    while (!inbox.answers.empty() && in_time() && deliver(inbox.answers.front())) inbox.answers.pop_front();
    for (std::size_t n = inbox.freed.size(); n > 0 && in_time(); --n) serve_queue(take_front(inbox.freed));
    wake_sleepers();
    fire_timers();

    for (std::size_t n = std::min(inbox.requests.size(), requests_per_turn); n > 0 && !failure; --n) {
        Request request = take_front(inbox.requests);
        std::visit([this](auto& each) { handle(each); }, request);
    }
    // At least one of each, so that a loaded engine goes on with everything.
    for (bool first = true; !inbox.starts.empty() && (in_time() || first) && !failure; first = false) {
        StartExecution start = take_front(inbox.starts);
        handle(start);
    }
    bool first = true;
    for (std::size_t n = continuing.size(); n > 0 && (in_time() || first) && !failure; --n, first = false) go_on(take_front(continuing));

    remove_deleted_machines();
}

void Partition::Parts::seal() {
    advance_mark();
    expire_waiters();
    for (HotExecution* execution : hand.touched) seal_execution(*execution);
    for (auto& view : hand.views) view();
    hand.views.clear();
    hand.sealed = true;
}

void Partition::Parts::seal_execution(HotExecution& execution) {
    execution_in_hand = execution.key;
    const auto& state = execution.state;
    // A row even without records: it moves the end of the chain past the recovery mark.
    JournalRow row;
    row.id = ++used.row;
    row.execution = execution.key;
    row.previous = execution.last_row;
    row.first_event = state.last_event + 1;
    for (const execution::Record& record : execution.undurable) {
        if (record.event == 0) continue;
        row.first_event = record.event;
        break;
    }
    row.records = encode(execution.undurable, row.id, row.execution);
    if (!execution.undurable.empty()) execution.decided = now;
    execution.undurable = {};  // an idle execution keeps no room for records
    execution.last_row = row.id;
    if (execution.first_row == 0) execution.first_row = row.id;
    hand.batch.journal.push_back(std::move(row));

    const bool closed = state.is_closed();
    const std::optional<WaitsFor> waits = execution.can_sleep_for();
    // What comes from outside may come in the next moment: for that long it stays at hand.
    const Instant stays = waits && *waits != WaitsFor::Nothing ? execution.decided.plus_milliseconds(settings.evict_milliseconds) : now;
    const Instant next = closed ? Instant::never() : state.next_wakeup();
    execution.leaving = closed || (waits && stays <= now && next >= now.plus_milliseconds(settings.evict_milliseconds));
    if (!execution.leaving) hot.timers().arm(execution, stays > now ? std::min(next, stays) : next);
    if (execution.leaving || execution.row_outdated) {
        ExecutionRow& entry = hand.batch.executions.emplace_back();
        entry.key = execution.key;
        entry.machine = execution.machine;
        entry.revision = execution.revision->key;
        entry.name = state.head.name;
        entry.status = static_cast<std::uint8_t>(state.status);
        entry.start = state.start_time;
        entry.stop = state.stop_time;
        entry.first_row = execution.first_row;
        if (execution.leaving) entry.last_row = execution.last_row;
        if (execution.leaving && !closed) {
            entry.next_wakeup = next;
            entry.waiting = static_cast<std::uint8_t>(*waits);
        }
        execution.row_outdated = false;
    }
    execution_in_hand = 0;
}

bool Partition::Parts::commit() {
    if (hand.batch.empty()) return true;
    const auto done = shard.commit(hand.batch);
    if (!done && done.error().kind == StoreError::Kind::Busy) {
        ++counters.commit_retries;
        return false;
    }
    if (!done) {
        fail(done.error());
        return false;
    }
    ++counters.commits;
    return true;
}

void Partition::Parts::act(BatchInHand& done) {
    // A dispatcher may answer at once: that goes to the mailbox, so nothing here changes under our hands.
    for (PendingCall& call : done.calls) {
        if (!call.task) {
            ++counters.cancels;
            ports.dispatcher.cancel(call.execution, call.token, call.target);
            continue;
        }
        HotExecution* execution = hot.find(call.execution);
        PAWL_CHECK(execution != nullptr, "An execution with a call to make is in memory.");
        ++counters.dispatches;
        DispatchRequest request;
        request.execution = call.execution;
        request.token = call.token;
        request.target = std::move(call.target);
        request.input = std::move(call.task->input);
        request.idempotency_key = idempotency_key(execution->state, call.token);
        request.execution_arn = execution->state.head.arn;
        request.attempt = call.task->attempt;
        request.deadline = call.task->deadline;
        ports.dispatcher.dispatch(std::move(request));
    }
}

void Partition::Parts::answer(BatchInHand& done) {
    for (auto& each : done.answers) each();
    for (const HotExecution* execution : done.touched) {
        // What is closed changes no more; nothing else is shown after the seal.
        if (execution->batch != done.number || !execution->state.is_closed()) continue;
        ++counters.closed;
        for (auto& waiter : waiters.take(execution->key)) waiter(view_of(execution->key));
    }
}

void Partition::Parts::expire_waiters() {
    ExecutionKey key = 0;
    for (Answer<ExecutionView> expired; waiters.take_expired(now, key, expired);) answer_at_seal(expired, [this, key] { return view_of(key); });
}

/// Closed and sleeping executions leave memory, unless a later batch has them.
void Partition::Parts::let_go(BatchInHand& done) {
    for (HotExecution* execution : done.touched) {
        if (execution->batch != done.number) continue;
        execution->batch = 0;
        if (!execution->leaving) continue;
        if (execution->state.is_closed()) {
            if (machines.any_deleting()) look_at_deletion(execution->machine);
        } else {
            ++counters.evictions;
            sleepers_due = std::min(sleepers_due, execution->state.next_wakeup());
            counters.tasks_in_flight -= execution->in_flight.size();
            for (const auto& [id, frame] : execution->state.frames) {
                if (frame.phase == execution::Phase::TaskScheduled) queues.fall_asleep(execution->key, frame.token());
            }
        }
        hot.remove(*execution);
    }
    if (ask_sleepers) find_next_sleeper();
}

bool Partition::Parts::has_work() const {
    return hand.sealed || !inbox.empty() || !recovered.empty() || !continuing.empty() || next_wakeup() <= now || !mailbox.empty();
}

Instant Partition::Parts::next_wakeup() const {
    Instant next = std::min({hot.timers().next(), sleepers_due, waiters.next_deadline()});
    for (const auto& [machine, check] : machines.deleting()) next = std::min(next, check);
    return next;
}

void Partition::Parts::fail(const StoreError& error) {
    if (failure) return;
    failure = error;
    mailbox.close();
    hand = BatchInHand(hand.number + 1);
    if (failure_handler) failure_handler(error);
}

/// Nothing was done for these, so they may be told.
void Partition::Parts::refuse_waiting() {
    mailbox.drain(inbox);
    const auto refuse = [](auto& request) {
        if (request.answer) request.answer(ApiError(Refusal::Closed));
    };
    for (Request& request : inbox.requests) std::visit(refuse, request);
    for (StartExecution& start : inbox.starts) refuse(start);
    inbox = {};
}

void Partition::Parts::refresh_gauges() {
    counters.hot_executions = hot.size();
    counters.tasks_queued = queues.size();
    counters.mailbox = inbox.size();
    counters.waiters = waiters.size();
}

}  // namespace pawl::engine
