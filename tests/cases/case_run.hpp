// Runs a case against the pure core: decide() and the history view, under virtual time, with the workers the case scripts.
#pragma once

#include <string>
#include <vector>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/decision.hpp"
#include "statemachine/execution/execution.hpp"
#include "tests/cases/case_file.hpp"

namespace pawl::cases {

struct CaseRun {
    execution::Execution execution;
    std::vector<execution::Record> records;
    std::vector<Call> calls;
    std::vector<std::string> faults;  ///< what the core did that no case may see
};

/// The instant every case starts at.
inline constexpr Instant case_start{1'800'000'000'000};

/// Until nothing is due any more.
CaseRun run_case(const CaseFile& file, const definition::Machine& machine, const execution::Limits& limits);

}  // namespace pawl::cases
