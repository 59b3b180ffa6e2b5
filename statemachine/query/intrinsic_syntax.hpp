// Tells whether a text is a well-formed call of an intrinsic function: States.Format('{}', $.a). Knows the syntax only, not the functions'
// meaning.
#pragma once

#include <string_view>

namespace pawl::query {

bool is_intrinsic_call(std::string_view text);

}  // namespace pawl::query
