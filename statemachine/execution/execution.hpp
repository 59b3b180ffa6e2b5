// An Execution is the fold of its records: what has happened so far, as far as it matters for what comes next. Only apply() changes it.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/record.hpp"

namespace pawl::execution {

enum class Status : std::uint8_t { Running = 1, Succeeded = 2, Failed = 3, TimedOut = 4, Aborted = 5 };
/// "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"
std::string_view to_string(Status status);
std::optional<Status> status_from(std::string_view text);

/// What a frame is doing between two decisions.
enum class Phase : std::uint8_t {
    Ready,          ///< is to enter `state` with `input`
    Active,         ///< inside `state`, within a decision
    TaskScheduled,  ///< its task waits for a dispatch slot
    TaskStarted,    ///< its task was handed over; an answer is awaited
    TimedOut,       ///< its task ran out of time; what comes of that is to be decided
    Waiting,        ///< in a Wait state until `due`
    Backoff,        ///< tries `state` again at `due`
    Joining,        ///< in a Parallel or Map whose children run
    Finished        ///< reached the end of its branch; waits for its siblings
};

/// What a Parallel or Map keeps while its children run.
struct Join {
    std::vector<std::optional<Payload>> results;  ///< by branch or iteration
    std::vector<FrameId> children;                ///< by branch or iteration; 0 = not started or erased
    std::uint32_t open = 0;                       ///< children that have not finished
    // Map only:
    std::optional<Payload> items, input;
    std::uint32_t next_item = 0;  ///< of a Parallel: behind the last branch, as all of them are started at once
    std::uint32_t max_concurrency = 0;
    EventId started = 0;        ///< the MapStarted event, to which the first iterations point back
    std::deque<EventId> freed;  ///< of iterations that have ended and whose places are free: to these the further ones point back

    /// Whether the next step is the state's own and not a child's: another iteration may start, or all have come to their end.
    bool is_due() const { return next_item < results.size() ? open < max_concurrency : open == 0; }
    /// What the next iteration's start points back to.
    EventId start_after() const { return next_item < max_concurrency || freed.empty() ? started : freed.front(); }
};

/// Variables by name.
using VariableMap = std::map<std::string, Payload, std::less<>>;

struct GivenUp;

/// A thread of control: the root, a branch of a Parallel, an iteration of a Map.
struct Frame {
    FrameId id = 0;
    FrameId parent = 0;
    std::uint32_t index = 0;  ///< which branch or iteration of the parent
    Phase phase = Phase::Ready;
    StateIndex state = no_state;
    EventId entered = 0;  ///< the StateEntered event of `state`
    EventId last = 0;     ///< what the frame's next event points back to
    Instant entered_time;
    Payload input;  ///< raw input of `state`; the output when Finished
    /// Those assigned in this frame's States object. Those of the frames around it are read there (see FrameVariables) and don't change meanwhile.
    VariableMap variables;
    std::vector<std::uint32_t> retries;  ///< uses of each retrier during this visit of the state
    std::uint32_t retry_count = 0;       ///< their sum: State.RetryCount
    // the task at hand
    EventId scheduled = 0;
    TaskTarget target;
    std::optional<Payload> task_input;
    std::optional<std::int64_t> timeout_seconds, heartbeat_seconds;
    Instant timeout_due = Instant::never(), heartbeat_due = Instant::never();
    bool heartbeat_missed = false;     ///< of a task in Phase::TimedOut: its heartbeat ran out first
    Instant due = Instant::never();    ///< end of Wait or Backoff
    Instant armed = Instant::never();  ///< the timer that Execution::timers holds for this frame
    std::unique_ptr<Join> join;
    /// The children it had when it failed, until a Retrier or Catcher takes the failure. Nobody does: a closed execution keeps them, for redrive.
    std::unique_ptr<GivenUp> given_up;

    TaskToken token() const { return {id, scheduled}; }
    /// The earliest of its timers.
    Instant next_due() const;
};

/// The children of a Parallel or Map that failed, as they stood then: the outputs of those that had succeeded and the items not yet started (in
/// `join`); of the others state, input, variables, entered event and time. Nothing of them runs, waits or counts any more.
struct GivenUp {
    Join join;
    std::map<FrameId, Frame> frames;  ///< children and what is below them
};

struct Execution {
    ExecutionHead head;
    Status status = Status::Running;
    bool started = false;
    Instant start_time, stop_time, deadline = Instant::never();
    std::optional<Payload> input, output;
    std::optional<std::string> error, cause;
    EventId last_event = 0;  ///< the highest id given so far
    Instant last_time;
    FrameId last_frame = 0;                        ///< the highest id given so far; never reused
    std::uint64_t variable_bytes = 0;              ///< of the texts of all variables of all frames
    std::map<FrameId, Frame> frames;               ///< a closed execution keeps those it had at the end
    std::deque<FrameId> ready;                     ///< frames in Phase::Ready in the order they became so
    std::vector<FrameId> due_joins;                ///< frames in Phase::Joining whose join is due
    std::deque<FrameId> timed_out;                 ///< frames in Phase::TimedOut in the order they became so
    std::set<std::pair<Instant, FrameId>> timers;  ///< one entry per frame that has a timer; frame 0 = the deadline

    /// Whether there is something to do without any command from outside: what a bounded decision left over.
    bool can_go_on() const { return !ready.empty() || !due_joins.empty() || !timed_out.empty(); }
    bool is_closed() const { return started && status != Status::Running; }
    Frame* find(FrameId id);
    const Frame* find(FrameId id) const;
    /// When FireTimer has something to do; never() = nothing pending.
    Instant next_wakeup() const { return timers.empty() ? Instant::never() : timers.begin()->first; }
};

/// Folds one record in. The only function that changes an Execution. A record that does not fit is our bug and aborts.
void apply(const definition::Machine& machine, Execution& execution, const Record& record);

}  // namespace pawl::execution
