// The words and places of JSON faults, as Jackson writes them. Internal to the reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "statemachine/definition/json_reader.hpp"

namespace pawl::definition {

/// "[Source: (String)"…"; line: 1, column: 2]": the first 500 characters of the text, then how many were left out.
std::string source_location(std::string_view text, const Place& place);
JsonFault make_json_fault(std::string_view text, std::string message, const Place& place);
/// The first byte that is no UTF-8, if there is one.
std::optional<JsonFault> find_invalid_utf8(std::string_view text);

/// "character ('x' (code 120))", "character ('é' (code 233))", "character ((CTRL-CHAR, code 1))"
std::string describe_character(std::string_view text, std::size_t at);
/// "(CTRL-CHAR, code 1)"
std::string describe_control(int code);

/// Java's notion, near enough: every character beyond ASCII counts as a letter.
bool is_identifier_start(int c);
bool is_identifier_part(int c);

}  // namespace pawl::definition
