// Texts measured and cut by characters (code points), never in the middle of one: $length, $substring, $pad, $trim, $uppercase, $lowercase.
// Texts are UTF-8; a byte that is not counts as one character. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "statemachine/query/jsonata/library/library_error.hpp"

namespace pawl::query::jsonata::library {

std::size_t length(std::string_view text);

/// $substring: a negative start counts from the end. Fractions are cut towards zero.
std::string_view substring(std::string_view text, double start, std::optional<double> length = {});

std::string_view substring_before(std::string_view text, std::string_view part);
std::string_view substring_after(std::string_view text, std::string_view part);

/// $pad: |width| characters, filled on the right, or on the left where the width is negative; with spaces where `filler` is empty.
Outcome<std::string> pad(std::string_view text, double width, std::string_view filler = " ", std::size_t most_bytes = default_text_limit);

/// $trim: runs of white space become one space, none at the ends.
std::string trim(std::string_view text);

/// Unicode's full mapping of letters, whatever the locale: "straße" becomes "STRASSE".
std::string uppercase(std::string_view text);
std::string lowercase(std::string_view text);

}  // namespace pawl::query::jsonata::library
