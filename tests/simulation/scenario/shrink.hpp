// Makes a failing scenario smaller while it keeps failing by the same oracle: leaves out commands, faults, machines' states, retries and catchers.
#pragma once

#include <functional>

#include "tests/simulation/scenario/scenario.hpp"

namespace pawl::simulation {

/// `still_fails` runs a scenario. Tries at most `budget` runs.
Scenario shrink(Scenario scenario, const std::function<bool(const Scenario&)>& still_fails, int budget);

/// The scenario in words: settings, machines, commands, faults.
std::string describe(const Scenario& scenario);

}  // namespace pawl::simulation
