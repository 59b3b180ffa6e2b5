// How many columns of a terminal a text takes, so that tables line up for names in any script.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pawl::cli {

/// UTF-8 in; East Asian wide characters count two, combining marks none. Bytes that are no UTF-8 count one each.
std::size_t display_width(std::string_view text);

/// The text with blanks behind it up to `columns`; a longer one is left alone.
std::string pad(std::string_view text, std::size_t columns);
std::string pad_left(std::string_view text, std::size_t columns);

/// At most `columns` wide; what is cut off is marked by "…". Line breaks become blanks.
std::string shorten(std::string_view text, std::size_t columns);

}  // namespace pawl::cli
