// UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pawl {

/// Length of the well-formed character at the front; 0 = malformed.
std::size_t utf8_length(std::string_view text);

/// Whether all of it is well-formed.
bool is_utf8(std::string_view text);

/// The character at the front of a text that is not empty; U+FFFD for a malformed one.
char32_t first_code_point(std::string_view text);

/// The first `bytes` bytes, or fewer: never half a character.
std::string truncate_utf8(std::string_view text, std::size_t bytes);

/// The bytes as text: what is not UTF-8 becomes U+FFFD, as Java's new String(bytes, UTF_8) has it.
std::string lenient_utf8(std::string bytes);

/// Writes one character.
void append_code_point(std::string& out, char32_t point);

}  // namespace pawl
