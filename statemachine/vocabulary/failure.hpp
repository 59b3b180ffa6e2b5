// A workflow failure: a value that travels through Retry and Catch. `error` is matched by ErrorEquals; `cause` may be absent
// (AWS leaves it out for States.Timeout).
#pragma once

#include <optional>
#include <string>

namespace pawl {

struct Failure {
    std::string error;
    std::optional<std::string> cause;
    friend bool operator==(const Failure&, const Failure&) = default;
};

/// With an error of at most 256 bytes and a cause of at most 32,768: what the service model's SensitiveError and SensitiveCause can carry. Whoever
/// makes a failure of texts that others wrote (a function, a definition, an input) calls it. What AWS does with longer ones is not recorded.
Failure within_limits(Failure failure);

/// The names the Amazon States Language reserves (specification, appendix A) and those AWS adds.
namespace errors {
inline constexpr const char* all = "States.ALL";
inline constexpr const char* task_failed = "States.TaskFailed";
inline constexpr const char* timeout = "States.Timeout";
inline constexpr const char* heartbeat_timeout = "States.HeartbeatTimeout";
inline constexpr const char* runtime = "States.Runtime";
inline constexpr const char* data_limit_exceeded = "States.DataLimitExceeded";
inline constexpr const char* reference_path_conflict = "States.ReferencePathConflict";
inline constexpr const char* query_evaluation = "States.QueryEvaluationError";
inline constexpr const char* lambda_unknown = "Lambda.Unknown";
}  // namespace errors

}  // namespace pawl
