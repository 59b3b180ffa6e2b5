// How AWS's Java shows a JSON value inside a message: {a=1, b=[x, y]}, strings without quotes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::query {

std::string java_text(const json::value& value);
void append_java_text(const json::value& value, std::string& out);

/// The hash of Java's String.hashCode over the text's UTF-16 code units.
std::uint32_t java_hash(std::string_view text);

/// Less, equal or greater by UTF-16 code units, as Java's String.compareTo. Differs from byte order only above U+FFFF.
int java_compare(std::string_view a, std::string_view b);

}  // namespace pawl::query
