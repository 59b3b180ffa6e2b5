// Every tests/cases/files/**.case as one test, held against the oracles, too.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "statemachine/rehearsal/expectation.hpp"
#include "statemachine/rehearsal/rehearsal.hpp"
#include "tests/oracles/execution_difference.hpp"
#include "tests/oracles/history_grammar.hpp"
#include "tests/oracles/retry_arithmetic.hpp"
#include "tests/source_dir.hpp"

namespace pawl::rehearsal {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(pawl::source_dir()) / "tests/cases/files";

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".case") names.push_back(fs::relative(entry.path(), folder).replace_extension().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// What holds of every history, whatever the case says.
void judge(const definition::Machine& machine, const Rehearsal& run) {
    oracles::HistoryGrammar grammar(machine);
    oracles::RetryArithmetic retry(machine);
    execution::Execution fold;
    for (const auto& record : run.records) {
        for (const auto& what : {grammar.add(record), retry.add(record)}) EXPECT_EQ(what, "");
        apply(machine, fold, record);
    }
    if (const auto difference = oracles::execution_difference(run.execution, fold))
        ADD_FAILURE() << "memory against the fold of the records: " << *difference;
}

void expect_no_differences(const Case& test, const definition::Machine& machine, const Rehearsal& run) {
    for (const Difference& difference : differences(test, machine, run)) ADD_FAILURE() << difference.what << "\n" << difference.text;
}

class Cases : public testing::TestWithParam<std::string> {};

TEST_P(Cases, history_and_outcome) {
    std::ifstream stream(folder / (GetParam() + ".case"));
    std::stringstream text;
    text << stream.rdbuf();
    const auto file = parse_cases(text.str());
    ASSERT_TRUE(file) << "line " << file.error().line << ": " << file.error().message;
    for (const Case& test : *file) {
        SCOPED_TRACE(test.name);
        ASSERT_FALSE(test.outcome.empty()) << "these cases say an outcome";
        const auto compiled = definition::compile(test.machine);
        for (const auto& diagnostic : compiled.diagnostics) {
            if (diagnostic.severity == definition::Severity::Error)
                ADD_FAILURE() << diagnostic.code << " at " << diagnostic.location << ": " << diagnostic.message;
        }
        for (const auto& unsupported : compiled.unsupported) ADD_FAILURE() << "not supported: " << unsupported.what << " at " << unsupported.location;
        ASSERT_TRUE(compiled.machine);

        execution::Limits limits = limits_of(test);
        const auto run = rehearse(test, *compiled.machine, limits);
        judge(*compiled.machine, run);
        expect_no_differences(test, *compiled.machine, run);
        if (HasFailure()) return;

        // Short turns let other work in between, so the order of a Parallel's or Map's events may differ: only the outcome is the case's.
        SCOPED_TRACE("with turns of one record");
        limits.records_per_decision = 1;
        Case only_outcome = test;
        only_outcome.history.clear();
        only_outcome.path.reset();
        only_outcome.calls.reset();
        const auto short_turns = rehearse(test, *compiled.machine, limits);
        judge(*compiled.machine, short_turns);
        expect_no_differences(only_outcome, *compiled.machine, short_turns);
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
}  // namespace pawl::rehearsal
