// A graph drawn with the line characters of a terminal, from the same layout as the SVG picture. Pure; any thread.
#pragma once

#include <string>

#include "statemachine/graph/graph.hpp"

namespace pawl::cli {

/// Lines, each ended, without blanks behind.
std::string text_picture(const graph::Graph& graph);

}  // namespace pawl::cli
