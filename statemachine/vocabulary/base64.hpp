// Base64 (RFC 4648) of bytes: States.Base64Encode, $base64encode, their inverses, credentials, page tokens. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pawl {

/// The last two digits: + and / (section 4), or - and _ (section 5), which go into a URL's query as they are.
enum class Base64 { Standard, UrlSafe };

std::string base64_encode(std::string_view bytes, Base64 alphabet = Base64::Standard);

/// The bytes. The padding may be missing (recorded of AWS), nothing else: empty for any other character.
std::optional<std::string> base64_decode(std::string_view text, Base64 alphabet = Base64::Standard);

}  // namespace pawl
