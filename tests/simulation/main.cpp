// The simulation: `simulation` alone runs a few seeds as a test; `simulation --seeds 2000 --from 1` runs many; `--seed 17 --log` tells what happens
// in one. A failing run is shrunk, printed with the command that repeats it, and ends the program with status 1. So does a run of many seeds in which
// something expected to occur did not occur.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/simulation/coverage.hpp"
#include "tests/simulation/scenario/scenario.hpp"
#include "tests/simulation/scenario/shrink.hpp"
#include "tests/simulation/world/simulation.hpp"

namespace pawl::simulation {
namespace {

std::uint64_t environment_number(const char* name, std::uint64_t otherwise) {
    const char* wanted = std::getenv(name);
    return wanted != nullptr ? std::strtoull(wanted, nullptr, 10) : otherwise;
}

/// From so many seeds on, a run must have met everything that is expected to occur.
constexpr std::uint64_t seeds_that_meet_everything = 60;

struct Totals {
    Coverage coverage;
    std::uint64_t seeds = 0, requests = 0, crashes = 0, turns = 0, records = 0;
    std::uint64_t fewest_requests = ~0ULL, fewest_crashes = ~0ULL;
};

void report_failure(std::uint64_t seed, const Scenario& scenario, const RunResult& result, bool shrinks) {
    std::printf("seed %llu fails; repeat it with: build/simulation --seed %llu --log\n", static_cast<unsigned long long>(seed),
                static_cast<unsigned long long>(seed));
    for (const auto& complaint : result.complaints) std::printf("  oracle %s: %s\n", complaint.oracle.c_str(), complaint.text.c_str());
    if (!shrinks) return;
    const auto oracle = result.complaints.front().oracle;
    const auto still_fails = [&](const Scenario& candidate) {
        const auto again = run_scenario(candidate);
        return !again.complaints.empty() && again.complaints.front().oracle == oracle;
    };
    const auto small = shrink(scenario, still_fails, 600);
    const auto last = run_scenario(small);
    std::printf("shrunk from %zu commands and %zu faults to %zu and %zu:\n%s", scenario.actions.size(), scenario.faults.size(), small.actions.size(),
                small.faults.size(), describe(small).c_str());
    for (const auto& complaint : last.complaints) std::printf("  oracle %s: %s\n", complaint.oracle.c_str(), complaint.text.c_str());
}

bool run_seed(std::uint64_t seed, Totals& totals, bool shrinks, bool log) {
    const auto scenario = make_scenario(seed);
    const auto result = run_scenario(scenario, {log});
    for (const auto& line : result.log) std::printf("%s\n", line.c_str());
    totals.coverage.add(result.coverage);
    ++totals.seeds;
    totals.requests += result.requests;
    totals.crashes += result.crashes;
    totals.turns += result.turns;
    totals.records += result.records;
    totals.fewest_requests = std::min(totals.fewest_requests, result.requests);
    totals.fewest_crashes = std::min(totals.fewest_crashes, result.crashes);
    if (result.complaints.empty()) return true;
    report_failure(seed, scenario, result, shrinks);
    return false;
}

struct Wishes {
    bool whole_coverage = false;  ///< fail when something expected never occurred
    bool shrinks = true;
    bool table = true;
};

/// True when all went well.
bool run_seeds(std::uint64_t from, std::uint64_t count, const Wishes& wishes) {
    const auto begin = std::chrono::steady_clock::now();
    Totals totals;
    bool good = true;
    for (std::uint64_t seed = from; seed < from + count && good; ++seed) good = run_seed(seed, totals, wishes.shrinks, false);
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    if (wishes.table) std::printf("%s", totals.coverage.table().c_str());
    std::printf("%llu seeds from %llu: %llu requests (fewest in a run: %llu), %llu crashes (fewest: %llu), %llu turns, %llu records, %.1f s\n",
                static_cast<unsigned long long>(totals.seeds), static_cast<unsigned long long>(from),
                static_cast<unsigned long long>(totals.requests), static_cast<unsigned long long>(totals.fewest_requests),
                static_cast<unsigned long long>(totals.crashes), static_cast<unsigned long long>(totals.fewest_crashes),
                static_cast<unsigned long long>(totals.turns), static_cast<unsigned long long>(totals.records), seconds);
    if (!good || !wishes.whole_coverage) return good;
    for (const auto& name : totals.coverage.missing()) {
        std::printf("never occurred: %s\n", name.c_str());
        good = false;
    }
    return good;
}

// PAWL_SIMULATION_SEEDS of them from PAWL_SIMULATION_FROM on, or the first few.
TEST(Simulation, seeds_are_clean) {
    const std::uint64_t seeds = environment_number("PAWL_SIMULATION_SEEDS", seeds_that_meet_everything);
    EXPECT_TRUE(run_seeds(environment_number("PAWL_SIMULATION_FROM", 1), seeds, {.whole_coverage = seeds >= seeds_that_meet_everything}));
}

TEST(Simulation, the_same_seed_gives_the_same_run) {
    const auto first = run_scenario(make_scenario(7), {true}), second = run_scenario(make_scenario(7), {true});
    EXPECT_EQ(first.log, second.log);
    EXPECT_EQ(first.records, second.records);
}

}  // namespace
}  // namespace pawl::simulation

int main(int argc, char** argv) {
    std::uint64_t seeds = 0, from = 1;
    bool log = false, one = false;
    pawl::simulation::Wishes wishes;
    for (int i = 1; i < argc; ++i) {
        const auto number = [&] { return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0ULL; };
        if (std::strcmp(argv[i], "--seeds") == 0) {
            seeds = number();
        } else if (std::strcmp(argv[i], "--from") == 0) {
            from = number();
        } else if (std::strcmp(argv[i], "--seed") == 0) {
            from = number();
            one = true;
        } else if (std::strcmp(argv[i], "--log") == 0) {
            log = true;
        } else if (std::strcmp(argv[i], "--no-shrink") == 0) {
            wishes.shrinks = false;
        } else if (std::strcmp(argv[i], "--brief") == 0) {
            wishes.table = false;
        }
    }
    if (one) {
        pawl::simulation::Totals totals;
        const bool good = pawl::simulation::run_seed(from, totals, wishes.shrinks, log);
        std::printf("seed %llu: %s\n", static_cast<unsigned long long>(from), good ? "clean" : "fails");
        return good ? 0 : 1;
    }
    wishes.whole_coverage = seeds >= pawl::simulation::seeds_that_meet_everything;
    if (seeds > 0) return pawl::simulation::run_seeds(from, seeds, wishes) ? 0 : 1;
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
