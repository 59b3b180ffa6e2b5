#include "tests/cases/case_file.hpp"

#include <charconv>
#include <cmath>

namespace pawl::cases {
namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

/// Takes the first word off.
std::string_view word(std::string_view& rest) {
    rest = trim(rest);
    const auto end = rest.find(' ');
    auto first = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : trim(rest.substr(end));
    return first;
}

/// "1.5s", "2s", "3" → milliseconds
std::optional<std::int64_t> milliseconds(std::string_view text) {
    if (text.ends_with('s')) text.remove_suffix(1);
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return std::llround(seconds * 1000);
}

template <class Number>
bool number(std::string_view text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

/// «long 1000»
std::string expand(std::string_view text) {
    static constexpr std::string_view open = "«long ", close = "»";
    std::string out;
    for (;;) {
        const auto at = text.find(open);
        out.append(text.substr(0, at));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + open.size());
        const auto end = text.find(close);
        std::size_t length = 2;
        number(text.substr(0, end), length);
        out += '"' + std::string(length - 2, 'x') + '"';
        text.remove_prefix(end + close.size());
    }
}

/// "[after T] verb text"
bool parse_answer(std::string_view rest, Answer& answer) {
    auto verb = word(rest);
    if (verb == "after") {
        const auto after = milliseconds(word(rest));
        if (!after) return false;
        answer.after_ms = *after;
        verb = word(rest);
    }
    if (verb == "returns") {
        answer.kind = Answer::Kind::Returns;
    } else if (verb == "fails") {
        answer.kind = Answer::Kind::Fails;
    } else if (verb == "echoes") {
        answer.kind = Answer::Kind::Echoes;
    } else if (verb == "never") {
        answer.kind = Answer::Kind::Never;
    } else if (verb == "breaks") {
        answer.kind = Answer::Kind::Breaks;
        answer.error = word(rest);
    } else {
        return false;
    }
    answer.text = rest;
    return true;
}

bool parse_step(std::string_view rest, Step& step) {
    if (word(rest) != "at") return false;
    const auto at = milliseconds(word(rest));
    if (!at) return false;
    step.at_ms = *at;
    const auto what = word(rest);
    if (what == "stop") {
        step.kind = Step::Kind::Stop;
        if (!rest.empty()) step.error = word(rest);
        if (!rest.empty()) step.cause = rest;
        return true;
    }
    if (what == "heartbeat") {
        step.kind = Step::Kind::Heartbeat;
        step.function = word(rest);
        return rest.empty() || number(rest, step.call);
    }
    step.kind = Step::Kind::Answer;
    step.function = what;
    return number(word(rest), step.call) && parse_answer(rest, step.answer);
}

bool parse_event(std::string_view rest, ExpectedEvent& event) {
    const auto ids = word(rest);
    const auto arrow = ids.find('<');
    if (arrow == std::string_view::npos || !number(ids.substr(0, arrow), event.id) || !number(ids.substr(arrow + 1), event.previous)) return false;
    if (rest.starts_with('@')) {
        event.at_ms = milliseconds(word(rest).substr(1));
        if (!event.at_ms) return false;
    }
    event.type = word(rest);
    if (!rest.empty()) event.details = rest;
    return !event.type.empty();
}

bool parse_limits(std::string_view rest, CaseFile& file) {
    while (!rest.empty()) {
        const auto what = word(rest);
        auto value = word(rest);
        if (value.ends_with(',')) value.remove_suffix(1);
        std::size_t n = 0;
        if (!number(value, n)) return false;
        if (what == "events") {
            file.limit_events = static_cast<std::uint32_t>(n);
        } else if (what == "payload") {
            file.limit_payload = n;
        } else if (what == "turn") {
            file.limit_turn = n;
        } else {
            return false;
        }
    }
    return true;
}

}  // namespace

