#include "tests/fuzz/target.hpp"

#include <algorithm>
#include <array>

#include "statemachine/vocabulary/check.hpp"

namespace pawl::fuzz {

Target target_named(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, Target (*)()>, 9> targets = {{{"jsonata", jsonata_target},
                                                                                   {"jsonpath", jsonpath_target},
                                                                                   {"intrinsics", intrinsics_target},
                                                                                   {"asl", asl_target},
                                                                                   {"fmt", fmt_target},
                                                                                   {"graph", graph_target},
                                                                                   {"case_file", case_file_target},
                                                                                   {"http_request", http_request_target},
                                                                                   {"http_response", http_response_target}}};
    const auto* found = std::find_if(targets.begin(), targets.end(), [&](const auto& target) { return target.first == name; });
    PAWL_CHECK(found != targets.end(), "a fuzz target is jsonata, jsonpath, intrinsics, asl, fmt, graph, case_file, http_request or http_response");
    return found->second();
}

}  // namespace pawl::fuzz
