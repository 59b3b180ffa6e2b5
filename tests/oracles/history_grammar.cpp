#include "tests/oracles/history_grammar.hpp"

#include <algorithm>

#include "statemachine/execution/history_view.hpp"

namespace pawl::oracles {
namespace {

using namespace execution;

template <class T, class Variant>
struct IndexOf;
template <class T, class... Rest>
struct IndexOf<T, std::variant<T, Rest...>> : std::integral_constant<std::size_t, 0> {};
template <class T, class First, class... Rest>
struct IndexOf<T, std::variant<First, Rest...>> : std::integral_constant<std::size_t, 1 + IndexOf<T, std::variant<Rest...>>::value> {};
template <class T>
constexpr std::size_t record_type = IndexOf<T, RecordBody>::value;
template <class T>
constexpr std::size_t state_type = IndexOf<T, definition::StateBody>::value;

template <class T>
const T* as(const Record& record) {
    return std::get_if<T>(&record.body);
}

/// Facts that AWS's history does not show.
bool is_hidden(const Record& record) {
    return as<RetryPlanned>(record) || as<WaitPlanned>(record) || as<TaskHeartbeat>(record) || as<BranchFinished>(record) ||
           as<ChildrenErased>(record);
}

const definition::RetryCatch* retry_catch(const definition::StateBody& body) {
    if (const auto* task = std::get_if<definition::Task>(&body)) return &task->retry_catch;
    if (const auto* parallel = std::get_if<definition::Parallel>(&body)) return &parallel->retry_catch;
    if (const auto* map = std::get_if<definition::Map>(&body)) return &map->retry_catch;
    return nullptr;
}

}  // namespace

std::string HistoryGrammar::add(const Record& record) {
    auto what = fault(record);
    if (what.empty()) return what;
    const auto type = event_type(machine_, record);
    return "record " + (type.empty() ? "type " + std::to_string(record.body.index()) : std::string(type)) + " (event " +
           std::to_string(record.event) + "<" + std::to_string(record.previous) + ", frame " + std::to_string(record.frame) + "): " + what;
}

std::string HistoryGrammar::fault(const Record& record) {
    if (closed_) return "the history was closed before";
    if (record.time < last_time_) return "its time is before the one before it";
    last_time_ = record.time;
    if (is_hidden(record) != (record.event == 0)) return is_hidden(record) ? "it has an event id, but AWS shows no such event" : "it has no event id";
    if (record.event != 0) {
        if (record.event != last_event_ + 1) return "ids are not dense: the one before is " + std::to_string(last_event_);
        if (record.previous >= record.event) return "it points forward";
        last_event_ = record.event;
        types_.push_back(record.body.index());
        previous_.push_back(record.previous);
    }
    Thread* thread = nullptr;
    if (const auto found = threads_.find(record.frame); found != threads_.end()) thread = &found->second;
    if (record.event == 1 && !as<ExecutionStarted>(record)) return "the first event is not ExecutionStarted";
    if (record.frame != 0 && thread == nullptr) return "it is about a frame that does not run";
    return judge(record, thread);
}

bool HistoryGrammar::may_follow(StateIndex state, StateIndex next) const {
    const auto& body = machine_.state(state).body;
    if (const auto* choice = std::get_if<definition::Choice>(&body)) {
        return next == choice->default_next ||
               std::any_of(choice->choices.begin(), choice->choices.end(), [&](const auto& branch) { return branch.next == next; });
    }
    if (const auto* rules = retry_catch(body)) {
        if (std::any_of(rules->catches.begin(), rules->catches.end(), [&](const auto& catcher) { return catcher.next == next; })) return true;
    }
    return std::visit(
        [&](const auto& any) {
            if constexpr (requires { any.transition; }) return any.transition.next == next;
            return next == no_state;
        },
        body);
}

// When a Parallel or Map gives up: each child's open state was aborted once, if AWS has such an event for its type (a failing Pass or Fail has none);
// each iteration was called failed or aborted once.
std::string HistoryGrammar::aborted_children(FrameId parent) {
    const bool of_map = is(threads_.at(parent).state, state_type<definition::Map>);
    for (const auto& [id, child] : threads_) {
        if (child.parent != parent) continue;
        const bool open = is(child.state, state_type<definition::Task>) || is(child.state, state_type<definition::Wait>) ||
                          is(child.state, state_type<definition::Parallel>) || is(child.state, state_type<definition::Map>);
        if (open && !child.aborted)
            return "state " + machine_.state(child.state).name + " of frame " + std::to_string(id) + " was open and has no StateAborted";
        if (of_map && !child.iteration_closed) return "iteration " + std::to_string(child.index) + " has neither Failed nor Aborted";
        if (child.children > 0) {
            if (auto what = aborted_children(id); !what.empty()) return what;
        }
    }
    return {};
}

void HistoryGrammar::remove_below(FrameId parent) {
    std::vector<FrameId> children;
    for (const auto& [id, thread] : threads_) {
        if (thread.parent == parent) children.push_back(id);
    }
    for (const auto id : children) {
        remove_below(id);
        threads_.erase(id);
    }
}

std::string HistoryGrammar::judge(const Record& record, Thread* thread) {
    const auto points_to = [&](EventId wanted) {
        return record.previous == wanted ? std::string() : "it should point back to " + std::to_string(wanted);
    };
    const auto in_state = [&](StateIndex state) -> std::string {
        if (thread->state == state) return {};
        return "its frame is not in that state";
    };
    const auto new_thread = [&](FrameId parent, std::uint32_t index, StateIndex start, EventId last) {
        Thread made;
        made.parent = parent;
        made.index = index;
        made.expected = start;
        made.last = last;
        threads_.emplace(++last_frame_, made);
    };
    const auto close = [&] {
        closed_ = true;
        return std::string();
    };

    if (as<ExecutionStarted>(record)) {
        if (record.event != 1) return "not the first event";
        new_thread(0, 0, machine_.start, 0);
        return points_to(0);
    }
    if (as<ExecutionSucceeded>(record)) {
        const auto& root = threads_.at(1);
        if (!root.finished) return "the root has not come to its end";
        if (threads_.size() != 1) return "branches or iterations still run";
        close();
        return points_to(root.last);
    }
    if (as<ExecutionFailed>(record)) {
        close();
        if (record.previous + 1 == record.event) return {};
        for (const auto& [id, any] : threads_) {
            if (any.last == record.previous) return {};
        }
        return "it points back to no thread's last event";
    }
    if (as<ExecutionAborted>(record) || as<ExecutionTimedOut>(record)) {
        close();
        return points_to(0);
    }

    if (thread == nullptr) return "it is about no frame";
    if (const auto* entered = as<StateEntered>(record)) {
        if (thread->state != no_state) return "its frame is in another state";
        if (thread->expected != entered->state) return "another state should come next";
        auto what = points_to(thread->last);
        thread->state = entered->state;
        thread->task = Thread::Task::None;
        thread->last = record.event;
        return what;
    }
    if (const auto* exited = as<StateExited>(record)) {
        auto what = in_state(exited->state);
        if (what.empty()) what = points_to(thread->last);
        if (what.empty() && is(exited->state, state_type<definition::Fail>)) what = "a Fail state is not exited";
        if (what.empty() && !may_follow(exited->state, exited->next)) what = "the machine has no such transition";
        if (what.empty() && thread->children > 0) what = "children still run";
        if (what.empty() && (thread->task == Thread::Task::Scheduled || thread->task == Thread::Task::Started)) what = "its task has no outcome";
        thread->state = no_state;
        thread->expected = exited->next;
        thread->finished = exited->next == no_state;
        thread->last = record.event;
        return what;
    }
    if (const auto* aborted = as<StateAborted>(record)) {
        if (thread->aborted) return "aborted twice";
        thread->aborted = true;
        if (failing_ != 0 && failing_ != record.previous) return "it points elsewhere than the other aborts";
        failing_ = record.previous;
        return in_state(aborted->state);
    }
    if (const auto* failed = as<EvaluationFailed>(record)) {
        auto what = in_state(failed->state);
        if (what.empty()) what = points_to(thread->last);
        if (what.empty() && (thread->task == Thread::Task::Scheduled || thread->task == Thread::Task::Started)) what = "its task has no outcome";
        thread->last = thread->evaluation = record.event;
        return what;
    }
    if (as<RetryPlanned>(record)) {
        if (thread->task == Thread::Task::Scheduled || thread->task == Thread::Task::Started) return "its task has no outcome";
        if (thread->children > 0) return "its children are still there";
        thread->task = Thread::Task::None;
        return thread->state == no_state ? "in no state" : "";
    }
    if (as<WaitPlanned>(record)) return is(thread->state, state_type<definition::Wait>) ? "" : "not in a Wait state";
    if (as<TaskHeartbeat>(record)) return thread->task == Thread::Task::Started ? "" : "no task runs";
    if (const auto* scheduled = as<TaskScheduled>(record)) {
        auto what = in_state(scheduled->state);
        if (what.empty()) what = points_to(thread->last);
        if (what.empty() && thread->task != Thread::Task::None) what = "the task before has no outcome, or no retry was planned";
        thread->task = Thread::Task::Scheduled;
        thread->last = record.event;
        return what;
    }
    if (as<TaskStarted>(record)) {
        if (thread->task != Thread::Task::Scheduled) return "no task is scheduled";
        thread->task = Thread::Task::Started;
        auto what = points_to(thread->last);
        thread->last = record.event;
        return what;
    }
    if (as<TaskSucceeded>(record) || as<TaskFailed>(record) || as<TaskTimedOut>(record)) {
        if (thread->task != Thread::Task::Started) return "no task runs, or it has an outcome already";
        thread->task = Thread::Task::Over;
        auto what = points_to(thread->last);
        thread->last = record.event;
        return what;
    }
    if (const auto* started = as<ParallelStarted>(record)) {
        auto what = in_state(started->state);
        if (what.empty()) what = points_to(thread->last);
        if (!what.empty() || !is(started->state, state_type<definition::Parallel>)) return what.empty() ? "not in a Parallel state" : what;
        const auto& branches = std::get<definition::Parallel>(machine_.state(started->state).body).branches;
        thread->last = record.event;
        thread->joined = record.event;
        thread->children = static_cast<std::uint32_t>(branches.size());
        for (std::uint32_t i = 0; i < branches.size(); ++i) new_thread(record.frame, i, branches[i].start, record.event);
        return {};
    }
    if (as<BranchFinished>(record)) {
        if (!thread->finished) return "the branch has not come to its end";
        auto& parent = threads_.at(thread->parent);
        parent.last = thread->last;
        --parent.children;
        threads_.erase(record.frame);
        return {};
    }
    // Succeeded leaves `last` alone: the Exited after it points back to the same event.
    if (as<ParallelSucceeded>(record) || as<MapSucceeded>(record)) {
        if (thread->children > 0) return "children still run";
        return points_to(thread->last);
    }
    if (as<ParallelFailed>(record) || as<MapFailed>(record)) {
        if (thread->children > 0) return "its children were not given up";
        auto what = points_to(thread->last);
        thread->last = record.event;
        return what;
    }
    if (const auto* erased = as<ChildrenErased>(record)) {
        auto what = aborted_children(record.frame);
        const bool of_child = std::any_of(threads_.begin(), threads_.end(),
                                          [&](const auto& any) { return any.second.parent == record.frame && any.second.last == erased->last; });
        const bool own = erased->last == thread->evaluation;  // an ItemSelector failed while iterations ran
        if (what.empty() && !of_child && !own) what = "the failing event is no child's last one, nor a failed evaluation of its own";
        if (what.empty() && failing_ != 0 && failing_ != erased->last) what = "the aborts point to another event";
        failing_ = 0;
        remove_below(record.frame);
        thread->children = 0;
        thread->last = erased->last;
        return what;
    }
    if (const auto* started = as<MapStarted>(record)) {
        auto what = in_state(started->state);
        if (what.empty()) what = points_to(thread->last);
        thread->last = record.event;
        thread->joined = record.event;
        return what;
    }
    if (const auto* started = as<IterationStarted>(record)) {
        if (!is(thread->state, state_type<definition::Map>)) return "not in a Map state";
        const auto& map = std::get<definition::Map>(machine_.state(started->state).body);
        ++thread->children;
        new_thread(record.frame, started->index, map.processor.start, record.event);
        // As a rule the event before; a turn that gave way may have let others in between.
        bool reuses = false;
        for (EventId event = record.event - 1; event > record.previous && !reuses; --event) {
            reuses = types_[event] == record_type<IterationSucceeded> && record.previous == previous_[event];
        }
        if (record.previous == thread->joined || reuses) return {};
        return "it points neither to MapStateStarted nor to what came before the MapIterationSucceeded that freed its place";
    }
    if (const auto* succeeded = as<IterationSucceeded>(record)) {
        if (!thread->finished) return "the iteration has not come to its end";
        if (thread->index != succeeded->index) return "it is another iteration's";
        auto what = points_to(thread->last);
        auto& parent = threads_.at(thread->parent);
        parent.last = record.event;
        --parent.children;
        threads_.erase(record.frame);
        return what;
    }
    if (as<IterationFailed>(record) || as<IterationAborted>(record)) {
        if (thread->iteration_closed) return "the iteration was called failed or aborted before";
        thread->iteration_closed = true;
        if (failing_ != 0 && failing_ != record.previous) return "it points elsewhere than the other aborts";
        failing_ = record.previous;
        return {};
    }
    return "unknown record";
}

}  // namespace pawl::oracles
