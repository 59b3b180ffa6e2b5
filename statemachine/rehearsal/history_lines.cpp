#include "statemachine/rehearsal/history_lines.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/execution/history_view.hpp"
#include "statemachine/rehearsal/rehearsal.hpp"

namespace pawl::rehearsal {
namespace {

using Details = std::vector<std::pair<std::string, std::string>>;  ///< texts as they are, all else as JSON

bool is_text_member(std::string_view name) { return name == "input" || name == "output" || name == "parameters"; }
bool is_left_out(std::string_view name) {
    return name == "roleArn" || name == "inputDetails" || name == "outputDetails" || name == "assignedVariablesDetails";
}

std::string seconds(std::int64_t ms) {
    std::string text = std::to_string(ms / 1000);
    if (ms % 1000 != 0) text += "." + std::to_string(ms % 1000 + 1000).substr(1);
    return "@" + text + "s ";
}

std::string line_of(std::uint32_t id, std::uint32_t previous, std::optional<std::int64_t> at_ms, std::string_view type, Details* details) {
    std::string out = std::to_string(id) + "<" + std::to_string(previous) + " " + (at_ms ? seconds(*at_ms) : "") + std::string(type);
    if (details == nullptr) return out;
    std::sort(details->begin(), details->end());
    out += " {";
    const char* comma = "";
    for (const auto& [name, value] : *details) {
        out += comma + ("\"" + name + "\": ") + value;
        comma = ", ";
    }
    return out + "}";
}

}  // namespace

std::string event_line(const definition::Machine& machine, const execution::Record& record, const ExpectedEvent* expected) {
    std::string text;
    execution::write_history_event(machine, record, {}, text);
    const Payload event = Payload::from_checked_text(std::move(text));
    Details details;
    for (const auto& [key, value] : event.value().get_object()) {
        if (!value.is_object()) continue;
        for (const auto& [name, member] : value.get_object()) {
            if (is_left_out(name)) continue;
            details.emplace_back(name, is_text_member(name) && is_string(member) ? std::string(member.get_string()) : to_json(member));
        }
    }
    const bool with_time = expected != nullptr && expected->at_ms, with_details = expected == nullptr || expected->details;
    return line_of(record.event, record.previous, with_time ? std::optional(record.time.milliseconds - rehearsal_start.milliseconds) : std::nullopt,
                   execution::event_type(machine, record), with_details ? &details : nullptr);
}

std::string event_line(const ExpectedEvent& expected) {
    if (!expected.details) return line_of(expected.id, expected.previous, expected.at_ms, expected.type, nullptr);
    const auto members = raw_members(*expected.details);
    if (!members) return "line " + std::to_string(expected.line) + ": details are no object: " + *expected.details;
    Details details;
    for (const auto& [name, value] : *members) {
        const auto parsed = Payload::parse(value);
        details.emplace_back(name, is_text_member(name) || parsed.has_error() ? value : to_json(parsed->value()));
    }
    return line_of(expected.id, expected.previous, expected.at_ms, expected.type, &details);
}

}  // namespace pawl::rehearsal
