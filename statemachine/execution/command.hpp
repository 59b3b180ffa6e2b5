// What can be asked of an execution: the input of decide(). (AWS history owns the word event; our input is a command.)
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "statemachine/vocabulary/failure.hpp"
#include "statemachine/vocabulary/ids.hpp"
#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::execution {

/// What is fixed about an execution from its start; part of its first record.
struct ExecutionHead {
    std::string arn;
    std::string name;
    std::string state_machine_arn;
    std::string state_machine_name;
    std::string role_arn;
    std::string trace_header;
    friend bool operator==(const ExecutionHead&, const ExecutionHead&) = default;
};

/// Names one attempt of one task. The scheduling event's id is new at every attempt, so an answer to an earlier one is seen to be stale.
struct TaskToken {
    FrameId frame = 0;
    EventId scheduled = 0;
    friend auto operator<=>(const TaskToken&, const TaskToken&) = default;
};

/// What a Lambda function answered over HTTP with status 200: the body as it came, and what lambda:invoke's result shows of the exchange.
struct FunctionAnswer {
    std::string body;
    bool function_error = false;  ///< X-Amz-Function-Error was there: the body is {"errorType","errorMessage",…}
    std::string executed_version = "$LATEST";
    std::string request_id;
    std::vector<std::pair<std::string, std::string>> headers;  ///< in order of arrival, names as sent
};

/// What comes back of a call: an answer, in one of the forms that the kinds of integrations read (integrations/integration.hpp says which one reads
/// which), or the failure of the call itself (refused, 404, time limit: Lambda.SdkClientException and its kin).
using TaskAnswer = std::variant<FunctionAnswer, Failure>;

struct Start {
    ExecutionHead head;
    Payload input;
};
/// A dispatch slot is free: the scheduled task is handed over now.
struct StartTask {
    TaskToken token;
};
/// Stale as well where it is in a form that the task's integration does not read.
struct AnswerTask {
    TaskToken token;
    TaskAnswer answer;
};
struct HeartbeatTask {
    TaskToken token;
};
/// Something is due at tick.now: waits, retries, timeouts. Fires all that is due.
struct FireTimer {};
struct Stop {
    std::optional<std::string> error, cause;
};
/// The engine ends it instead of its next transition: its state machine was deleted (recorded: ExecutionFailed after the last event, nothing else).
struct FailExecution {
    Failure failure;
};
/// Goes on with what a bounded decision left (Decision::more).
struct Continue {};

using Command = std::variant<Start, StartTask, AnswerTask, HeartbeatTask, FireTimer, Stop, FailExecution, Continue>;

/// The only two impurities of a decision.
struct Tick {
    Instant now;
    std::uint64_t entropy = 0;
};

}  // namespace pawl::execution
