// Percent-encoding (RFC 3986, section 2.1) of bytes. Pure; any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace pawl {

/// Letters, digits, '-', '.', '_', '~' and what is in `kept` stay; every other byte becomes %XX.
std::string percent_encode(std::string_view text, std::string_view kept = {});

/// Every %XX is its byte; empty when a percent sign isn't followed by two hex digits.
std::optional<std::string> percent_decode(std::string_view text);

/// The byte that "%XX" at this place stands for; empty when there is no such thing.
std::optional<char> percent_encoded_byte(std::string_view text, std::size_t at);

}  // namespace pawl
