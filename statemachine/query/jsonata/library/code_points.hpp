// Texts taken apart into code points and put together again, and what else counts in characters. A byte that is not UTF-8 is taken for U+FFFD.
// Pure; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::query::jsonata::library {

/// Bytes of the first character; 1 for a byte that is not UTF-8. The text is not empty.
inline std::size_t character_length(std::string_view text) {
    if (static_cast<unsigned char>(text.front()) < 0x80) return 1;
    return std::max<std::size_t>(utf8_length(text), 1);
}

std::u32string to_code_points(std::string_view text);
std::string to_utf8(std::u32string_view points);

/// The text as RE2 syntax that matches nothing else.
std::string regex_literal(std::string_view text);

/// How many UTF-16 code units JavaScript counts.
std::size_t utf16_length(std::string_view text);

/// Which decimal digit it is, in the script whose zero is given; -1 = none of them.
inline int digit_value(char32_t point, char32_t zero) { return point >= zero && point - zero < 10 ? static_cast<int>(point - zero) : -1; }

}  // namespace pawl::query::jsonata::library
