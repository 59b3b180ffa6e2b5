// The fold: what each record changes. Decisions are made elsewhere; nothing here asks why.
#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "statemachine/execution/execution.hpp"

namespace pawl::execution {
namespace {

using definition::Machine;

class Fold {
  public:
    Fold(const Machine& machine, Execution& execution, const Record& record) : machine_(machine), execution_(execution), record_(record) {}

    // ------------------------------------------------------------------------------ the execution as a whole
    void operator()(const ExecutionStarted& started) {
        PAWL_CHECK(!execution_.started, "an execution starts once");
        execution_.started = true;
        execution_.head = started.head;
        execution_.start_time = record_.time;
        execution_.input = started.input;
        execution_.deadline = started.deadline;
        if (!started.deadline.is_never()) execution_.timers.emplace(started.deadline, 0);
        add_frame(0, 0, machine_.start, started.input, 0);
    }
    void operator()(const ExecutionSucceeded& succeeded) {
        close(Status::Succeeded);
        execution_.output = succeeded.output;
    }
    void operator()(const ExecutionFailed& failed) {
        close(Status::Failed);
        if (!failed.failure.error.empty()) execution_.error = failed.failure.error;
        execution_.cause = failed.failure.cause;
    }
    void operator()(const ExecutionAborted& aborted) {
        close(Status::Aborted);
        execution_.error = aborted.error;
        execution_.cause = aborted.cause;
    }
    void operator()(const ExecutionTimedOut& timed_out) {
        close(Status::TimedOut);
        execution_.error = timed_out.failure.error;
        execution_.cause = timed_out.failure.cause;
    }

    // ------------------------------------------------------------------------------ any state
    void operator()(const StateEntered& entered) {
        Frame& frame = own_frame();
        if (frame.phase == Phase::Ready) {
            const auto at = std::find(execution_.ready.begin(), execution_.ready.end(), frame.id);
            PAWL_CHECK(at != execution_.ready.end(), "a ready frame is queued");
            execution_.ready.erase(at);
        }
        enter_phase(frame, Phase::Active);
        frame.state = entered.state;
        frame.input = entered.input;
        frame.entered = record_.event;
        frame.entered_time = record_.time;
        frame.last = record_.event;
    }
    void operator()(const StateExited& exited) {
        Frame& frame = own_frame();
        frame.last = record_.event;
        frame.input = exited.output;
        for (const Assigned& variable : exited.assigned) assign(frame, variable);
        frame.retries.clear();
        frame.retry_count = 0;
        frame.join.reset();
        frame.given_up.reset();
        clear_task(frame);
        clear_due(frame);
        if (exited.next == no_state) {
            enter_phase(frame, Phase::Finished);
        } else {
            enter_phase(frame, Phase::Ready);
            frame.state = exited.next;
            execution_.ready.push_back(frame.id);
        }
    }
    void operator()(const StateAborted&) {}
    void operator()(const RetryPlanned& planned) {
        Frame& frame = own_frame();
        if (frame.retries.size() <= planned.retrier) frame.retries.resize(planned.retrier + 1, 0);
        ++frame.retries[planned.retrier];
        ++frame.retry_count;
        clear_task(frame);
        frame.given_up.reset();
        frame.join.reset();  // of a Parallel or Map that came to its end but could not use its result
        enter_phase(frame, Phase::Backoff);
        frame.due = planned.due;
        arm(frame);
    }
    void operator()(const EvaluationFailed&) { own_frame().last = record_.event; }
    void operator()(const WaitPlanned& planned) {
        Frame& frame = own_frame();
        enter_phase(frame, Phase::Waiting);
        frame.due = planned.due;
        arm(frame);
    }

