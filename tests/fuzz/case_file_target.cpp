#include <algorithm>

#include "statemachine/definition/machine.hpp"
#include "statemachine/rehearsal/expectation.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {

namespace {

using rehearsal::Case;

/// Enough of a parse to tell two of them apart.
std::string shown(const Result<std::vector<Case>, rehearsal::CaseFault>& parsed, bool with_lines) {
    if (!parsed) return "! " + parsed.error().message + (with_lines ? " " + std::to_string(parsed.error().line) : "");
    std::string out;
    for (const Case& one : *parsed) {
        out += "case " + one.name + "|" + one.machine + "|" + one.machine_file + "|" + one.input + "|" + one.input_file + "|" + one.outcome + " " +
               one.outcome_text + "|" + one.output + "|" + one.error.value_or("-") + "|" + one.cause.value_or("-");
        for (const auto* answers : {&one.workers, &one.states}) {
            for (const auto& [name, list] : *answers) {
                out += "|" + name;
                for (const auto& answer : list)
                    out += " " + std::to_string(answer.after_ms) + std::to_string(static_cast<int>(answer.kind)) + (answer.always ? "a" : "") +
                           answer.text + answer.error;
            }
        }
        for (const auto& step : one.script) out += "|" + std::to_string(step.at_ms) + step.function + std::to_string(step.call) + step.answer.text;
        for (const auto& event : one.history)
            out += "|" + std::to_string(event.id) + "<" + std::to_string(event.previous) + event.type + event.details.value_or("-");
        if (one.path) {
            for (const auto& state : *one.path) out += ">" + state;
        }
        if (one.calls) {
            for (const auto& call : *one.calls) out += "|" + call.function + " " + call.input;
        }
        out += "\n";
    }
    return out;
}

/// Runs what can be run and holds it against what is expected: whatever that is, the answer is a list of differences.
void rehearse_and_compare(const Case& test) {
    const auto compiled = definition::compile(test.machine);
    if (!compiled.machine || !test.input_file.empty() || !Payload::parse(test.input)) return;
    auto limits = rehearsal::limits_of(test);
    limits.history_events = std::clamp<EventId>(limits.history_events, 2, 200);
    limits.expression.fuel = std::min<std::uint64_t>(limits.expression.fuel, 100'000);
    const auto run = rehearsal::rehearse(test, *compiled.machine, limits);
    static_cast<void>(rehearsal::differences(test, *compiled.machine, run));
}

std::string run(std::string_view text) {
    const auto parsed = rehearsal::parse_cases(text);
    const std::string first = shown(parsed, true);
    if (shown(rehearsal::parse_cases(text), true) != first) return "parsing twice gives two results";
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    if (!parsed) {
        if (parsed.error().message.empty()) return "refused without a message";
        return parsed.error().line < 1 || parsed.error().line > lines ? "a fault in a line that is not there" : "";
    }
    if (parsed->empty()) return "no test, and no fault";
    for (const Case& one : *parsed) {
        if (!one.expects_something()) return "a test that expects nothing";
        if (one.machine.empty() && one.machine_file.empty()) return "a test without a machine";
        if (one.line < 1 || one.line > lines) return "a test in a line that is not there";
        rehearse_and_compare(one);
    }
    // A comment at the end changes nothing.
    if (shown(rehearsal::parse_cases(std::string(text) + "\n# comment\n"), false) != shown(parsed, false))
        return "a comment at the end changes what is read";
    return "";
}

}  // namespace

Target case_file_target() {
    return {"case_file",
            case_texts(),
            {"test: t\n",
             "outcome: SUCCEEDED\n",
             "output: {}\n",
             "path: A, B\n",
             "input: @f\n",
             "worker f:\n",
             "state S:\n",
             "  returns {}\n",
             "  always after 1s echoes\n",
             "  breaks E text\n",
             "  never\n",
             "script:\n",
             "  at 1s stop E cause\n",
             "  at 1s heartbeat f 1\n",
             "limits: events 20, fuel 5\n",
             "history:\n",
             "  1<0 @0 ExecutionStarted {}\n",
             "calls:\n",
             "took: 1s\n",
             "«long 1000»",
             "«long 1»",
             "machine:\n"},
            run};
}

}  // namespace pawl::fuzz
