// What tests of state machines came to: for people, and as JUnit XML for whatever shows builds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace pawl::cli {

struct TestResult {
    enum class Kind { Passed, Failed, Broken };  ///< Broken: it could not be run
    std::string suite;                           ///< the file
    std::string name;
    std::size_t line = 0;
    Kind kind = Kind::Passed;
    std::string summary;  ///< of one that passed: how it ended
    std::string details;  ///< of one that did not: lines
    std::int64_t virtual_ms = 0;
};

/// "ok" lines only when `verbose`; failures with their details; a line with the sums at the end.
void print_results(std::ostream& out, const std::vector<TestResult>& results, bool verbose, bool colour);

/// One <testsuite> for each file.
std::string to_junit(const std::vector<TestResult>& results);

}  // namespace pawl::cli