    // ------------------------------------------------------------------------------ Task
    void operator()(const TaskScheduled& scheduled) {
        Frame& frame = own_frame();
        frame.last = record_.event;
        enter_phase(frame, Phase::TaskScheduled);
        frame.scheduled = record_.event;
        frame.target = scheduled.target;
        frame.task_input = scheduled.input;
        frame.timeout_seconds = scheduled.timeout_seconds;
        frame.heartbeat_seconds = scheduled.heartbeat_seconds;
        clear_due(frame);
    }
    void operator()(const TaskStarted&) {
        Frame& frame = own_frame();
        frame.last = record_.event;
        enter_phase(frame, Phase::TaskStarted);
        if (frame.timeout_seconds) frame.timeout_due = record_.time.plus_seconds(*frame.timeout_seconds);
        if (frame.heartbeat_seconds) frame.heartbeat_due = record_.time.plus_seconds(*frame.heartbeat_seconds);
        arm(frame);
    }
    void operator()(const TaskSucceeded&) { task_over(Phase::Active); }
    void operator()(const TaskFailed&) { task_over(Phase::Active); }
    void operator()(const TaskTimedOut&) {
        Frame& frame = own_frame();
        const bool heartbeat = frame.heartbeat_due < frame.timeout_due;  // whichever ran out first, however late this is noticed
        task_over(Phase::TimedOut);
        frame.heartbeat_missed = heartbeat;
    }
    void operator()(const TaskHeartbeat&) {
        Frame& frame = own_frame();
        if (frame.heartbeat_seconds) frame.heartbeat_due = record_.time.plus_seconds(*frame.heartbeat_seconds);
        arm(frame);
    }

    // ------------------------------------------------------------------------------ Parallel and Map
    void operator()(const ParallelStarted& started) {
        Frame& frame = own_frame();
        begin_join(frame);
        const auto& branches = std::get<definition::Parallel>(machine_.state(started.state).body).branches;
        frame.join->results.resize(branches.size());
        frame.join->open = frame.join->next_item = static_cast<std::uint32_t>(branches.size());
        for (std::uint32_t i = 0; i < branches.size(); ++i) {
            frame.join->children.push_back(add_frame(frame.id, i, branches[i].start, started.input, record_.event));
        }
        note_join(frame);
    }
    void operator()(const ParallelSucceeded&) { enter_phase(own_frame(), Phase::Active); }
    void operator()(const ParallelFailed&) { own_frame().last = record_.event; }
    void operator()(const BranchFinished& finished) {
        Frame& frame = own_frame();
        const EventId last = frame.last;
        parent_of(frame).last = last;
        child_done(frame, finished.output);
    }
    void operator()(const ChildrenErased& erased) {
        Frame& frame = own_frame();
        give_up_children(frame);
        enter_phase(frame, Phase::Active);
        frame.last = erased.last;
    }
    void operator()(const MapStarted& started) {
        Frame& frame = own_frame();
        begin_join(frame);
        frame.join->results.resize(started.length);
        frame.join->children.resize(started.length, 0);
        frame.join->items = started.items;
        frame.join->input = started.input;
        frame.join->max_concurrency = started.max_concurrency;
        frame.join->started = record_.event;
        note_join(frame);
    }
    void operator()(const MapSucceeded&) { enter_phase(own_frame(), Phase::Active); }
    void operator()(const MapFailed&) { own_frame().last = record_.event; }
    void operator()(const IterationStarted& started) {
        Frame& frame = own_frame();
        const StateIndex first = std::get<definition::Map>(machine_.state(started.state).body).processor.start;
        frame.join->children[started.index] = add_frame(frame.id, started.index, first, started.input, record_.event);
        if (started.index >= frame.join->max_concurrency && !frame.join->freed.empty()) frame.join->freed.pop_front();
        frame.join->next_item = started.index + 1;
        ++frame.join->open;
        note_join(frame);
    }
    void operator()(const IterationSucceeded& succeeded) {
        Frame& frame = own_frame();
        Frame& parent = parent_of(frame);
        if (parent.join->next_item < parent.join->results.size()) parent.join->freed.push_back(frame.last);
        parent.last = record_.event;
        child_done(frame, succeeded.output);
    }
    void operator()(const IterationFailed&) {}
    void operator()(const IterationAborted&) {}

  private:
    Frame& own_frame() {
        Frame* frame = execution_.find(record_.frame);
        PAWL_CHECK(frame != nullptr, "a record is about a frame that is there");
        return *frame;
    }
    Frame& parent_of(const Frame& frame) {
        Frame* parent = execution_.find(frame.parent);
        PAWL_CHECK(parent != nullptr && parent->join, "a child's parent is joining");
        return *parent;
    }

    FrameId add_frame(FrameId parent, std::uint32_t index, StateIndex start, const Payload& input, EventId last) {
        const FrameId id = ++execution_.last_frame;
        Frame& frame = execution_.frames[id];
        frame.id = id;
        frame.parent = parent;
        frame.index = index;
        frame.state = start;
        frame.input = input;
        frame.last = last;
        execution_.ready.push_back(id);
        return id;
    }

