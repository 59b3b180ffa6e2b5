// Records of every type with varied fields, and equality of records: shared by the journal's tests.
#pragma once

#include <string>
#include <vector>

#include "statemachine/execution/record.hpp"

namespace pawl::engine::test {

/// One of each type, each optional field once there and once not; ids as a real execution has them.
std::vector<execution::Record> one_of_each(Instant start = {1'790'218'578'763});

/// Every field, in a form that two equal records share and two different ones do not.
std::string describe(const execution::Record& record);
std::string describe(const std::vector<execution::Record>& records);

}  // namespace pawl::engine::test
