// A graph in the words of two other tools: Graphviz's DOT, and Mermaid, which code hosts draw in Markdown. These lay it out themselves.
// Pure; the same graph gives the same text.
#pragma once

#include <string>

#include "statemachine/graph/graph.hpp"

namespace pawl::graph {

std::string to_dot(const Graph& graph);

/// A flowchart: Mermaid's state diagrams can't name states freely.
std::string to_mermaid(const Graph& graph);

}  // namespace pawl::graph
