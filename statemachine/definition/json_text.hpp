// Writes a tree as JSON text, and notes in the tree where every value stands in it.
#pragma once

#include <string>

#include "statemachine/definition/json_reader.hpp"

namespace pawl::definition {

/// Indented by two, a line break at the end. Sets the offsets (Place::offset, Node::end) and leaves lines and columns alone.
std::string write_json(Node& root);

}  // namespace pawl::definition
