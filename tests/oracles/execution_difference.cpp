#include "tests/oracles/execution_difference.hpp"

#include <algorithm>
#include <sstream>
#include <string_view>
#include <vector>

namespace pawl::oracles {
namespace {

using namespace execution;

std::string show(const std::string& value) { return value.substr(0, 200); }
std::string show(const Payload& value) { return show(value.text()); }
std::string show(Instant value) { return value.is_never() ? "never" : to_iso8601(value); }
template <class Number>
requires std::is_arithmetic_v<Number> std::string show(Number value) { return std::to_string(value); }
template <class Enum>
requires std::is_enum_v<Enum> std::string show(Enum value) { return std::to_string(static_cast<int>(value)); }
template <class T>
std::string show(const std::optional<T>& value) {
    return value ? show(*value) : "none";
}
template <class T>
std::string show(const std::vector<T>& values) {
    std::string out = "[";
    for (const auto& value : values) out += show(value) + " ";
    return out + "]";
}

std::string show(const VariableMap& variables) {
    std::string out;
    for (const auto& [name, value] : variables) out += name + " = " + show(value) + " ";
    return out;
}

// Payloads must agree to the letter: the text is what flows on.
bool same(const Payload& a, const Payload& b) { return a.text() == b.text(); }
bool same(const std::optional<Payload>& a, const std::optional<Payload>& b) { return a.has_value() == b.has_value() && (!a || same(*a, *b)); }
bool same(const std::vector<std::optional<Payload>>& a, const std::vector<std::optional<Payload>>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (!same(a[i], b[i])) return false;
    }
    return true;
}
bool same(const VariableMap& a, const VariableMap& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.first == y.first && same(x.second, y.second); });
}
template <class T>
bool same(const T& a, const T& b) {
    return a == b;
}

class Comparison {
  public:
    template <class T>
    void member(std::string_view name, const T& a, const T& b) {
        if (found_ || same(a, b)) return;
        found_ = where_ + std::string(name) + " is " + show(a) + " against " + show(b);
    }
    void inside(std::string where) { where_ = std::move(where); }
    void differ(std::string what) {
        if (!found_) found_ = where_ + what;
    }
    std::optional<std::string> found() const { return found_; }

  private:
    std::string where_;
    std::optional<std::string> found_;
};

void compare(Comparison& c, const Join& a, const Join& b) {
    c.member("join.results", a.results, b.results);
    c.member("join.children", a.children, b.children);
    c.member("join.open", a.open, b.open);
    c.member("join.items", a.items, b.items);
    c.member("join.input", a.input, b.input);
    c.member("join.next_item", a.next_item, b.next_item);
    c.member("join.max_concurrency", a.max_concurrency, b.max_concurrency);
    c.member("join.started", a.started, b.started);
    if (a.freed != b.freed) c.differ("join.freed");
}

void compare(Comparison& c, const Frame& a, const Frame& b) {
    c.inside("frame " + std::to_string(a.id) + ": ");
    c.member("id", a.id, b.id);
    c.member("parent", a.parent, b.parent);
    c.member("index", a.index, b.index);
    c.member("phase", a.phase, b.phase);
    c.member("state", a.state, b.state);
    c.member("entered", a.entered, b.entered);
    c.member("last", a.last, b.last);
    c.member("entered_time", a.entered_time, b.entered_time);
    c.member("input", a.input, b.input);
    c.member("variables", a.variables, b.variables);
    c.member("retries", a.retries, b.retries);
    c.member("retry_count", a.retry_count, b.retry_count);
    c.member("scheduled", a.scheduled, b.scheduled);
    c.member("function_name", a.function_name, b.function_name);
    c.member("task_input", a.task_input, b.task_input);
    c.member("timeout_seconds", a.timeout_seconds, b.timeout_seconds);
    c.member("heartbeat_seconds", a.heartbeat_seconds, b.heartbeat_seconds);
    c.member("timeout_due", a.timeout_due, b.timeout_due);
    c.member("heartbeat_due", a.heartbeat_due, b.heartbeat_due);
    c.member("heartbeat_missed", a.heartbeat_missed, b.heartbeat_missed);
    c.member("due", a.due, b.due);
    c.member("armed", a.armed, b.armed);
    if ((a.join == nullptr) != (b.join == nullptr)) {
        c.differ("one has a join, the other not");
    } else if (a.join != nullptr) {
        compare(c, *a.join, *b.join);
    }
}

}  // namespace

std::optional<std::string> execution_difference(const Execution& a, const Execution& b) {
    Comparison c;
    if (!(a.head == b.head)) c.differ("head");
    c.member("status", a.status, b.status);
    c.member("started", a.started, b.started);
    c.member("start_time", a.start_time, b.start_time);
    c.member("stop_time", a.stop_time, b.stop_time);
    c.member("deadline", a.deadline, b.deadline);
    c.member("input", a.input, b.input);
    c.member("output", a.output, b.output);
    c.member("error", a.error, b.error);
    c.member("cause", a.cause, b.cause);
    c.member("last_event", a.last_event, b.last_event);
    c.member("last_time", a.last_time, b.last_time);
    c.member("last_frame", a.last_frame, b.last_frame);
    c.member("variable_bytes", a.variable_bytes, b.variable_bytes);
    if (a.ready != b.ready) c.differ("the frames that are ready");
    c.member("due_joins", a.due_joins, b.due_joins);
    if (a.timed_out != b.timed_out) c.differ("the frames whose tasks timed out");
    if (a.timers != b.timers) c.differ("the timers: " + std::to_string(a.timers.size()) + " against " + std::to_string(b.timers.size()));
    c.member("number of frames", a.frames.size(), b.frames.size());
    for (auto i = a.frames.begin(), j = b.frames.begin(); i != a.frames.end() && j != b.frames.end(); ++i, ++j) {
        compare(c, i->second, j->second);
        if (i->first != i->second.id || j->first != j->second.id) c.differ("a frame's id is not its key");
    }
    return c.found();
}

}  // namespace pawl::oracles
