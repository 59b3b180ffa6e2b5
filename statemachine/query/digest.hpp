// Digests by the names AWS uses (MD5, SHA-1, SHA-256, SHA-384, SHA-512), written in lower-case hexadecimal: for States.Hash and $hash.
// Pure; any thread. OpenSSL does the arithmetic.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pawl::query {

/// Empty: no such algorithm. The name is taken as it is written.
std::optional<std::string> hex_digest(std::string_view algorithm, std::string_view bytes);

}  // namespace pawl::query