Result<CaseFile, CaseFault> parse_case(std::string_view source) {
    const std::string expanded = expand(source);
    std::string_view text = expanded;
    CaseFile file;
    enum class Section { None, Machine, Worker, Script, History, Calls } section = Section::None;
    std::string worker;
    for (std::size_t line_number = 1; !text.empty(); ++line_number) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto fault = [&](std::string_view what) {
            return CaseFault{"line " + std::to_string(line_number) + ": " + std::string(what) + ": " + std::string(line)};
        };

        // A section opens in the first column; what belongs to it is indented (a machine: in braces).
        const bool opens = !line.empty() && line.front() >= 'a' && line.front() <= 'z';
        if (opens) {
            const auto colon = line.find(':');
            if (colon == std::string_view::npos) return fault("a section needs a colon");
            const auto name = line.substr(0, colon);
            auto rest = trim(line.substr(colon + 1));
            section = Section::None;
            if (name == "machine") {
                section = Section::Machine;
            } else if (name == "input") {
                file.input = rest;
            } else if (name.starts_with("worker ")) {
                section = Section::Worker;
                worker = trim(name.substr(7));
                file.workers[worker];
            } else if (name == "script") {
                section = Section::Script;
            } else if (name == "limits") {
                if (!parse_limits(rest, file)) return fault("unknown limit");
            } else if (name == "history") {
                section = Section::History;
            } else if (name == "outcome") {
                file.outcome = word(rest);
                file.outcome_text = rest;
            } else if (name == "calls") {
                section = Section::Calls;
                file.calls.emplace();
            } else {
                return fault("unknown section");
            }
            continue;
        }
        if (section == Section::Machine) {
            file.machine.append(line).push_back('\n');
            continue;
        }
        auto rest = trim(line);
        if (rest.empty() || rest.front() == '#') continue;
        bool good = false;
        switch (section) {
            case Section::Worker:
                good = parse_answer(rest, file.workers[worker].emplace_back());
                break;
            case Section::Script:
                good = parse_step(rest, file.script.emplace_back());
                break;
            case Section::History:
                good = parse_event(rest, file.history.emplace_back());
                file.history.back().line = line_number;
                break;
            case Section::Calls: {
                auto& call = file.calls->emplace_back();
                call.function = word(rest);
                call.input = rest;
                good = true;
                break;
            }
            case Section::None:
            case Section::Machine:
                break;
        }
        if (!good) return fault("not understood");
    }
    if (file.machine.empty()) return CaseFault{"no machine"};
    if (file.history.empty()) return CaseFault{"no history"};
    if (file.outcome.empty()) return CaseFault{"no outcome"};
    return file;
}

std::optional<std::vector<std::pair<std::string, std::string>>> raw_members(std::string_view object) {
    std::vector<std::pair<std::string, std::string>> members;
    std::size_t at = 0;
    const auto blanks = [&] {
        while (at < object.size() && (object[at] == ' ' || object[at] == '\t' || object[at] == '\n')) ++at;
    };
    // Past one string (at its quote) or one value of any kind.
    const auto past_string = [&] {
        for (++at; at < object.size() && object[at] != '"'; ++at) {
            if (object[at] == '\\') ++at;
        }
        ++at;
    };
    const auto past_value = [&] {
        for (int depth = 0; at < object.size();) {
            const char c = object[at];
            if (c == '"') {
                past_string();
                continue;
            }
            if (depth == 0 && (c == ',' || c == '}')) return;
            if (c == '{' || c == '[') ++depth;
            if (c == '}' || c == ']') --depth;
            ++at;
        }
    };
    blanks();
    if (at >= object.size() || object[at] != '{') return std::nullopt;
    ++at;
    for (blanks(); at < object.size() && object[at] != '}'; blanks()) {
        if (object[at] != '"') return std::nullopt;
        const auto key = at + 1;
        past_string();
        auto name = std::string(object.substr(key, at - key - 1));
        blanks();
        if (at >= object.size() || object[at] != ':') return std::nullopt;
        ++at;
        blanks();
        const auto value = at;
        past_value();
        members.emplace_back(std::move(name), trim(object.substr(value, at - value)));
        if (at < object.size() && object[at] == ',') ++at;
    }
    if (at >= object.size()) return std::nullopt;
    return members;
}

}  // namespace pawl::cases
