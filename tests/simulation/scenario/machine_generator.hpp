// Generates state machines: all eight types, nested, with retries, catchers, timeouts and data flow, each bounded so that it ends by itself.
// What it makes is valid ASL; most paths lead somewhere, some do not.
#pragma once

#include <string>

#include <boost/json/object.hpp>

#include "statemachine/vocabulary/instant.hpp"
#include "tests/simulation/random.hpp"

namespace pawl::simulation {

struct GeneratorLimits {
    int depth = 3;         ///< of nested Parallel and Map
    int states = 14;       ///< about, in all
    bool endless = false;  ///< a loop that only the event limit or a stop ends
};

/// The functions a generated machine calls: "f0" … "f5".
inline constexpr int function_count = 6;

boost::json::object generate_machine(Random random, const GeneratorLimits& limits, Instant epoch);

/// An input with the members the generated paths expect (some inputs lack some).
std::string generate_input(Random random, Instant epoch);

}  // namespace pawl::simulation
