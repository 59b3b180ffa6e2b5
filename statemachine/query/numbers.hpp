// Compares JSON numbers by value, whatever form they are kept in: 64-bit integers, doubles, or the digits of anything larger.
#pragma once

#include <optional>
#include <string_view>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::query {

/// Less than, equal to or greater than zero. Both must be numbers (pawl::is_number). Exact: 9007199254740993 is not 9007199254740992.0.
int compare_numbers(const json::value& a, const json::value& b);

/// The number a text stands for ("5", "-1e-10", ".5"); empty when it is none.
std::optional<json::value> number_of(std::string_view text);

}  // namespace pawl::query
