#include "statemachine/rehearsal/expectation.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/rehearsal/history_lines.hpp"

namespace pawl::rehearsal {
namespace {

std::string brief(std::string text, std::size_t most = 2'000) {
    if (text.size() > most) text = text.substr(0, most) + "… (" + std::to_string(text.size()) + " bytes)";
    return text;
}

/// Two lists as one: "  same", "- expected only", "+ got only", by their longest common subsequence.
std::string list_difference(const std::vector<std::string>& expected, const std::vector<std::string>& got) {
    // What is alike at both ends is left out of the table, which grows with the product.
    std::size_t head = 0, tail = 0;
    while (head < expected.size() && head < got.size() && expected[head] == got[head]) ++head;
    while (tail + head < expected.size() && tail + head < got.size() && expected[expected.size() - 1 - tail] == got[got.size() - 1 - tail]) ++tail;
    const std::size_t rows = expected.size() - head - tail, columns = got.size() - head - tail;
    std::string out;
    const auto line = [&](char sign, const std::string& text) { out += std::string(1, sign) + " " + brief(text) + "\n"; };
    for (std::size_t i = 0; i < head; ++i) line(' ', expected[i]);
    if (rows * columns > 4'000'000) {
        for (std::size_t i = 0; i < rows; ++i) line('-', expected[head + i]);
        for (std::size_t i = 0; i < columns; ++i) line('+', got[head + i]);
    } else {
        std::vector<std::uint32_t> common((rows + 1) * (columns + 1), 0);
        const auto at = [&](std::size_t r, std::size_t c) -> std::uint32_t& { return common[r * (columns + 1) + c]; };
        for (std::size_t r = rows; r-- > 0;) {
            for (std::size_t c = columns; c-- > 0;)
                at(r, c) = expected[head + r] == got[head + c] ? at(r + 1, c + 1) + 1 : std::max(at(r + 1, c), at(r, c + 1));
        }
        for (std::size_t r = 0, c = 0; r < rows || c < columns;) {
            if (r < rows && c < columns && expected[head + r] == got[head + c]) {
                line(' ', expected[head + r]);
                ++r, ++c;
            } else if (r < rows && (c == columns || at(r + 1, c) >= at(r, c + 1))) {
                line('-', expected[head + r++]);
            } else {
                line('+', got[head + c++]);
            }
        }
    }
    for (std::size_t i = expected.size() - tail; i < expected.size(); ++i) line(' ', expected[i]);
    return out;
}

std::string replaced(const std::string& expected, const std::string& got) { return "- " + brief(expected) + "\n+ " + brief(got) + "\n"; }

void compare_json(const json::value& expected, const json::value& got, const std::string& where, std::size_t most, std::vector<std::string>& out) {
    if (out.size() >= most) return;
    if (expected.is_object() && got.is_object()) {
        for (const auto& [name, member] : expected.get_object()) {
            const std::string at = where + "." + std::string(name);
            const json::value* other = got.get_object().if_contains(name);
            if (other != nullptr) {
                compare_json(member, *other, at, most, out);
            } else if (out.size() < most) {
                out.push_back(at + ": expected " + brief(to_json(member), 200) + ", and it is not there");
            }
        }
        for (const auto& [name, member] : got.get_object()) {
            if (!expected.get_object().contains(name) && out.size() < most)
                out.push_back(where + "." + std::string(name) + ": not expected, got " + brief(to_json(member), 200));
        }
        return;
    }
    if (expected.is_array() && got.is_array()) {
        const json::array &a = expected.get_array(), &b = got.get_array();
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) compare_json(a[i], b[i], where + "[" + std::to_string(i) + "]", most, out);
        if (a.size() != b.size() && out.size() < most) {
            out.push_back(where + ": expected " + std::to_string(a.size()) + " items, got " + std::to_string(b.size()));
        }
        return;
    }
    if (Payload::from_value(copy_of(expected)) == Payload::from_value(copy_of(got))) return;
    out.push_back(where + ": expected " + brief(to_json(expected), 200) + ", got " + brief(to_json(got), 200));
}

/// How the execution ended: error and cause as far as there are any.
struct Ending {
    const Payload* output = nullptr;
    std::optional<std::string> error, cause;
};

Ending ending_of(const Rehearsal& run) {
    Ending ending;
    if (run.records.empty()) return ending;
    const auto& last = run.records.back().body;
    if (const auto* succeeded = std::get_if<execution::ExecutionSucceeded>(&last)) ending.output = &succeeded->output;
    if (const auto* failed = std::get_if<execution::ExecutionFailed>(&last)) {
        if (!failed->failure.error.empty()) ending.error = failed->failure.error;
        ending.cause = failed->failure.cause;
    }
    if (const auto* aborted = std::get_if<execution::ExecutionAborted>(&last)) {
        ending.error = aborted->error;
        ending.cause = aborted->cause;
    }
    return ending;
}

/// {"error": …, "cause": …} as far as there are any.
std::string reason_text(const Ending& ending) {
    json::object members;
    if (ending.error) members["error"] = json::string(*ending.error);
    if (ending.cause) members["cause"] = json::string(*ending.cause);
    return to_json(members);
}

class Comparison {
  public:
    Comparison(const Case& test, const definition::Machine& machine, const Rehearsal& run)
        : test_(test), machine_(machine), run_(run), ending_(ending_of(run)) {}

