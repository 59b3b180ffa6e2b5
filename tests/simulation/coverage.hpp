// How often each thing occurred over all runs: commands, faults, answers, state types, records. A simulation that never crashed proves nothing about
// crashes, so a run of many seeds fails when something expected to occur did not.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pawl::simulation {

class Coverage {
  public:
    void count(std::string_view group, std::string_view name, std::uint64_t times = 1);
    std::uint64_t times(std::string_view group, std::string_view name) const;
    std::uint64_t total(std::string_view group) const;
    void add(const Coverage& other);
    /// A table, with the expected names that did not occur as zeros.
    std::string table() const;
    /// "group/name" of what was expected and did not occur.
    std::vector<std::string> missing() const;

  private:
    std::map<std::string, std::map<std::string, std::uint64_t, std::less<>>, std::less<>> counts_;
};

}  // namespace pawl::simulation
