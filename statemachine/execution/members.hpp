// Every member of an execution by its name, said once for all who look at each: the tests' comparison and dump, and `pawl inspect`. A member that is
// added does not compile until it stands here.
#pragma once

#include <string_view>
#include <tuple>
#include <utility>

#include "statemachine/execution/execution.hpp"

namespace pawl::execution {

template <class T>
std::pair<std::string_view, const T&> named(std::string_view name, const T& value) {
    return {name, value};
}

inline auto members(const ExecutionHead& head) {
    const auto& [arn, name, state_machine_arn, state_machine_name, role_arn, trace_header] = head;
    return std::tuple{named("arn", arn),
                      named("name", name),
                      named("state_machine_arn", state_machine_arn),
                      named("state_machine_name", state_machine_name),
                      named("role_arn", role_arn),
                      named("trace_header", trace_header)};
}

inline auto members(const Join& join) {
    const auto& [results, children, open, items, input, next_item, max_concurrency, started, freed] = join;
    return std::tuple{named("results", results),
                      named("children", children),
                      named("open", open),
                      named("items", items),
                      named("input", input),
                      named("next_item", next_item),
                      named("max_concurrency", max_concurrency),
                      named("started", started),
                      named("freed", freed)};
}

inline auto members(const Frame& frame) {
    const auto& [id, parent, index, phase, state, entered, last, entered_time, input, variables, retries, retry_count, scheduled, target, task_input,
                 timeout_seconds, heartbeat_seconds, timeout_due, heartbeat_due, heartbeat_missed, due, armed, join, given_up] = frame;
    return std::tuple{named("id", id),
                      named("parent", parent),
                      named("index", index),
                      named("phase", phase),
                      named("state", state),
                      named("entered", entered),
                      named("last", last),
                      named("entered_time", entered_time),
                      named("input", input),
                      named("variables", variables),
                      named("retries", retries),
                      named("retry_count", retry_count),
                      named("scheduled", scheduled),
                      named("function_name", target.name),
                      named("task_input", task_input),
                      named("timeout_seconds", timeout_seconds),
                      named("heartbeat_seconds", heartbeat_seconds),
                      named("timeout_due", timeout_due),
                      named("heartbeat_due", heartbeat_due),
                      named("heartbeat_missed", heartbeat_missed),
                      named("due", due),
                      named("armed", armed),
                      named("join", join),
                      named("given_up", given_up)};
}

inline auto members(const GivenUp& given_up) {
    const auto& [join, frames] = given_up;
    return std::tuple{named("join", join), named("frames", frames)};
}

inline auto members(const Execution& execution) {
    const auto& [head, status, started, start_time, stop_time, deadline, input, output, error, cause, last_event, last_time, last_frame,
                 variable_bytes, frames, ready, due_joins, timed_out, timers] = execution;
    return std::tuple{named("head", head),
                      named("status", status),
                      named("started", started),
                      named("start_time", start_time),
                      named("stop_time", stop_time),
                      named("deadline", deadline),
                      named("input", input),
                      named("output", output),
                      named("error", error),
                      named("cause", cause),
                      named("last_event", last_event),
                      named("last_time", last_time),
                      named("last_frame", last_frame),
                      named("variable_bytes", variable_bytes),
                      named("frames", frames),
                      named("ready", ready),
                      named("due_joins", due_joins),
                      named("timed_out", timed_out),
                      named("timers", timers)};
}

constexpr std::string_view name_of(Phase phase) {
    switch (phase) {
        case Phase::Ready:
            return "Ready";
        case Phase::Active:
            return "Active";
        case Phase::TaskScheduled:
            return "TaskScheduled";
        case Phase::TaskStarted:
            return "TaskStarted";
        case Phase::TimedOut:
            return "TimedOut";
        case Phase::Waiting:
            return "Waiting";
        case Phase::Backoff:
            return "Backoff";
        case Phase::Joining:
            return "Joining";
        case Phase::Finished:
            return "Finished";
    }
    return "";
}

}  // namespace pawl::execution
