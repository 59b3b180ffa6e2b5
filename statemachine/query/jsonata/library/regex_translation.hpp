// A regular expression in JavaScript's notation rewritten in RE2's, or what in it RE2 has no way to say. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "statemachine/query/jsonata/library/library_error.hpp"

namespace pawl::query::jsonata::library {

struct TranslatedRegex {
    std::string text;
    bool unbounded = false;  ///< a match may be of any length: it has a '*', a '+' or a "{n,}"
};

/// S0303 names the construct, where it stands, and what to do.
Outcome<TranslatedRegex> translate_regex(std::string_view pattern, std::string_view flags);

}  // namespace pawl::query::jsonata::library
