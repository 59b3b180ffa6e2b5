// Shows where in a text something is wrong, as compilers do: the line, and a caret under the place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pawl::cli {

/// 1-based, in characters as an editor counts them.
struct Place {
    std::uint32_t line = 1, column = 1;
};

Place place_of(std::string_view text, std::size_t offset);

/// Two lines, each ended: "  12 | …the line…" and "     |    ^". Empty when the text has no such line. Long lines are cut around the place.
std::string excerpt(std::string_view text, Place place);

}  // namespace pawl::cli
