#include "statemachine/rehearsal/case_file.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace pawl::rehearsal {
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
    constexpr double longest = 1e10;  // three hundred years; neither infinity nor what is no number
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || !(seconds >= 0 && seconds <= longest)) return std::nullopt;
    return std::llround(seconds * 1000);
}

template <class Number>
bool number(std::string_view text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc{} && end == text.data() + text.size();
}

/// «long 1000»
Result<std::string, CaseFault> expand(std::string_view text) {
    static constexpr std::string_view open = "«long ", close = "»";
    constexpr std::size_t most = 100'000'000;  // of a whole file
    std::string out;
    for (;;) {
        const auto at = text.find(open);
        out.append(text.substr(0, at));
        if (at == std::string_view::npos) return out;
        text.remove_prefix(at + open.size());
        const auto end = text.find(close);
        std::size_t length = 0;
        if (end == std::string_view::npos || !number(text.substr(0, end), length) || length < 2 || length > most || out.size() + length > most) {
            const auto line = static_cast<std::size_t>(std::count(out.begin(), out.end(), '\n')) + 1;
            return CaseFault{line, "a long text is «long N», N its bytes with the quotes, from 2 to a hundred million in a file"};
        }
        out += '"' + std::string(length - 2, 'x') + '"';
        text.remove_prefix(end + close.size());
    }
}

