// Base64 (RFC 4648, section 4) of bytes, for States.Base64Encode, $base64encode and their inverses. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pawl::query {

std::string base64_encode(std::string_view bytes);

/// The bytes. The padding may be missing (recorded of AWS), nothing else: empty for any other character.
std::optional<std::string> base64_decode(std::string_view text);

/// The bytes as text: what is not UTF-8 becomes U+FFFD, as Java's new String(bytes, UTF_8) has it.
std::string lenient_utf8(std::string bytes);

}  // namespace pawl::query
