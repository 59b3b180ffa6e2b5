// A layered layout: states from top to bottom in the order they follow each other, those of one layer side by side as the source has them unless
// that crosses lines; Parallel and Map as boxes that hold their flows; every line of vertical and horizontal pieces between the layers, so that no
// line meets a state it does not belong to. Lines to one target join on their way.
//
// Pure: the same graph and measures give the same drawing. Coordinates are whole numbers, pixels or cells of a terminal as the measures are.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "statemachine/graph/graph.hpp"

namespace pawl::graph {

struct Point {
    int x = 0, y = 0;
    friend bool operator==(Point, Point) = default;
};
struct Size {
    int width = 0, height = 0;
};
struct Rect {
    int x = 0, y = 0, width = 0, height = 0;
    int right() const { return x + width; }
    int bottom() const { return y + height; }
};

/// Distances, in the units of the drawing.
struct Spacing {
    int column = 36;      ///< between neighbours of a layer
    int lane = 18;        ///< between a line that passes a layer and its neighbours
    int stem = 12;        ///< of a line between what it leaves and its first bend
    int track = 12;       ///< between parallel horizontal lines
    int approach = 22;    ///< between the last bend and the target: room for an arrow
    int catch_port = 26;  ///< from the middle of a state to where its Catch lines leave
    int corner = 8;       ///< radius of a bend
    int box = 18;         ///< between a box and the flows in it
    int flows = 18;       ///< between two flows in a box
    bool cells = false;   ///< a rectangle's last column and row belong to it, as in a terminal
};

/// How large things are to be drawn.
class Measure {
  public:
    virtual ~Measure() = default;
    virtual Spacing spacing() const = 0;
    /// A state without flows inside, a start, a missing target.
    virtual Size node(const Node& node) const = 0;
    /// The head of a box: a Parallel or Map.
    virtual Size title(const Node& node) const = 0;
    virtual Size label(const std::string& text) const = 0;
};

struct PlacedNode {
    std::size_t node = 0;
    Rect rect;
};
struct PlacedFlow {
    std::size_t flow = 0;
    Rect rect;
    bool is_one_of_many = false;  ///< its box holds others, too
};
struct PlacedLabel {
    std::size_t edge = 0;
    Rect rect;
};
/// A piece of a line. Pieces of one line meet end to end or join at right angles.
struct Wire {
    std::vector<Point> points;  ///< each straight above or beside the next
    bool dashed = false;        ///< of a Catch
    bool arrow = false;         ///< ends at its target
};

struct Drawing {
    Size size;
    std::vector<PlacedNode> nodes;  ///< a box before what it holds
    std::vector<PlacedFlow> flows;  ///< those in boxes
    std::vector<PlacedLabel> labels;
    std::vector<Wire> wires;
};

Drawing layout(const Graph& graph, const Measure& measure);

}  // namespace pawl::graph