/// "[after T] verb text"
bool parse_answer(std::string_view rest, Answer& answer) {
    auto verb = word(rest);
    if (verb == "always") {
        answer.always = true;
        verb = word(rest);
    }
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

bool parse_limits(std::string_view rest, Case& file) {
    while (!rest.empty()) {
        const auto what = word(rest);
        auto value = word(rest);
        if (value.ends_with(',')) value.remove_suffix(1);
        std::size_t n = 0;
        if (!number(value, n)) return false;
        if (what == "events") {
            if (n > std::numeric_limits<std::uint32_t>::max()) return false;
            file.limit_events = static_cast<std::uint32_t>(n);
        } else if (what == "payload") {
            file.limit_payload = n;
        } else if (what == "turn") {
            file.limit_turn = n;
        } else if (what == "variable") {
            file.limit_variable = n;
        } else if (what == "variables") {
            file.limit_all_variables = n;
        } else if (what == "fuel") {
            file.limit_fuel = n;
        } else if (what == "steps") {
            file.limit_steps = n;
        } else {
            return false;
        }
    }
    return true;
}

/// "A, B, C"
std::vector<std::string> names(std::string_view list) {
    std::vector<std::string> out;
    while (!list.empty()) {
        const auto comma = list.find(',');
        if (const auto name = trim(list.substr(0, comma)); !name.empty()) out.emplace_back(name);
        list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    }
    return out;
}

class Parser {
  public:
    Result<std::vector<Case>, CaseFault> parse(std::string_view text) {
        for (line_ = 1; !text.empty() && !fault_; ++line_) {
            const auto end = text.find('\n');
            auto line = text.substr(0, end);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
            if (line.ends_with('\r')) line.remove_suffix(1);
            // A section opens in the first column; what belongs to it is indented, or JSON.
            const bool opens = !line.empty() && line.front() >= 'a' && line.front() <= 'z';
            if (!(opens ? open(line) : content(line)) && !fault_) fail(opens ? "unknown section" : "not understood", line);
        }
        if (!fault_) close();
        if (fault_) return *fault_;
        return std::move(cases_);
    }

  private:
    enum class Section { None, Machine, Input, Output, Answers, Script, History, Calls, Path };

    bool fail(std::string_view what, std::string_view line) {
        fault_ = CaseFault{line_, std::string(what) + ": " + std::string(line)};
        return false;
    }

    /// Ends the test at hand.
    void close() {
        if (in_test_) {
            cases_.push_back(std::move(now_));
        } else {
            shared_ = now_;
            if (cases_.empty() && now_.expects_something()) cases_.push_back(std::move(now_));
        }
        for (const Case& one : cases_) {
            if (fault_) return;
            if (one.machine.empty() && one.machine_file.empty())
                fault_ = CaseFault{one.line, "no machine: write 'machine: FILE', or 'machine:' and the definition below it"};
            if (!one.expects_something()) fault_ = CaseFault{one.line, "nothing is expected: write 'outcome:', 'output:', 'error:' or 'path:'"};
        }
        if (cases_.empty() && !fault_)
            fault_ = CaseFault{1, "there is no test: nothing is expected anywhere ('outcome:', 'output:', 'error:', 'path:')"};
    }

    bool begin_test(std::string_view name) {
        if (name.empty()) return fail("a test needs a name", "test:");
        if (in_test_) {
            cases_.push_back(std::move(now_));
        } else {
            shared_ = std::move(now_);
            if (shared_.expects_something())
                return fail("what stands before the first test can't expect anything; the expectations of a test stand below its name", "test:");
        }
        in_test_ = true;
        now_ = shared_;
        now_.name = name;
        now_.line = line_;
        fresh_.clear();
        return true;
    }

    /// What a test says goes in the place of what holds for all.
    template <class List>
    List& restart(const std::string& section, List& list) {
        if (fresh_.emplace(section, true).second) list.clear();
        return list;
    }

    /// "input: {…}", "input: @file", or the text on the lines below.
    void open_text(Section section, std::string_view rest, std::string& text, std::string* file) {
        section_ = section;
        text.clear();
        if (file != nullptr) file->clear();
        if (file != nullptr && rest.starts_with('@')) {
            *file = trim(rest.substr(1));
        } else {
            text = rest;
        }
    }

    bool open(std::string_view line) {
        const bool answers = line.starts_with("worker ") || line.starts_with("state ");
        const auto colon = answers ? trim(line).rfind(':') : line.find(':');
        if (colon == std::string_view::npos) return fail("a section needs a colon", line);
        const auto name = line.substr(0, colon);
        const auto rest = trim(line.substr(colon + 1));
        section_ = Section::None;
        if (name == "test") return begin_test(rest);
        if (name == "machine") {
            now_.machine.clear();
            now_.machine_file.clear();
            section_ = rest.empty() || rest.starts_with('{') ? Section::Machine : Section::None;
            (rest.empty() || rest.starts_with('{') ? now_.machine : now_.machine_file) = rest;
        } else if (name == "input") {
            open_text(Section::Input, rest, now_.input, &now_.input_file);
        } else if (name == "output") {
            open_text(Section::Output, rest, now_.output, nullptr);
        } else if (answers) {
            section_ = Section::Answers;
            const bool worker = name.starts_with("worker ");
            const std::string whose(trim(name.substr(worker ? 7 : 6)));
            answers_ = &restart(std::string(name), (worker ? now_.workers : now_.states)[whose]);
            return rest.empty() || fail("answers stand on lines of their own", line);
        } else if (name == "script") {
            section_ = Section::Script;
            restart("script", now_.script);
        } else if (name == "limits") {
            return parse_limits(rest, now_) || fail("unknown limit", line);
        } else if (name == "history") {
            section_ = Section::History;
        } else if (name == "outcome") {
            auto words = rest;
            now_.outcome = word(words);
            now_.outcome_text = words;
            for (const char* known : {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "RUNNING"}) {
                if (now_.outcome == known) return true;
            }
            return fail("an outcome is SUCCEEDED, FAILED, TIMED_OUT, ABORTED or RUNNING", line);
        } else if (name == "error") {
            now_.error = rest;
        } else if (name == "cause") {
            now_.cause = rest;
        } else if (name == "path") {
            section_ = Section::Path;
            now_.path = names(rest);
        } else if (name == "took") {
            now_.took_ms = milliseconds(rest);
            return now_.took_ms.has_value() || fail("a time is a number of seconds such as 2.5s", line);
        } else if (name == "calls") {
            section_ = Section::Calls;
            now_.calls.emplace();
        } else {
            return false;
        }
        return true;
    }

    bool content(std::string_view line) {
        auto rest = trim(line);
        if (rest.empty() || line.front() == '#') return true;
        switch (section_) {
            case Section::Machine:
                now_.machine.append(line).push_back('\n');
                return true;
            case Section::Input:
                now_.input.append("\n").append(line);
                return now_.input_file.empty();
            case Section::Output:
                now_.output.append("\n").append(line);
                return true;
            default:
                break;
        }
        if (rest.front() == '#') return true;
        switch (section_) {
            case Section::Answers:
                if (!answers_->empty() && answers_->back().always)
                    return fail("no call is left for this answer, as the one above it always holds", line);
                return parse_answer(rest, answers_->emplace_back());
            case Section::Script:
                return parse_step(rest, now_.script.emplace_back());
            case Section::History:
                now_.history.emplace_back().line = line_;
                return parse_event(rest, now_.history.back());
            case Section::Calls: {
                Call& call = now_.calls->emplace_back();
                call.function = word(rest);
                call.input = rest;
                return true;
            }
            case Section::Path:
                now_.path->emplace_back(rest);
                return true;
            default:
                return false;
        }
    }

    std::vector<Case> cases_;
    Case now_, shared_;
    bool in_test_ = false;
    std::map<std::string, bool> fresh_;
    Section section_ = Section::None;
    std::vector<Answer>* answers_ = nullptr;
    std::size_t line_ = 1;
    std::optional<CaseFault> fault_;
};

}  // namespace

Result<std::vector<Case>, CaseFault> parse_cases(std::string_view text) {
    const auto expanded = expand(text);
    if (!expanded) return expanded.error();
    return Parser().parse(*expanded);
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

}  // namespace pawl::rehearsal
