// Unicode's mappings between upper and lower case, as runs of characters that lie equally far from their counterparts. Made by
// scripts/generate-case-table. Constants; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace pawl::query::jsonata::library {

struct CaseRun {
    char32_t first, last;
    std::int32_t stride, distance;
};
struct CaseExpansion {
    char32_t point;
    std::string_view text;  ///< UTF-8
};

// Ordered by character. ASCII is left out.
extern const std::array<CaseRun, 193> upper_runs;
extern const std::array<CaseRun, 180> lower_runs;
extern const std::array<CaseExpansion, 102> upper_expansions;

}  // namespace pawl::query::jsonata::library
