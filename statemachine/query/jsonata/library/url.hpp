// Percent-encoding as ECMAScript's encodeURI, encodeURIComponent and their inverses have it. D3140 for a text that is not well-formed
// Unicode or not well-formed percent-encoding. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "statemachine/query/jsonata/library/library_error.hpp"

namespace pawl::query::jsonata::library {

Outcome<std::string> encode_url(std::string_view text);
Outcome<std::string> encode_url_component(std::string_view text);
Outcome<std::string> decode_url(std::string_view text);
Outcome<std::string> decode_url_component(std::string_view text);

}  // namespace pawl::query::jsonata::library
