#include "statemachine/graph/layout.hpp"

#include <algorithm>
#include <utility>

#include "statemachine/graph/coordinates.hpp"
#include "statemachine/graph/levels.hpp"
#include "statemachine/graph/ordering.hpp"
#include "statemachine/graph/routing.hpp"

namespace pawl::graph {
namespace {

void move(Drawing& drawing, int x, int y) {
    const auto shift = [&](Rect& rect) {
        rect.x += x;
        rect.y += y;
    };
    for (PlacedNode& node : drawing.nodes) shift(node.rect);
    for (PlacedFlow& flow : drawing.flows) shift(flow.rect);
    for (PlacedLabel& label : drawing.labels) shift(label.rect);
    for (Wire& wire : drawing.wires) {
        for (Point& point : wire.points) point = {point.x + x, point.y + y};
    }
}

template <class T>
void append(std::vector<T>& to, std::vector<T>& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

void append(Drawing& to, Drawing from) {
    append(to.nodes, from.nodes);
    append(to.flows, from.flows);
    append(to.labels, from.labels);
    append(to.wires, from.wires);
}

class Layouter {
  public:
    Layouter(const Graph& graph, const Measure& measure) : graph_(graph), measure_(measure), spacing_(measure.spacing()) {}

    Drawing flow(std::size_t index) const {
        const Flow& flow = graph_.flows[index];
        std::vector<Size> sizes;
        std::vector<Drawing> insides(flow.nodes.size());
        sizes.reserve(flow.nodes.size());
        for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
            const Node& node = graph_.nodes[flow.nodes[i]];
            insides[i] = node.flows.empty() ? Drawing{} : box(node);
            sizes.push_back(node.flows.empty() ? measure_.node(node) : insides[i].size);
        }
        Levels levels = make_levels(graph_, flow, sizes, measure_);
        order_layers(levels);
        Drawing drawing;
        drawing.size.width = set_columns(levels, spacing_);
        drawing.size.height = route(levels, spacing_, drawing.wires);
        for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
            const Vertex& vertex = levels.vertices[i];
            const Rect rect{vertex.x - vertex.half_width, vertex.top, 2 * vertex.half_width + (spacing_.cells ? 1 : 0), vertex.height};
            drawing.nodes.push_back({flow.nodes[i], rect});
            if (graph_.nodes[flow.nodes[i]].flows.empty()) continue;
            // A box may have become wider by rounding: what it holds stays in its middle.
            move(insides[i], rect.x + (rect.width - insides[i].size.width) / 2, rect.y);
            append(drawing, std::move(insides[i]));
        }
        for (const Vertex& vertex : levels.vertices) {
            if (vertex.kind != VertexKind::Label) continue;
            drawing.labels.push_back(
                {vertex.id, {vertex.x - vertex.half_width, vertex.top, 2 * vertex.half_width + (spacing_.cells ? 1 : 0), vertex.height}});
        }
        return drawing;
    }

  private:
    /// What a Parallel or Map holds, side by side below its title, in a drawing as large as its box.
    Drawing box(const Node& node) const {
        const Size title = measure_.title(node);
        Drawing drawing;
        int x = spacing_.box, height = 0;
        const int y = title.height;
        std::vector<Rect> rects;
        for (const std::size_t index : node.flows) {
            Drawing inside = flow(index);
            const Size size = inside.size;
            if (!rects.empty()) x += spacing_.flows;
            move(inside, x, y);
            rects.push_back({x, y, size.width, size.height});
            append(drawing, std::move(inside));
            x += size.width;
            height = std::max(height, size.height);
        }
        const int vertical = spacing_.cells ? 1 : spacing_.box;
        drawing.size = {std::max(x + spacing_.box, title.width), y + height + vertical};
        const int slack = (drawing.size.width - x - spacing_.box) / 2;
        move(drawing, slack, 0);
        for (std::size_t i = 0; i < rects.size(); ++i) {
            rects[i].x += slack;
            rects[i].height = height;
            drawing.flows.push_back({node.flows[i], rects[i], rects.size() > 1});
        }
        return drawing;
    }

    const Graph& graph_;
    const Measure& measure_;
    const Spacing spacing_;
};

}  // namespace

Drawing layout(const Graph& graph, const Measure& measure) { return Layouter(graph, measure).flow(0); }

}  // namespace pawl::graph
