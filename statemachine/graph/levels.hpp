// One flow in layers: its nodes, the labels of its lines and the lanes by which long lines pass layers are vertices of equal standing; nets say what
// is to be joined in the gap between two layers. Internal to the graph room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "statemachine/graph/graph.hpp"
#include "statemachine/graph/layout.hpp"

namespace pawl::graph {

enum class VertexKind : std::uint8_t { Node, Label, Lane };

struct Vertex {
    VertexKind kind = VertexKind::Node;
    std::size_t id = 0;  ///< the node, the edge of a label; of a lane: its target's
    int layer = 0;
    int half_width = 0;
    int height = 0;
    double wish = 0;  ///< place in the source: the first order of a layer
    int anchor = -1;  ///< the end of a backward lane: the vertex of this layer it is joined to
    int place = 0;    ///< within its layer
    int x = 0;        ///< of its middle
    int top = 0;      ///< filled in by the routing
};

/// The upper or lower side of a gap at a vertex. Seen from the gap, a vertex above it is left by its bottom.
struct Terminal {
    int vertex = 0;
    bool above = true;  ///< the vertex is in the layer above the gap
};

/// What comes together in a gap: each member's line leads to the hub (or, in a lane that goes up, from the members to the hub above).
struct Net {
    int gap = 0;  ///< above the layer of this number
    Terminal hub;
    std::vector<Terminal> members;
    bool dashed = false;
    bool arrow = false;  ///< the hub is the target itself
};

struct Neighbour {
    int vertex = 0;
    bool dashed = false;
};

/// Who is joined to each vertex on one side, in the order in which that came up.
class Neighbours {
  public:
    Neighbours() = default;
    /// Each link is a vertex and one neighbour of it.
    Neighbours(std::size_t vertices, const std::vector<std::pair<int, Neighbour>>& links);
    std::span<const Neighbour> operator[](std::size_t vertex) const { return {all_.data() + first_[vertex], all_.data() + first_[vertex + 1]}; }

  private:
    std::vector<std::size_t> first_;  // by vertex, and the end
    std::vector<Neighbour> all_;
};

struct Levels {
    std::vector<Vertex> vertices;
    std::vector<Net> nets;
    std::vector<std::vector<int>> layers;  ///< vertices from left to right
    Neighbours up, down;

    /// Takes the places in the layers over into the vertices.
    void number_places();
};

/// `sizes` of the nodes by their place in flow.nodes. Fills layers in source order.
Levels make_levels(const Graph& graph, const Flow& flow, const std::vector<Size>& sizes, const Measure& measure);

}  // namespace pawl::graph
