// UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. Pure; any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace pawl {

/// Length of the well-formed character at the front; 0 = malformed.
std::size_t utf8_length(std::string_view text);

}  // namespace pawl
