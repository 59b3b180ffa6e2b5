// The two query languages in generated machines: says a JSONPath state in JSONata instead, and lets states assign and read variables.
#pragma once

#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "tests/simulation/random.hpp"

namespace pawl::simulation {

/// Turns a generated JSONPath state into one that does about the same in JSONata. What it holds (branches, a processor) is left alone.
void say_in_jsonata(boost::json::object& state, Random& random);

/// Lets a state (of a type that can) assign some of these variables and read some it can see, in whichever language it is written.
/// A variable may not have been assigned yet: that is a failure like any other.
void use_variables(boost::json::object& state, const std::vector<std::string>& own, const std::vector<std::string>& visible, Random& random);

}  // namespace pawl::simulation
