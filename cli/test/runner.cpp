#include "cli/test/runner.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <utility>

#include "cli/definition_file.hpp"
#include "cli/definition_report.hpp"
#include "cli/text/excerpt.hpp"
#include "cli/text/files.hpp"
#include "statemachine/rehearsal/expectation.hpp"
#include "statemachine/rehearsal/mock_config.hpp"
#include "statemachine/rehearsal/rehearsal.hpp"

namespace pawl::cli {
namespace {

namespace fs = std::filesystem;
using rehearsal::Case;

/// As the file that names it sees it.
std::string beside(const std::string& file, const std::string& named) {
    const fs::path path(named);
    return path.is_absolute() ? named : (fs::path(file).parent_path() / path).lexically_normal().string();
}

std::string without_end(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    return text;
}

std::vector<std::string> lambda_invokes(const definition::Machine& machine) {
    std::vector<std::string> names;
    for (const definition::State& state : machine.states) {
        const auto* task = std::get_if<definition::Task>(&state.body);
        if (task != nullptr && std::holds_alternative<definition::LambdaInvoke>(task->integration)) names.push_back(state.name);
    }
    return names;
}

}  // namespace

bool TestRunner::is_wanted(const std::string& file, const std::string& name) const {
    return filter_.empty() || name.find(filter_) != std::string::npos || file.find(filter_) != std::string::npos;
}

void TestRunner::broken(TestResult result, ExitCode exit, std::string why) {
    result.kind = TestResult::Kind::Broken;
    result.details = without_end(std::move(why));
    results_.push_back(std::move(result));
    // What kept a test from running weighs more than a test that failed.
    if (exit_ == ExitCode::Ok || exit_ == ExitCode::Failed) exit_ = exit;
}

const TestRunner::Bound& TestRunner::bound(const std::string& key, const std::string& text, const std::string& name) {
    const auto [known, is_new] = machines_.try_emplace(key);
    Bound& made = known->second;
    if (!is_new) return made;
    const DefinitionFile file{name, text, name.ends_with(".yaml") || name.ends_with(".yml")};
    const CheckedDefinition checked = check_definition(file);
    if (checked.compiled.machine != nullptr) {
        made.machine = checked.compiled.machine;
        return made;
    }
    std::ostringstream report;
    print_findings(report, findings_of(checked.compiled, definition::Severity::Error), text, name, false);
    made.report = report.str();
    made.exit = ExitCode::InvalidDefinition;
    return made;
}

const TestRunner::Bound& TestRunner::bound_file(const std::string& file) {
    const auto known = machines_.find(file);
    if (known != machines_.end()) return known->second;
    const auto text = read_file(file);
    if (text.has_value()) return bound(file, *text, file);
    Bound& made = machines_[file];
    made.report = text.error().message;
    made.exit = text.error().missing ? ExitCode::NotFound : ExitCode::Failed;
    return made;
}

void TestRunner::run(const std::string& file_or_folder) {
    std::error_code error;
    if (!fs::is_directory(file_or_folder, error)) return run_file(file_or_folder);
    std::vector<std::string> files;
    for (auto entry = fs::recursive_directory_iterator(file_or_folder, error); !error && entry != fs::recursive_directory_iterator();
         entry.increment(error)) {
        if (entry->path().extension() == ".case" && entry->is_regular_file(error)) files.push_back(entry->path().string());
    }
    std::sort(files.begin(), files.end());
    if (files.empty())
        return broken({file_or_folder, "", 0, {}, "", "", 0}, ExitCode::NotFound, "there is no *.case file in '" + file_or_folder + "'");
    for (const std::string& file : files) run_file(file);
}

void TestRunner::run_file(const std::string& file) {
    const auto text = read_file(file);
    if (text.has_error())
        return broken({file, "", 0, {}, "", "", 0}, text.error().missing ? ExitCode::NotFound : ExitCode::Failed, text.error().message);
    auto cases = rehearsal::parse_cases(*text);
    if (cases.has_error()) {
        const auto line = static_cast<std::uint32_t>(cases.error().line);
        return broken({file, "", line, {}, "", "", 0}, ExitCode::Usage,
                      file + ":" + std::to_string(line) + ": " + cases.error().message + "\n" + excerpt(*text, {line, 1}));
    }
    for (Case& test : *cases) {
        if (is_wanted(file, test.name)) run_case(file, std::move(test));
    }
}

void TestRunner::run_case(const std::string& file, Case test) {
    TestResult result{file, test.name, test.line, TestResult::Kind::Passed, "", "", 0};
    if (!test.input_file.empty()) {
        auto input = read_file(beside(file, test.input_file));
        if (input.has_error()) return broken(std::move(result), ExitCode::NotFound, "its input: " + input.error().message);
        test.input = *std::move(input);
    }
    if (const auto input = Payload::parse(test.input); input.has_error())
        return broken(std::move(result), ExitCode::Usage, "its input is no JSON: " + input.error().message);
    if (!test.output.empty()) {
        if (const auto output = Payload::parse(test.output); output.has_error())
            return broken(std::move(result), ExitCode::Usage, "the output it expects is no JSON: " + output.error().message);
    }
    const Bound& definition =
        test.machine_file.empty() ? bound(test.machine, test.machine, file + " (machine)") : bound_file(beside(file, test.machine_file));
    if (!definition.machine) return broken(std::move(result), definition.exit, definition.report);
    rehearse(std::move(result), test, *definition.machine);
}

void TestRunner::rehearse(TestResult result, const Case& test, const definition::Machine& machine) {
    const rehearsal::Rehearsal run = rehearsal::rehearse(test, machine, rehearsal::limits_of(test));
    result.virtual_ms = run.execution.last_time.milliseconds - rehearsal::rehearsal_start.milliseconds;
    result.summary = rehearsal::outcome_of(run);
    for (const rehearsal::Difference& difference : rehearsal::differences(test, machine, run)) {
        result.kind = TestResult::Kind::Failed;
        result.details += difference.what + ":\n";
        std::istringstream lines(difference.text);
        for (std::string line; std::getline(lines, line);) result.details += "  " + line + "\n";
    }
    if (result.kind == TestResult::Kind::Failed) {
        result.details += "it came to: " + result.summary + "\n  through: ";
        const char* comma = "";
        for (const std::string& state : rehearsal::path_of(machine, run)) {
            result.details += comma + state;
            comma = ", ";
        }
        if (exit_ == ExitCode::Ok) exit_ = ExitCode::Failed;
    }
    results_.push_back(std::move(result));
}

void TestRunner::run(const Mocks& mocks) {
    const auto text = read_file(mocks.file);
    if (text.has_error())
        return broken({mocks.file, "", 0, {}, "", "", 0}, text.error().missing ? ExitCode::NotFound : ExitCode::Failed, text.error().message);
    auto cases = rehearsal::read_mock_config(*text);
    if (cases.has_error()) {
        const std::string where = cases.error().line > 0 ? ":" + std::to_string(cases.error().line) : "";
        return broken({mocks.file, "", cases.error().line, {}, "", "", 0}, ExitCode::Usage, mocks.file + where + ": " + cases.error().message);
    }
    std::vector<std::string> missing = mocks.cases;
    for (rehearsal::MockedCase& one : *cases) {
        const auto file = mocks.machines.find(one.machine);
        if (file == mocks.machines.end()) continue;
        if (!mocks.cases.empty() && std::find(mocks.cases.begin(), mocks.cases.end(), one.test.name) == mocks.cases.end()) continue;
        std::erase(missing, one.test.name);
        if (!is_wanted(one.machine, one.test.name)) continue;
        TestResult result{one.machine, one.test.name, 0, TestResult::Kind::Passed, "", "", 0};
        const Bound& definition = bound_file(file->second);
        if (!definition.machine) {
            broken(std::move(result), definition.exit, definition.report);
            continue;
        }
        rehearsal::unwrap_payloads(one.test, lambda_invokes(*definition.machine));
        one.test.input = mocks.input;
        one.test.outcome = mocks.expected;
        rehearse(std::move(result), one.test, *definition.machine);
    }
    for (const std::string& name : missing) {
        broken({mocks.file, name, 0, {}, "", "", 0}, ExitCode::NotFound,
               "no state machine given with --machine has a test case '" + name + "' in " + mocks.file);
    }
    if (results_.empty()) {
        std::string known;
        for (const rehearsal::MockedCase& one : *cases) {
            if (known.find("'" + one.machine + "'") == std::string::npos) known += (known.empty() ? "'" : ", '") + one.machine + "'";
        }
        broken({mocks.file, "", 0, {}, "", "", 0}, ExitCode::NotFound,
               "no test case was run: the file is about " + (known.empty() ? "no state machine" : known) +
                   "; say where they are with --machine NAME=FILE");
    }
}

}  // namespace pawl::cli
