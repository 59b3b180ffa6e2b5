// A record is one fact of an execution's life. Records are the only truth: the journal holds them, apply() folds them, AWS's history is a view
// of those that carry an event id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "statemachine/execution/command.hpp"
#include "statemachine/vocabulary/failure.hpp"
#include "statemachine/vocabulary/ids.hpp"
#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "statemachine/vocabulary/task_target.hpp"

namespace pawl::execution {

/// What a record is on disk: its type and the version of it. THESE NUMBERS ARE IN DATABASES: DO NOT CHANGE OR REUSE THEM. A type whose fields or
/// meaning must change gets one more, and the old one stays readable for ever; which are versions of one type is said by
/// engine/journal/record_layout.hpp.
enum class RecordNumber : std::uint8_t {
    ExecutionStarted = 1,
    ExecutionSucceeded = 2,
    ExecutionFailed = 3,
    ExecutionAborted = 4,
    ExecutionTimedOut = 5,
    StateEntered = 10,
    StateExited = 11,
    StateAborted = 12,
    RetryPlanned = 13,
    StateExitedWithVariables = 14,
    EvaluationFailed = 15,
    WaitPlanned = 20,
    TaskScheduled = 30,
    TaskStarted = 31,
    TaskSucceeded = 32,
    TaskFailed = 33,
    TaskTimedOut = 34,
    TaskHeartbeat = 35,
    TaskScheduledWithKind = 36,
    ParallelStarted = 40,
    ParallelSucceeded = 41,
    ParallelFailed = 42,
    BranchFinished = 43,
    ChildrenErased = 44,
    MapStarted = 50,
    MapSucceeded = 51,
    MapFailed = 52,
    IterationStarted = 53,
    IterationSucceeded = 54,
    IterationFailed = 55,
    IterationAborted = 56
};

// -------------------------------------------------------------------------------------- the execution as a whole
struct ExecutionStarted {
    ExecutionHead head;
    Payload input;
    Instant deadline;  ///< machine timeout; never() = none
};
struct ExecutionSucceeded {
    Payload output;
};
struct ExecutionFailed {
    Failure failure;  ///< error "": a Fail state without Error
};
struct ExecutionAborted {
    std::optional<std::string> error, cause;
};
struct ExecutionTimedOut {
    Failure failure;
};

// -------------------------------------------------------------------------------------- any state
struct StateEntered {
    StateIndex state = no_state;
    Payload input;
};
/// One variable and its new value.
struct Assigned {
    std::string name;
    Payload value;
};
struct StateExited {
    StateIndex state = no_state;
    Payload output;
    StateIndex next = no_state;           ///< no_state: the end of this States object
    std::vector<Assigned> assigned = {};  ///< by name; each name once
};
/// The state was open when its Parallel or Map failed.
struct StateAborted {
    StateIndex state = no_state;
};
/// No event. The state is tried again at `due`.
struct RetryPlanned {
    std::uint32_t retrier = 0;
    Instant due;
};

/// A JSONata expression failed, or an assignment exceeded a limit. What comes of the failure is told by what follows.
struct EvaluationFailed {
    StateIndex state = no_state;
    Failure failure;
    std::optional<std::string> location;  ///< "Output/r"
};

// -------------------------------------------------------------------------------------- Wait
/// No event.
struct WaitPlanned {
    Instant due;
};

// -------------------------------------------------------------------------------------- Task
struct TaskScheduled {
    StateIndex state = no_state;
    TaskTarget target;
    Payload input;  ///< the event (direct) or the whole Parameters (lambda:invoke)
    std::optional<std::int64_t> timeout_seconds, heartbeat_seconds;
};
struct TaskStarted {
    StateIndex state = no_state;
};
struct TaskSucceeded {
    StateIndex state = no_state;
    Payload output;
};
struct TaskFailed {
    StateIndex state = no_state;
    Failure failure;
};
struct TaskTimedOut {
    StateIndex state = no_state;
    Failure failure;
};
/// No event.
struct TaskHeartbeat {};

// -------------------------------------------------------------------------------------- Parallel and Map
/// Makes the frames of all branches, each ready to enter its first state. Frame ids follow on from the highest so far.
struct ParallelStarted {
    StateIndex state = no_state;
    Payload input;
};
struct ParallelSucceeded {
    StateIndex state = no_state;
};
struct ParallelFailed {
    StateIndex state = no_state;
};
/// No event. The frame reached the end of its branch.
struct BranchFinished {
    Payload output;
};
/// No event. The frame's children are given up; `last` is the event that follow-up events point back to.
struct ChildrenErased {
    EventId last = 0;
};
struct MapStarted {
    StateIndex state = no_state;
    Payload items;  ///< a JSON array
    Payload input;  ///< effective input, for ItemSelector
    std::uint32_t length = 0;
    std::uint32_t max_concurrency = 0;  ///< 0 = no limit
};
struct MapSucceeded {
    StateIndex state = no_state;
};
struct MapFailed {
    StateIndex state = no_state;
};
/// Record::frame is the Map's frame; makes the iteration's frame.
struct IterationStarted {
    StateIndex state = no_state;
    std::uint32_t index = 0;
    Payload input;
};
/// Record::frame is the iteration's frame, in these three.
struct IterationSucceeded {
    StateIndex state = no_state;
    std::uint32_t index = 0;
    Payload output;
};
struct IterationFailed {
    StateIndex state = no_state;
    std::uint32_t index = 0;
};
struct IterationAborted {
    StateIndex state = no_state;
    std::uint32_t index = 0;
};

using RecordBody = std::variant<ExecutionStarted, ExecutionSucceeded, ExecutionFailed, ExecutionAborted, ExecutionTimedOut, StateEntered, StateExited,
                                StateAborted, RetryPlanned, EvaluationFailed, WaitPlanned, TaskScheduled, TaskStarted, TaskSucceeded, TaskFailed,
                                TaskTimedOut, TaskHeartbeat, ParallelStarted, ParallelSucceeded, ParallelFailed, BranchFinished, ChildrenErased,
                                MapStarted, MapSucceeded, MapFailed, IterationStarted, IterationSucceeded, IterationFailed, IterationAborted>;

struct Record {
    Instant time;          ///< never before the previous record's
    EventId event = 0;     ///< its id in AWS's history; 0 = not shown there
    EventId previous = 0;  ///< previousEventId
    FrameId frame = 0;     ///< the frame it is about; 0 = the execution
    RecordBody body;
};

}  // namespace pawl::execution
