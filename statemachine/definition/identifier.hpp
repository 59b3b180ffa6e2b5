// Says how far a text is an identifier of Unicode (UAX #31: ID_Start ID_Continue*), which is what the name of a variable has to be.
#pragma once

#include <cstddef>
#include <string_view>

namespace pawl::definition {

/// Bytes of the identifier the text begins with; 0 = it begins with none. The text is UTF-8.
std::size_t identifier_length(std::string_view text);

}  // namespace pawl::definition