    std::vector<Difference> run() {
        for (const std::string& fault : run_.faults) add("fault", fault + "\n");
        for (const std::string& call : run_.unanswered) add("unanswered", call + "\n");
        if (!run_.unanswered.empty()) return std::move(out_);
        if (!test_.history.empty()) history();
        if (test_.path) {
            const std::vector<std::string> got = path_of(machine_, run_);
            if (got != *test_.path) add("path", list_difference(*test_.path, got));
        }
        outcome();
        if (test_.took_ms) {
            const auto end = run_.execution.is_closed() ? run_.execution.stop_time : run_.execution.last_time;
            const auto took = end.milliseconds - rehearsal_start.milliseconds;
            if (took != *test_.took_ms) add("took", replaced(seconds(*test_.took_ms), seconds(took)));
        }
        if (test_.calls) calls();
        return std::move(out_);
    }

  private:
    void add(std::string what, std::string text) { out_.push_back({std::move(what), std::move(text)}); }

    /// Whether error and cause are what the object says of them; {} says that there are none.
    bool is_reason(const std::string& text) const {
        const auto expected = Payload::parse(text);
        if (expected.has_error() || !expected->value().is_object()) return false;
        const json::object& members = expected->value().get_object();
        if (members.empty()) return !ending_.error && !ending_.cause;
        return std::all_of(members.begin(), members.end(), [&](const auto& member) {
            const std::optional<std::string>& got = member.key() == "error" ? ending_.error : ending_.cause;
            const bool is_known = member.key() == "error" || member.key() == "cause";
            return is_known && got && is_string(member.value()) && member.value().get_string() == *got;
        });
    }

    static std::string seconds(std::int64_t ms) {
        std::string text = std::to_string(ms / 1000);
        if (ms % 1000 != 0) {
            std::string rest = std::to_string(ms % 1000 + 1000).substr(1);
            while (rest.ends_with('0')) rest.pop_back();
            text += "." + rest;
        }
        return text + "s";
    }

    void history() {
        std::vector<std::string> expected, got;
        std::size_t i = 0;
        for (const auto& record : run_.records) {
            if (record.event == 0) continue;
            const ExpectedEvent* wanted = i < test_.history.size() ? &test_.history[i++] : nullptr;
            got.push_back(event_line(machine_, record, wanted));
        }
        for (const ExpectedEvent& event : test_.history) expected.push_back(event_line(event));
        if (expected != got) add("history", list_difference(expected, got));
    }

    void outcome() {
        const std::string status(execution::to_string(run_.execution.status));
        const std::string wanted = !test_.outcome.empty()       ? test_.outcome
                                   : !test_.output.empty()      ? "SUCCEEDED"
                                   : test_.error || test_.cause ? "FAILED"
                                                                : "";
        const bool other = !wanted.empty() && status != wanted;
        if (other && !(test_.error && status == "TIMED_OUT" && test_.outcome.empty())) return add("outcome", replaced(wanted, outcome_of(run_)));
        if (ending_.output != nullptr) {
            if (!test_.outcome_text.empty() && test_.outcome_text != ending_.output->text())
                add("outcome", replaced(status + " " + test_.outcome_text, status + " " + ending_.output->text()));
        } else if (!test_.outcome_text.empty() && !is_reason(test_.outcome_text)) {
            add("outcome", replaced(status + " " + test_.outcome_text, status + " " + reason_text(ending_)));
        }
        if (test_.error && ending_.error != test_.error) add("error", replaced(*test_.error, ending_.error.value_or("(none)")));
        if (test_.cause && ending_.cause != test_.cause) add("cause", replaced(*test_.cause, ending_.cause.value_or("(none)")));
        if (!test_.output.empty() && ending_.output != nullptr) output();
    }

    void output() {
        const auto expected = Payload::parse(test_.output);
        if (expected.has_error()) return add("output", "what is expected is no JSON: " + expected.error().message + "\n");
        std::string text;
        for (const std::string& line : json_differences(*expected, *ending_.output)) text += line + "\n";
        if (!text.empty()) add("output", text + "all of it: " + brief(ending_.output->text()) + "\n");
    }

    void calls() {
        std::vector<std::string> expected, got;
        for (const Call& call : *test_.calls) expected.push_back(call.function + " " + call.input);
        for (const Call& call : run_.calls) got.push_back(call.function + " " + call.input);
        if (expected != got) add("calls", list_difference(expected, got));
    }

    const Case& test_;
    const definition::Machine& machine_;
    const Rehearsal& run_;
    const Ending ending_;
    std::vector<Difference> out_;
};

}  // namespace

std::vector<Difference> differences(const Case& test, const definition::Machine& machine, const Rehearsal& run) {
    return Comparison(test, machine, run).run();
}

std::vector<std::string> json_differences(const Payload& expected, const Payload& got, std::size_t most) {
    std::vector<std::string> out;
    compare_json(expected.value(), got.value(), "$", most, out);
    return out;
}

std::vector<std::string> path_of(const definition::Machine& machine, const Rehearsal& run) {
    std::vector<std::string> path;
    for (const auto& record : run.records) {
        if (const auto* entered = std::get_if<execution::StateEntered>(&record.body)) path.push_back(machine.state(entered->state).name);
    }
    return path;
}

std::string outcome_of(const Rehearsal& run) {
    const Ending ending = ending_of(run);
    std::string out(execution::to_string(run.execution.status));
    if (ending.output != nullptr) out += " " + brief(ending.output->text());
    if (ending.error) out += " " + *ending.error;
    if (ending.cause) out += ": " + brief(*ending.cause);
    return out;
}

}  // namespace pawl::rehearsal
