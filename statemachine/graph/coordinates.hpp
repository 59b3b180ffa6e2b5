// Where the vertices of ordered layers stand from left to right: aligned with those they are joined to, never overlapping, main lines and long lines
// straight. After Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment" (2001). Internal to the graph room.
#pragma once

#include "statemachine/graph/layout.hpp"
#include "statemachine/graph/levels.hpp"

namespace pawl::graph {

/// Sets Vertex::x; the leftmost vertex begins at 0. Returns the width.
int set_columns(Levels& levels, const Spacing& spacing);

}  // namespace pawl::graph
