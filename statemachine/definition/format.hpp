// Lays a definition's text out anew: two blanks a level, short values on one line. Members keep their order and duplicates, numbers and strings
// their spelling; only the white space between tokens changes. Formatting what was formatted changes nothing. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "statemachine/definition/json_reader.hpp"

namespace pawl::definition {

/// `root` is what read_json made of `text`. Ends with a line break.
///
/// A value takes one line where it fits into 100 columns, but for the machine, its States objects, states, branches and item processors: these always
/// have a line for each member.
std::string format(std::string_view text, const Node& root);

}  // namespace pawl::definition
