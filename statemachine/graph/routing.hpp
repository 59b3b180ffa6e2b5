// The lines between layers: which horizontal line of a gap each net takes, how high gaps and layers are, and the pieces that come of it.
// Internal to the graph room.
#pragma once

#include <vector>

#include "statemachine/graph/layout.hpp"
#include "statemachine/graph/levels.hpp"

namespace pawl::graph {

/// Sets Vertex::top, appends the wires of the flow. Returns the height.
int route(Levels& levels, const Spacing& spacing, std::vector<Wire>& wires);

}  // namespace pawl::graph
