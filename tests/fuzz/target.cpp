#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <array>

#include "statemachine/vocabulary/check.hpp"

namespace pawl::fuzz {

Target target_named(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Target (*)()>, 4> targets = {
        {{"jsonata", jsonata_target}, {"jsonpath", jsonpath_target}, {"intrinsics", intrinsics_target}, {"asl", asl_target}}};
    const auto* found = std::find_if(targets.begin(), targets.end(), [&](const auto& target) { return target.first == name; });
    PAWL_CHECK(found != targets.end(), "a fuzz target is jsonata, jsonpath, intrinsics or asl");
    return found->second();
}

}  // namespace pawl::fuzz
