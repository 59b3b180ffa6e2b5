// A record is one fact of an execution's life. Records are the only truth: the journal holds them, apply() folds them, AWS's history is a view
// of those that carry an event id. The numbers of the types are on disk: DO NOT CHANGE OR REUSE THEM.
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

namespace pawl::execution {

// -------------------------------------------------------------------------------------- the execution as a whole
struct ExecutionStarted {  // 1
    ExecutionHead head;
    Payload input;
    Instant deadline;  ///< machine timeout; never() = none
};
struct ExecutionSucceeded {  // 2
    Payload output;
};
struct ExecutionFailed {  // 3
    Failure failure;      ///< error "": a Fail state without Error
};
struct ExecutionAborted {  // 4
    std::optional<std::string> error, cause;
};
struct ExecutionTimedOut {  // 5
    Failure failure;
};

// -------------------------------------------------------------------------------------- any state
struct StateEntered {  // 10
    StateIndex state = no_state;
    Payload input;
};
/// One variable and its new value.
struct Assigned {
    std::string name;
    Payload value;
};
struct StateExited {  // 11, or 14 with variables
    StateIndex state = no_state;
    Payload output;
    StateIndex next = no_state;           ///< no_state: the end of this States object
    std::vector<Assigned> assigned = {};  ///< by name; each name once
};
/// The state was open when its Parallel or Map failed.
struct StateAborted {  // 12
    StateIndex state = no_state;
};
/// No event. The state is tried again at `due`.
struct RetryPlanned {  // 13
    std::uint32_t retrier = 0;
    Instant due;
};

/// A JSONata expression failed, or an assignment exceeded a limit. What comes of the failure is told by what follows.
struct EvaluationFailed {  // 15
    StateIndex state = no_state;
    Failure failure;
    std::optional<std::string> location;  ///< "Output/r"
};

// -------------------------------------------------------------------------------------- Wait
/// No event.
struct WaitPlanned {  // 20
    Instant due;
};

// -------------------------------------------------------------------------------------- Task
struct TaskScheduled {  // 30
    StateIndex state = no_state;
    std::string function_name;  ///< bare
    Payload input;              ///< the event (direct) or the whole Parameters (lambda:invoke)
    std::optional<std::int64_t> timeout_seconds, heartbeat_seconds;
};
struct TaskStarted {  // 31
    StateIndex state = no_state;
};
struct TaskSucceeded {  // 32
    StateIndex state = no_state;
    Payload output;
};
struct TaskFailed {  // 33
    StateIndex state = no_state;
    Failure failure;
};
struct TaskTimedOut {  // 34
    StateIndex state = no_state;
    Failure failure;
};
/// No event.
struct TaskHeartbeat {};  // 35

// -------------------------------------------------------------------------------------- Parallel and Map
/// Makes the frames of all branches, each ready to enter its first state. Frame ids follow on from the highest so far.
struct ParallelStarted {  // 40
    StateIndex state = no_state;
    Payload input;
};
struct ParallelSucceeded {  // 41
    StateIndex state = no_state;
};
struct ParallelFailed {  // 42
    StateIndex state = no_state;
};
/// No event. The frame reached the end of its branch.
struct BranchFinished {  // 43
    Payload output;
};
/// No event. The frame's children are gone; `last` is the event that follow-up events point back to.
struct ChildrenErased {  // 44
    EventId last = 0;
};
struct MapStarted {  // 50
    StateIndex state = no_state;
    Payload items;  ///< a JSON array
    Payload input;  ///< effective input, for ItemSelector
    std::uint32_t length = 0;
    std::uint32_t max_concurrency = 0;  ///< 0 = no limit
};
struct MapSucceeded {  // 51
    StateIndex state = no_state;
};
struct MapFailed {  // 52
    StateIndex state = no_state;
};
/// Record::frame is the Map's frame; makes the iteration's frame.
struct IterationStarted {  // 53
    StateIndex state = no_state;
    std::uint32_t index = 0;
    Payload input;
};
/// Record::frame is the iteration's frame, in these three.
struct IterationSucceeded {  // 54
    StateIndex state = no_state;
    std::uint32_t index = 0;
    Payload output;
};
struct IterationFailed {  // 55
    StateIndex state = no_state;
    std::uint32_t index = 0;
};
struct IterationAborted {  // 56
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
