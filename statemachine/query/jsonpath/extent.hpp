// Where a path ends that stands inside another text: in a filter, or among a call's arguments.
#pragma once

#include <cstddef>
#include <string_view>

namespace pawl::query::jsonpath {

/// The end of the path that begins at `at`: one of `terminators` or a bracket of the text around it ends it. What stands in brackets or in
/// quotes inside brackets belongs to the path.
std::size_t end_of_path(std::string_view text, std::size_t at, std::string_view terminators);

}  // namespace pawl::query::jsonpath
