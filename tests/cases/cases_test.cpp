// Every tests/cases/files/**.case as one test.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "statemachine/execution/history_view.hpp"
#include "tests/cases/case_run.hpp"

namespace pawl::cases {
namespace {

namespace fs = std::filesystem;
using execution::Record;

const fs::path folder = fs::path(PAWL_SOURCE_DIR) / "tests/cases/files";

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".case") names.push_back(fs::relative(entry.path(), folder).replace_extension().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

bool is_text_member(std::string_view name) { return name == "input" || name == "output" || name == "parameters"; }
bool is_left_out(std::string_view name) { return name == "roleArn" || name == "inputDetails" || name == "outputDetails"; }

/// One event in the notation of the case files, with all it has.
struct Shown {
    std::uint32_t id = 0, previous = 0;
    std::string type;
    std::int64_t at_ms = 0;
    std::vector<std::pair<std::string, std::string>> details;  ///< sorted; texts as they are, all else as JSON
};

std::string to_line(const Shown& event, bool with_details, bool with_time) {
    std::ostringstream out;
    out << event.id << '<' << event.previous << ' ';
    if (with_time) out << '@' << static_cast<double>(event.at_ms) / 1000 << "s ";
    out << event.type;
    if (with_details) {
        out << " {";
        const char* comma = "";
        for (const auto& [name, value] : event.details) {
            out << comma << '"' << name << "\": " << value;
            comma = ", ";
        }
        out << '}';
    }
    return out.str();
}

Shown show(const definition::Machine& machine, const Record& record) {
    Shown shown;
    std::string text;
    execution::write_history_event(machine, record, {}, text);
    const auto event = json::parse(text).as_object();
    shown.id = event.at("id").to_number<std::uint32_t>();
    shown.previous = event.at("previousEventId").to_number<std::uint32_t>();
    shown.type = event.at("type").as_string();
    shown.at_ms = record.time.milliseconds - case_start.milliseconds;
    for (const auto& [key, value] : event) {
        if (!value.is_object()) continue;
        for (const auto& [name, member] : value.as_object()) {
            if (is_left_out(name)) continue;
            const bool as_text = is_text_member(name) && member.is_string();
            shown.details.emplace_back(name, as_text ? std::string(member.as_string()) : json::serialize(member));
        }
    }
    std::sort(shown.details.begin(), shown.details.end());
    return shown;
}

/// A case's expectation in the same form. Fails the test when its details are no object.
Shown expected(const ExpectedEvent& event) {
    Shown shown{event.id, event.previous, event.type, event.at_ms.value_or(0), {}};
    if (!event.details) return shown;
    const auto members = raw_members(*event.details);
    if (!members) {
        ADD_FAILURE() << "line " << event.line << ": details are no object: " << *event.details;
        return shown;
    }
    for (const auto& [name, value] : *members) {
        shown.details.emplace_back(name, is_text_member(name) ? value : json::serialize(json::parse(value)));
    }
    std::sort(shown.details.begin(), shown.details.end());
    return shown;
}

std::string brief(std::string text) {
    static constexpr std::size_t most = 2'000;
    if (text.size() > most) text = text.substr(0, most) + "… (" + std::to_string(text.size()) + " bytes)";
    return text;
}

void compare_history(const CaseFile& file, const definition::Machine& machine, const std::vector<Record>& records) {
    std::string wanted, got;
    std::size_t i = 0;
    for (const auto& record : records) {
        if (record.event == 0) continue;
        const auto shown = show(machine, record);
        const bool expects = i < file.history.size();
        const bool details = expects ? file.history[i].details.has_value() : true;
        const bool time = expects && file.history[i].at_ms.has_value();
        got += brief(to_line(shown, details, time)) + "\n";
        if (expects) wanted += brief(to_line(expected(file.history[i]), details, time)) + "\n";
        ++i;
    }
    for (; i < file.history.size(); ++i)
        wanted += to_line(expected(file.history[i]), file.history[i].details.has_value(), file.history[i].at_ms.has_value()) + "\n";
    EXPECT_EQ(wanted, got);
}

void compare_outcome(const CaseFile& file, const execution::Execution& execution, const std::vector<Record>& records) {
    EXPECT_EQ(file.outcome, execution::to_string(execution.status));
    if (records.empty()) return;
    const auto& last = records.back().body;
    std::string wanted = file.outcome_text, got;
    if (const auto* succeeded = std::get_if<execution::ExecutionSucceeded>(&last)) {
        got = succeeded->output.text();
    } else {
        json::object members;
        const auto put = [&](const std::optional<std::string>& error, const std::optional<std::string>& cause) {
            if (error) members["error"] = *error;
            if (cause) members["cause"] = *cause;
        };
        if (const auto* failed = std::get_if<execution::ExecutionFailed>(&last)) {
            put(failed->failure.error.empty() ? std::nullopt : std::optional(failed->failure.error), failed->failure.cause);
        }
        if (const auto* aborted = std::get_if<execution::ExecutionAborted>(&last)) put(aborted->error, aborted->cause);
        got = members.empty() ? "" : json::serialize(members);
        if (!wanted.empty()) wanted = json::serialize(json::parse(wanted));
    }
    EXPECT_EQ(brief(wanted), brief(got));
}

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, history_and_outcome) {
    std::ifstream stream(folder / (GetParam() + ".case"));
    std::stringstream text;
    text << stream.rdbuf();
    auto file = parse_case(text.str());
    ASSERT_TRUE(file) << file.error().message;
    const auto compiled = definition::compile(file->machine);
    for (const auto& diagnostic : compiled.diagnostics) {
        if (diagnostic.severity == definition::Severity::Error)
            ADD_FAILURE() << diagnostic.code << " at " << diagnostic.location << ": " << diagnostic.message;
    }
    for (const auto& unsupported : compiled.unsupported) ADD_FAILURE() << "not supported: " << unsupported.what << " at " << unsupported.location;
    ASSERT_TRUE(compiled.machine);

    for (const bool short_turns : {false, true}) {
        SCOPED_TRACE(short_turns ? "with turns of one record" : "with the case's own turns");
        execution::Limits limits;
        if (file->limit_events) limits.history_events = *file->limit_events;
        if (file->limit_payload) limits.payload_bytes = *file->limit_payload;
        if (file->limit_turn) limits.records_per_turn = *file->limit_turn;
        if (short_turns) limits.records_per_turn = 1;
        const auto run = run_case(*file, *compiled.machine, limits);
        for (const auto& fault : run.faults) ADD_FAILURE() << fault;
        // Short turns let other work in between, so the order of a Parallel's or Map's events may differ: only the outcome is the case's.
        if (!short_turns) compare_history(*file, *compiled.machine, run.records);
        compare_outcome(*file, run.execution, run.records);
        if (file->calls && !short_turns) {
            std::string wanted, got;
            for (const auto& call : *file->calls) wanted += call.function + " " + call.input + "\n";
            for (const auto& call : run.calls) got += call.function + " " + call.input + "\n";
            EXPECT_EQ(brief(wanted), brief(got));
        }
        if (HasFailure()) break;
    }
}

INSTANTIATE_TEST_SUITE_P(files, Cases, testing::ValuesIn(case_names()), [](const auto& test) {
    std::string name = test.param;
    for (auto& c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    }
    return name;
});

}  // namespace
}  // namespace pawl::cases
