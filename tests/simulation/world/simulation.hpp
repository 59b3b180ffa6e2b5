// Runs a scenario: the whole engine in this thread, under virtual time, among the fakes, watched by the oracles.
#pragma once

#include <string>
#include <vector>

#include "tests/simulation/complaints.hpp"
#include "tests/simulation/coverage.hpp"
#include "tests/simulation/scenario/scenario.hpp"

namespace pawl::simulation {

struct RunResult {
    std::vector<Complaint> complaints;
    Coverage coverage;
    std::uint64_t requests = 0, crashes = 0, turns = 0, records = 0;
    std::vector<std::string> log;  ///< what happened, if asked for
};

struct RunOptions {
    bool log = false;
};

/// A broken invariant of the engine (PAWL_CHECK) comes back as a complaint of the oracle "check".
RunResult run_scenario(const Scenario& scenario, const RunOptions& options = {});

}  // namespace pawl::simulation
