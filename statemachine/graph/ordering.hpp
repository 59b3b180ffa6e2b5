// The order within each layer: as the source has it, unless another order crosses fewer lines. Internal to the graph room.
#pragma once

#include <cstdint>

#include "statemachine/graph/levels.hpp"

namespace pawl::graph {

void order_layers(Levels& levels);

/// How often lines between neighbouring layers cross, in the present order.
std::uint64_t crossings(const Levels& levels);

}  // namespace pawl::graph
