// What the partition can be asked to do, one struct a request, each with the callback that gets its answer. Callbacks run on the partition's
// thread once everything the answer tells of is durable; they must be quick and must not call back into turn(). A start refused because too
// many wait, and any request after a shutdown or a failed commit, is answered at once on the caller's thread.
//
// State machines and executions are named by their names, as in ARNs; the partition knows all machines by heart. An answer is what comes back, of a
// request or of a task's call; a reply is HTTP's (engine/api).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "engine/ports/store.hpp"
#include "engine/runtime/api_error.hpp"
#include "engine/runtime/execution_snapshot.hpp"

namespace pawl::engine {

template <class T>
using Answer = std::function<void(Result<T, ApiError>)>;

struct ExecutionName {
    std::string machine;
    std::string execution;
};

// ------------------------------------------------------------------------------------------------ executions
struct StartedExecution {
    std::string arn;
    Instant start;
};
/// Same name and same input while running: the first start's answer; otherwise a name taken is ExecutionAlreadyExists. Input that is no JSON is
/// InvalidExecutionInput. Name, size and emptiness are the caller's to check.
struct StartExecution {
    std::string machine;
    std::optional<std::string> name;  ///< absent: a UUID
    std::string input = "{}";
    std::string trace_header = {};
    Answer<StartedExecution> answer;
};

/// A closed execution answers with its first stop date and stays as it is.
struct StopExecution {
    ExecutionName execution;
    std::optional<std::string> error, cause;
    Answer<Instant> answer;
};

/// An execution that is not in memory: closed, or asleep until its next timer or an answer. The asker reads it with a StoreReader of its own
/// (read_snapshot() in cold_execution.hpp), so that the partition need not.
struct ColdExecution {
    ExecutionRow row;
};
using ExecutionView = std::variant<ExecutionSnapshot, ColdExecution>;

struct DescribeExecution {
    ExecutionName execution;
    Answer<ExecutionView> answer;
};

/// Answers when the execution is closed, or as it is at `deadline`. Thousands may wait.
struct WaitForClose {
    ExecutionName execution;
    Instant deadline;
    Answer<ExecutionView> answer;
};

/// Where the execution's history ends now: the journal row to walk back from.
struct HistoryTail {
    ExecutionKey key = 0;
    MachineKey machine = 0;
    std::int64_t revision = 0;
    RowId last_row = 0;
    EventId last_event = 0;  ///< 0 = not in memory: the last row tells
};
struct FindHistory {
    ExecutionName execution;
    Answer<HistoryTail> answer;
};

// ------------------------------------------------------------------------------------------------ state machines
struct MachineChanged {
    MachineRow machine;
    RevisionRow revision;  ///< the current one, without its definition's text
};
/// Keys, dates and DELETING are the partition's to set. A name in use is MachineAlreadyExists (the caller reads it and compares), one being deleted
/// MachineDeleting.
struct CreateMachine {
    MachineRow machine;
    RevisionRow revision;
    Answer<MachineChanged> answer;
};
/// A new revision in place of the one named by `based_on`; MachineChanged when another came first (the caller reads it and tries again).
struct UpdateMachine {
    std::string machine;
    std::int64_t based_on = 0;
    RevisionRow revision;
    Answer<MachineChanged> answer;
};
/// Running executions fail at their next transition; the machine disappears when none is left. A machine that isn't there is deleted already.
struct DeleteMachine {
    std::string machine;
    Answer<bool> answer;  ///< whether there was one
};
/// New tags in place of `based_on`; TagsChanged when they were changed meanwhile.
struct SetTags {
    std::string machine;
    std::string based_on, tags;  ///< MachineRow::tags before and after
    Answer<MachineChanged> answer;
};

// ------------------------------------------------------------------------------------------------ functions
struct PutFunction {
    FunctionRow function;
    Answer<bool> answer;
};
struct RemoveFunction {
    std::string name;
    Answer<bool> answer;
};

using Request = std::variant<StartExecution, StopExecution, DescribeExecution, WaitForClose, FindHistory, CreateMachine, UpdateMachine, DeleteMachine,
                             SetTags, PutFunction, RemoveFunction>;

}  // namespace pawl::engine
