// Texts inside XML, as content or in an attribute with double quotes. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace pawl {

/// Escaped; tabs and line breaks stay. What XML can't say at all (control characters, malformed UTF-8) becomes U+FFFD.
std::string xml_text(std::string_view text);

}  // namespace pawl
