// Every kind of record with its name and members, for `pawl inspect`. Internal to it. A kind or a member that is added does not compile until it
// stands here.
#pragma once

#include "statemachine/execution/members.hpp"

namespace pawl::execution {

template <class... Members>
auto record(std::string_view name, const Members&... members) {
    return std::pair{name, std::tuple<Members...>(members...)};  // deduced, a tuple of one pair would be that pair
}

inline auto described(const ExecutionStarted& r) {
    const auto& [head, input, deadline] = r;
    return record("ExecutionStarted", named("head", head), named("input", input), named("deadline", deadline));
}
inline auto described(const ExecutionSucceeded& r) {
    const auto& [output] = r;
    return record("ExecutionSucceeded", named("output", output));
}
inline auto described(const ExecutionFailed& r) {
    const auto& [failure] = r;
    return record("ExecutionFailed", named("failure", failure));
}
inline auto described(const ExecutionAborted& r) {
    const auto& [error, cause] = r;
    return record("ExecutionAborted", named("error", error), named("cause", cause));
}
inline auto described(const ExecutionTimedOut& r) {
    const auto& [failure] = r;
    return record("ExecutionTimedOut", named("failure", failure));
}
inline auto described(const StateEntered& r) {
    const auto& [state, input] = r;
    return record("StateEntered", named("state", state), named("input", input));
}
inline auto described(const StateExited& r) {
    const auto& [state, output, next, assigned] = r;
    return record("StateExited", named("state", state), named("output", output), named("next", next), named("assigned", assigned));
}
inline auto described(const StateAborted& r) {
    const auto& [state] = r;
    return record("StateAborted", named("state", state));
}
inline auto described(const RetryPlanned& r) {
    const auto& [retrier, due] = r;
    return record("RetryPlanned", named("retrier", retrier), named("due", due));
}
inline auto described(const EvaluationFailed& r) {
    const auto& [state, failure, location] = r;
    return record("EvaluationFailed", named("state", state), named("failure", failure), named("location", location));
}
inline auto described(const WaitPlanned& r) {
    const auto& [due] = r;
    return record("WaitPlanned", named("due", due));
}
inline auto described(const TaskScheduled& r) {
    const auto& [state, target, input, timeout_seconds, heartbeat_seconds] = r;
    return record("TaskScheduled", named("state", state), named("function_name", target.name), named("input", input),
                  named("timeout_seconds", timeout_seconds), named("heartbeat_seconds", heartbeat_seconds));
}
inline auto described(const TaskStarted& r) {
    const auto& [state] = r;
    return record("TaskStarted", named("state", state));
}
inline auto described(const TaskSucceeded& r) {
    const auto& [state, output] = r;
    return record("TaskSucceeded", named("state", state), named("output", output));
}
inline auto described(const TaskFailed& r) {
    const auto& [state, failure] = r;
    return record("TaskFailed", named("state", state), named("failure", failure));
}
inline auto described(const TaskTimedOut& r) {
    const auto& [state, failure] = r;
    return record("TaskTimedOut", named("state", state), named("failure", failure));
}
inline auto described(const TaskHeartbeat&) { return record("TaskHeartbeat"); }
inline auto described(const ParallelStarted& r) {
    const auto& [state, input] = r;
    return record("ParallelStarted", named("state", state), named("input", input));
}
inline auto described(const ParallelSucceeded& r) {
    const auto& [state] = r;
    return record("ParallelSucceeded", named("state", state));
}
inline auto described(const ParallelFailed& r) {
    const auto& [state] = r;
    return record("ParallelFailed", named("state", state));
}
inline auto described(const BranchFinished& r) {
    const auto& [output] = r;
    return record("BranchFinished", named("output", output));
}
inline auto described(const ChildrenErased& r) {
    const auto& [last] = r;
    return record("ChildrenErased", named("last", last));
}
inline auto described(const MapStarted& r) {
    const auto& [state, items, input, length, max_concurrency] = r;
    return record("MapStarted", named("state", state), named("items", items), named("input", input), named("length", length),
                  named("max_concurrency", max_concurrency));
}
inline auto described(const MapSucceeded& r) {
    const auto& [state] = r;
    return record("MapSucceeded", named("state", state));
}
inline auto described(const MapFailed& r) {
    const auto& [state] = r;
    return record("MapFailed", named("state", state));
}
inline auto described(const IterationStarted& r) {
    const auto& [state, index, input] = r;
    return record("IterationStarted", named("state", state), named("index", index), named("input", input));
}
inline auto described(const IterationSucceeded& r) {
    const auto& [state, index, output] = r;
    return record("IterationSucceeded", named("state", state), named("index", index), named("output", output));
}
inline auto described(const IterationFailed& r) {
    const auto& [state, index] = r;
    return record("IterationFailed", named("state", state), named("index", index));
}
inline auto described(const IterationAborted& r) {
    const auto& [state, index] = r;
    return record("IterationAborted", named("state", state), named("index", index));
}

}  // namespace pawl::execution