    void assign(Frame& frame, const Assigned& variable) {
        const auto [place, is_new] = frame.variables.try_emplace(variable.name, variable.value);
        execution_.variable_bytes += variable.value.text().size();
        if (is_new) return;
        execution_.variable_bytes -= place->second.text().size();
        place->second = variable.value;
    }

    // The two queues of what a decision has to go through follow from the phases.
    void enter_phase(Frame& frame, Phase phase) {
        if (frame.phase == Phase::TimedOut) std::erase(execution_.timed_out, frame.id);
        if (phase == Phase::TimedOut) execution_.timed_out.push_back(frame.id);
        frame.phase = phase;
        note_join(frame);
    }

    void note_join(const Frame& frame) {
        auto& due = execution_.due_joins;
        const auto at = std::find(due.begin(), due.end(), frame.id);
        const bool is_due = frame.phase == Phase::Joining && frame.join && frame.join->is_due();
        if (is_due && at == due.end()) due.push_back(frame.id);
        if (!is_due && at != due.end()) due.erase(at);
    }

    void begin_join(Frame& frame) {
        frame.last = record_.event;
        enter_phase(frame, Phase::Joining);
        frame.join = std::make_unique<Join>();
        clear_due(frame);
    }

    void child_done(Frame& child, const Payload& output) {
        Frame& parent = parent_of(child);
        Join& join = *parent.join;
        join.results[child.index] = output;
        join.children[child.index] = 0;
        --join.open;
        erase(child.id);
        note_join(parent);
    }

    // They are moved, not copied; whoever takes the failure lets them go within the same decision.
    void give_up_children(Frame& frame) {
        if (!frame.join) return;
        auto given_up = std::make_unique<GivenUp>();
        put_aside(*frame.join, given_up->frames);
        given_up->join = std::move(*frame.join);
        frame.join.reset();
        frame.given_up = std::move(given_up);
    }

    void put_aside(const Join& join, std::map<FrameId, Frame>& aside) {
        for (const FrameId id : join.children) {
            Frame* child = execution_.find(id);
            if (child == nullptr) continue;
            if (child->join) put_aside(*child->join, aside);
            leave_queues(*child);
            aside.insert(execution_.frames.extract(id));
        }
    }

    void erase(FrameId id) {
        leave_queues(execution_.frames.at(id));
        execution_.frames.erase(id);
    }

    // Nothing of the execution as a whole speaks of the frame afterwards.
    void leave_queues(Frame& frame) {
        disarm(frame);
        if (frame.phase == Phase::Ready) std::erase(execution_.ready, frame.id);
        if (frame.phase == Phase::TimedOut) std::erase(execution_.timed_out, frame.id);
        std::erase(execution_.due_joins, frame.id);
        for (const auto& [name, value] : frame.variables) execution_.variable_bytes -= value.text().size();
    }

    void task_over(Phase phase) {
        Frame& frame = own_frame();
        frame.last = record_.event;
        enter_phase(frame, phase);
        clear_task(frame);
    }

    void clear_task(Frame& frame) {
        frame.scheduled = 0;
        frame.target = {};
        frame.task_input.reset();
        frame.timeout_seconds.reset();
        frame.heartbeat_seconds.reset();
        frame.timeout_due = frame.heartbeat_due = Instant::never();
        frame.heartbeat_missed = false;
        arm(frame);
    }

    void clear_due(Frame& frame) {
        frame.due = Instant::never();
        arm(frame);
    }

    void arm(Frame& frame) {
        const Instant next = frame.next_due();
        if (next == frame.armed) return;
        disarm(frame);
        if (!next.is_never()) execution_.timers.emplace(next, frame.id);
        frame.armed = next;
    }

    void disarm(Frame& frame) {
        if (!frame.armed.is_never()) execution_.timers.erase({frame.armed, frame.id});
        frame.armed = Instant::never();
    }

    void close(Status status) {
        execution_.status = status;
        execution_.stop_time = record_.time;
        execution_.ready.clear();
        execution_.due_joins.clear();
        execution_.timed_out.clear();
        execution_.timers.clear();
    }

    const Machine& machine_;
    Execution& execution_;
    const Record& record_;
};

}  // namespace

void apply(const Machine& machine, Execution& execution, const Record& record) {
    PAWL_CHECK(!execution.is_closed(), "a closed execution takes no more records");
    if (record.event != 0) {
        PAWL_CHECK(record.event == execution.last_event + 1, "event ids are dense");
        execution.last_event = record.event;
    }
    execution.last_time = record.time;
    std::visit(Fold(machine, execution, record), record.body);
}

}  // namespace pawl::execution
