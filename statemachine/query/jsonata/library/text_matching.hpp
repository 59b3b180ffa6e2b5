// $contains, $split and $replace, by a text or by a regular expression. Pieces are views into the text given. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/library/library_error.hpp"
#include "statemachine/query/jsonata/library/regular_expression.hpp"

namespace pawl::query::jsonata::library {

/// The limits given to $split, $replace and $match; empty = none. A negative one is D3020, D3011 or D3040.
using Limit = std::optional<double>;

bool contains(std::string_view text, std::string_view part);
Outcome<bool> contains(std::string_view text, const RegularExpression& expression);

/// An empty separator gives the characters (code points).
Outcome<std::vector<std::string_view>> split(std::string_view text, std::string_view separator, Limit limit = {});
Outcome<std::vector<std::string_view>> split(std::string_view text, const RegularExpression& expression, Limit limit = {});

/// By a text, the replacement is taken literally; an empty `part` is D3010.
Outcome<std::string> replace(std::string_view text, std::string_view part, std::string_view replacement, Limit limit = {},
                             std::size_t most_bytes = default_text_limit);
/// By an expression, $0 to $99 stand for groups and $$ for a dollar sign.
Outcome<std::string> replace(std::string_view text, const RegularExpression& expression, std::string_view replacement, Limit limit = {},
                             std::size_t most_bytes = default_text_limit);

/// What a replacement stands for at one match; for those who loop over the matches themselves.
void append_substituted(std::string& out, std::string_view replacement, const RegexMatch& match);

/// The checks of the limit alone, for loops of the caller's own: D3011 ($replace), D3040 ($match).
std::optional<LibraryError> check_replace_limit(Limit limit);
std::optional<LibraryError> check_match_limit(Limit limit);

}  // namespace pawl::query::jsonata::library
