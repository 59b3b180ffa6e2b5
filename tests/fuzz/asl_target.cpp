#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/definition/machine.hpp"
#include "statemachine/rehearsal/rehearsal.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/target.hpp"
#include "tests/oracles/execution_difference.hpp"
#include "tests/oracles/history_grammar.hpp"
#include "tests/oracles/retry_arithmetic.hpp"

namespace pawl::fuzz {

namespace {

std::string shown(const definition::Compiled& compiled, bool with_places) {
    std::string out = compiled.machine ? "machine" : "none";
    for (const auto& diagnostic : compiled.diagnostics) {
        out += "\n" + diagnostic.code + " " + diagnostic.message + " " + diagnostic.location;
        if (with_places) out += " " + std::to_string(diagnostic.line) + ":" + std::to_string(diagnostic.column);
    }
    for (const auto& unsupported : compiled.unsupported) out += "\nunsupported " + unsupported.what + " " + unsupported.location;
    return out;
}

/// What holds of every history, whatever the machine.
std::string judge(const definition::Machine& machine, const rehearsal::Rehearsal& run) {
    if (!run.faults.empty()) return run.faults.front();
    oracles::HistoryGrammar grammar(machine);
    oracles::RetryArithmetic retry(machine);
    execution::Execution fold;
    for (const auto& record : run.records) {
        for (auto what : {grammar.add(record), retry.add(record)}) {
            if (!what.empty()) return what;
        }
        apply(machine, fold, record);
    }
    if (const auto difference = oracles::execution_difference(run.execution, fold)) return "memory against the fold of the records: " + *difference;
    return "";
}

/// First nobody answers; then those who were called echo, fail, break and fall silent in turn.
std::string run_machine(const definition::Machine& machine) {
    using Kind = rehearsal::Answer::Kind;
    rehearsal::Case test;
    test.input = R"({"a": 1, "b": {"c": [1, 2, 3]}, "items": [{"id": 1}, {"id": 2}], "text": "x", "when": "2027-01-01T00:00:00Z", "n": 3})";
    execution::Limits limits = rehearsal::limits_of(test);
    limits.history_events = 300;
    limits.records_per_decision = 50;
    for (int round = 0; round < 3; ++round) {
        const auto run = rehearsal::rehearse(test, machine, limits);
        if (auto complaint = judge(machine, run); !complaint.empty()) return complaint;
        bool more_workers = false;
        for (const auto& call : run.calls) {
            auto& answers = test.workers[call.function];
            if (!answers.empty()) continue;
            more_workers = true;
            for (int i = 0; i < 20; ++i) {
                answers.push_back({10, Kind::Echoes, false, "", ""});
                answers.push_back({10, Kind::Fails, false, R"({"errorType":"E","errorMessage":"m"})", ""});
                answers.push_back({10, Kind::Breaks, false, "broken", "States.Timeout"});
                answers.push_back({10, Kind::Returns, false, R"([1, {"a": 2}])", ""});
            }
            answers.push_back({0, Kind::Never, true, "", ""});
        }
        if (!more_workers) break;
    }
    return "";
}

std::string run(std::string_view text) {
    const auto compiled = definition::compile(text);
    const auto again = definition::compile(text);
    if (shown(compiled, true) != shown(again, true)) return "compiling twice finds different things";
    if (compiled.has_errors() && compiled.machine) return "a machine with errors";
    if (!compiled.has_errors() && !compiled.machine && compiled.unsupported.empty()) return "neither a machine, nor errors, nor anything unsupported";
    for (const auto& diagnostic : compiled.diagnostics) {
        if (diagnostic.message.empty() || diagnostic.code.empty()) return "a diagnostic without a code or a message";
    }
    if (!compiled.machine) return "";
    // Written differently, it is the same machine.
    const auto payload = Payload::parse(std::string(text));
    if (!payload) return "a definition that is no JSON was compiled";
    // (Not where a member stands twice: that is a warning, and only one of them is written.)
    const auto compact = definition::compile(to_json(payload->value()));
    if (compiled.diagnostics.empty() && shown(compiled, false) != shown(compact, false))
        return "written compactly it is another machine: " + shown(compact, false);
    return run_machine(*compiled.machine);
}

}  // namespace

Target asl_target() {
    Target target{"asl", case_definitions(), seed_lines("asl"), run};
    for (const char* name : {"definitions/valid.jsonl", "definitions/invalid.jsonl"}) {
        std::size_t taken = 0;
        for (const auto& line : shared_json_lines(name)) {
            const auto* object = line.if_object();
            const auto* text = object == nullptr ? nullptr : object->if_contains("text");
            // Small ones say as much and are done in less time.
            if (text != nullptr && text->is_string() && text->get_string().size() < 3000 && taken < 200) {
                ++taken;
                target.seeds.emplace_back(text->get_string());
            }
        }
    }
    return target;
}

}  // namespace pawl::fuzz
