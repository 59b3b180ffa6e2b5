// A graph as one SVG file that needs nothing else: no script, no font, no picture from elsewhere. Readable on light and on dark ground; a viewer that
// knows which one the reader prefers gets dark boxes on dark. Pure; the same graph gives the same bytes.
#pragma once

#include <string>

#include "statemachine/graph/graph.hpp"

namespace pawl::graph {

/// Well-formed XML whatever the names are.
std::string to_svg(const Graph& graph);

}  // namespace pawl::graph
