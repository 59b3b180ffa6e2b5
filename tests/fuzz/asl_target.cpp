#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/definition/machine.hpp"
#include "tests/cases/case_run.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/target.hpp"

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

/// Workers that answer everything: first with the input, then with an error, then not at all.
std::string run_machine(std::string_view text, const definition::Machine& machine) {
    using Kind = cases::Answer::Kind;
    cases::CaseFile file;
    file.machine = text;
    file.input = R"({"a": 1, "b": {"c": [1, 2, 3]}, "items": [{"id": 1}, {"id": 2}], "text": "x", "when": "2027-01-01T00:00:00Z", "n": 3})";
    execution::Limits limits;
    limits.history_events = 300;
    limits.records_per_turn = 50;
    for (int round = 0; round < 3; ++round) {
        const auto run = cases::run_case(file, machine, limits);
        bool more_workers = false;
        for (const auto& fault : run.faults) {
            if (fault.find(" has no answer in the case") == std::string::npos) return fault;
        }
        for (const auto& call : run.calls) {
            auto& answers = file.workers[call.function];
            if (!answers.empty()) continue;
            more_workers = true;
            const std::string failure = R"({"errorType":"E","errorMessage":"m"})";
            for (int i = 0; i < 20; ++i) {
                answers.push_back({10, Kind::Echoes, "", ""});
                answers.push_back({10, Kind::Fails, failure, ""});
                answers.push_back({10, Kind::Breaks, "broken", "States.Timeout"});
                answers.push_back({10, Kind::Returns, "[1, {\"a\": 2}]", ""});
            }
            for (int i = 0; i < 300; ++i) answers.push_back({0, Kind::Never, "", ""});
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
    return run_machine(text, *compiled.machine);
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
