// Every member of an execution by its name, said once for all who look at each: the comparison and the dump. A member that is added does not compile
// until it stands here.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "statemachine/execution/execution.hpp"

namespace pawl::oracles {

template <class T>
std::pair<std::string_view, const T&> named(std::string_view name, const T& value) {
    return {name, value};
}

inline auto members(const execution::ExecutionHead& head) {
    const auto& [arn, name, state_machine_arn, state_machine_name, role_arn, trace_header] = head;
    return std::tuple{named("arn", arn),
                      named("name", name),
                      named("state_machine_arn", state_machine_arn),
                      named("state_machine_name", state_machine_name),
                      named("role_arn", role_arn),
                      named("trace_header", trace_header)};
}

inline auto members(const execution::Join& join) {
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

inline auto members(const execution::Frame& frame) {
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

inline auto members(const execution::GivenUp& given_up) {
    const auto& [join, frames] = given_up;
    return std::tuple{named("join", join), named("frames", frames)};
}

inline auto members(const execution::Execution& execution) {
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

// ------------------------------------------------------------------------------------------------ one value as text
std::string_view name_of(execution::Phase phase);
inline std::string show(const std::string& value) { return value; }
inline std::string show(const Payload& value) { return value.text(); }
inline std::string show(Instant value) { return value.is_never() ? "never" : to_iso8601(value); }
inline std::string show(execution::Status value) { return std::string(to_string(value)); }
inline std::string show(execution::Phase value) { return std::string(name_of(value)); }
inline std::string show(bool value) { return value ? "true" : "false"; }
template <class Number>
requires std::is_arithmetic_v<Number> std::string show(Number value) { return std::to_string(value); }
template <class T>
std::string show(const std::optional<T>& value) {
    return value ? show(*value) : "none";
}
template <class A, class B>
std::string show(const std::pair<A, B>& value) {
    return show(value.first) + "=" + show(value.second);
}
/// Sequences, sets and maps.
template <class Values>
requires requires(const Values& values) { typename Values::const_iterator; }
std::string show(const Values& values) {
    std::string out;
    for (const auto& value : values) out += (out.empty() ? "[" : " ") + show(value);
    return out.empty() ? "[]" : out + "]";
}

// ------------------------------------------------------------------------------------------------ whether two values are the same
// Payloads must agree to the letter: the text is what flows on.
inline bool same(const Payload& a, const Payload& b) { return a.text() == b.text(); }
inline bool same(const std::optional<Payload>& a, const std::optional<Payload>& b) { return a.has_value() == b.has_value() && (!a || same(*a, *b)); }
inline bool same(const std::vector<std::optional<Payload>>& a, const std::vector<std::optional<Payload>>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return same(x, y); });
}
inline bool same(const execution::VariableMap& a, const execution::VariableMap& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.first == y.first && same(x.second, y.second); });
}
template <class T>
bool same(const T& a, const T& b) {
    return a == b;
}

}  // namespace pawl::oracles
