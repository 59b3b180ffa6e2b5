// Passwords in URLs are nobody's business who may read messages, listings or logs. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace pawl {

/// The text with "user:password@" taken out of any URL in it.
std::string without_credentials(std::string_view text);

}  // namespace pawl
