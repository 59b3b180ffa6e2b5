#include <algorithm>
#include <vector>

#include "statemachine/definition/json_reader.hpp"
#include "statemachine/graph/graph.hpp"
#include "statemachine/graph/layout.hpp"
#include "statemachine/graph/svg.hpp"
#include "statemachine/graph/svg_measure.hpp"
#include "statemachine/graph/text_formats.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {

namespace {

using graph::Drawing;
using graph::Graph;
using graph::Point;
using graph::Rect;

bool overlap(const Rect& a, const Rect& b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }
bool within(const Rect& inner, const Rect& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() && inner.bottom() <= outer.bottom();
}
bool through(Point a, Point b, const Rect& r) {
    return std::max(a.x, b.x) > r.x && std::min(a.x, b.x) < r.right() - 1 && std::max(a.y, b.y) > r.y && std::min(a.y, b.y) < r.bottom() - 1;
}

/// Every node once, all of it in the picture, what a box holds inside it, nothing of a flow upon anything else of it.
std::string judge_places(const Graph& model, const Drawing& drawing) {
    const Rect all{0, 0, drawing.size.width, drawing.size.height};
    std::vector<Rect> rect_of(model.nodes.size());
    std::vector<int> times(model.nodes.size(), 0);
    for (const auto& node : drawing.nodes) {
        ++times[node.node];
        rect_of[node.node] = node.rect;
        if (!within(node.rect, all)) return "a state outside the picture: " + model.nodes[node.node].name;
    }
    if (std::any_of(times.begin(), times.end(), [](int n) { return n != 1; })) return "not every state is drawn once";
    std::vector<std::vector<Rect>> by_flow(model.flows.size());
    for (std::size_t i = 0; i < model.nodes.size(); ++i) {
        by_flow[model.nodes[i].flow].push_back(rect_of[i]);
        for (const std::size_t flow : model.nodes[i].flows) {
            for (const std::size_t inner : model.flows[flow].nodes) {
                if (!within(rect_of[inner], rect_of[i])) return "a state outside its box: " + model.nodes[inner].name;
            }
        }
    }
    for (const auto& label : drawing.labels) by_flow[model.nodes[model.edges[label.edge].from].flow].push_back(label.rect);
    for (auto& rects : by_flow) {
        // From top to bottom, so that only near ones need comparing: a flow may have hundreds.
        std::sort(rects.begin(), rects.end(), [](const Rect& a, const Rect& b) { return a.y < b.y; });
        for (std::size_t i = 0; i < rects.size(); ++i) {
            for (std::size_t j = i + 1; j < rects.size() && rects[j].y < rects[i].bottom(); ++j) {
                if (overlap(rects[i], rects[j])) return "two states or labels overlap";
            }
        }
    }
    return "";
}

std::string judge_wires(const Graph& model, const Drawing& drawing) {
    std::vector<Rect> solid;
    for (const auto& node : drawing.nodes) {
        if (model.nodes[node.node].flows.empty()) solid.push_back(node.rect);
    }
    const bool few = drawing.wires.size() * solid.size() < 40'000;
    for (const auto& wire : drawing.wires) {
        if (wire.points.size() < 2) return "a line of one point";
        for (std::size_t i = 0; i + 1 < wire.points.size(); ++i) {
            const Point a = wire.points[i], b = wire.points[i + 1];
            if (a.x != b.x && a.y != b.y) return "a line that is neither upright nor level";
            if (std::min(a.x, b.x) < 0 || std::min(a.y, b.y) < 0 || std::max(a.x, b.x) > drawing.size.width ||
                std::max(a.y, b.y) > drawing.size.height)
                return "a line outside the picture";
            if (few && std::any_of(solid.begin(), solid.end(), [&](const Rect& rect) { return through(a, b, rect); }))
                return "a line through a state";
        }
    }
    return "";
}

std::string run(std::string_view text) {
    const auto tree = definition::read_json(text);
    if (!tree || !*tree || !(*tree)->is_object()) return "";
    const auto outline = definition::Outline::of(**tree);
    const Graph model = Graph::of(outline);
    const Drawing drawing = graph::layout(model, graph::SvgMeasure());
    if (auto what = judge_places(model, drawing); !what.empty()) return what;
    if (auto what = judge_wires(model, drawing); !what.empty()) return what;
    if (graph::to_svg(model) != graph::to_svg(Graph::of(outline))) return "drawing twice gives two pictures";
    if (graph::to_dot(model).empty() || graph::to_mermaid(model).empty()) return "no DOT or no Mermaid";
    return "";
}

}  // namespace

Target graph_target() {
    Target target = asl_target();
    target.name = "graph";
    target.pieces.insert(
        target.pieces.end(),
        {R"("Next": "P")", R"("Next": "A")", R"("Default": "B")", R"("Catch": [{"ErrorEquals": ["E"], "Next": "A"}],)",
         R"("A": {"Type": "Choice", "Choices": [{"Next": "A"}, {"Next": "B"}, {"Next": "P"}]},)", R"("B": {"Type": "Task", "Next": "A"},)"});
    target.run = run;
    return target;
}

}  // namespace pawl::fuzz
