#include "statemachine/graph/svg.hpp"

#include <algorithm>
#include <cstdlib>

#include "statemachine/graph/layout.hpp"
#include "statemachine/graph/svg_measure.hpp"
#include "statemachine/vocabulary/xml_text.hpp"

namespace pawl::graph {
namespace {

constexpr int margin = 24;

// Colours are written out instead of being variables, as not every program that draws SVG knows those. The lines' grey is readable on white and on
// black.
constexpr const char* style = R"(<style>
text{font-family:"Helvetica Neue",Helvetica,Arial,"Liberation Sans",sans-serif}
.name{font-size:13px;font-weight:600;fill:#1f2933}
.caption{font-size:11px;fill:#64707d}
.label{font-size:11px;fill:#66727f}
.state{fill:#fff;stroke:#c5cdd6;stroke-width:1.2}
.box{fill:#f3f5f8;stroke:#a9b4c0;stroke-width:1.2}
.flow{fill:none;stroke:#a9b4c0;stroke-width:1;stroke-dasharray:2 4}
.wire{fill:none;stroke:#7d8995;stroke-width:1.5}
.catch{stroke:#cf6a5d;stroke-dasharray:5 4}
.tip{fill:#7d8995}
.tip.catch{fill:#cf6a5d;stroke:none}
.missing{fill:none;stroke:#d1433f;stroke-width:1.4;stroke-dasharray:4 3}
.sign{fill:none;stroke:#fff;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.end{fill:#fff;stroke:#5b6773;stroke-width:1.3}
.dot{fill:#5b6773}
.ring{fill:none;stroke:#7d8995;stroke-width:1.3}
@media (prefers-color-scheme:dark){
.name{fill:#e6ebf0}
.caption,.label{fill:#9aa6b2}
.state,.end{fill:#1e252d;stroke:#4a5562}
.end{stroke:#9aa6b2}
.dot{fill:#9aa6b2}
.box{fill:#151b22;stroke:#56626f}
.flow{stroke:#56626f}
}
</style>
)";

struct Look {
    const char* colour;
    const char* sign;  ///< a path in a square of 20, its middle at 0,0
};

Look look_of(const Node& node) {
    if (!node.type) return {"#d1433f", "M-3,-3.2a3.2,3.2 0 1 1 4.6,2.9c-1,.5-1.6,1-1.6,2.3M0,5v.1"};
    switch (*node.type) {
        case definition::StateType::Task:
            return {"#2f6fde", "M-3,-4.5L4.5,0L-3,4.5Z"};
        case definition::StateType::Wait:
            return {"#8257d6", "M0,-5.5A5.5,5.5 0 1 1 -.1,-5.5M0,-2.8V.4L2.2,1.8"};
        case definition::StateType::Pass:
            return {"#6b7785", "M-5,0H4.5M1,-3.6L4.7,0L1,3.6"};
        case definition::StateType::Succeed:
            return {"#259457", "M-4.4,.4L-1.2,3.6L4.6,-3.2"};
        case definition::StateType::Fail:
            return {"#d1433f", "M-3.6,-3.6L3.6,3.6M3.6,-3.6L-3.6,3.6"};
        case definition::StateType::Choice:
            return {"#b9770e", "M0,-5.6L5.6,0L0,5.6L-5.6,0Z"};
        case definition::StateType::Parallel:
            return {"#128293", "M-4,-5V5M0,-5V5M4,-5V5"};
        case definition::StateType::Map:
            return {"#3d7b52", "M-5,-5H-1V-1H-5ZM1,-5H5V-1H1ZM-5,1H-1V5H-5ZM1,1H5V5H1Z"};
    }
    return {"#6b7785", ""};
}

class Writer {
  public:
    explicit Writer(const Graph& graph) : graph_(graph), drawing_(layout(graph, SvgMeasure())) {}

    std::string write() {
        const std::string width = std::to_string(drawing_.size.width + 2 * margin), height = std::to_string(drawing_.size.height + 2 * margin);
        out_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height + "\" viewBox=\"" + std::to_string(-margin) +
               " " + std::to_string(-margin) + " " + width + " " + height + "\" role=\"img\">\n";
        out_ += "<title>" + xml_text(graph_.title.empty() ? "state machine" : graph_.title) + "</title>\n";
        out_ += style;
        // Boxes first, each before what it holds; then lines, then what must not be covered by lines.
        for (const PlacedNode& node : drawing_.nodes) {
            if (!graph_.nodes[node.node].flows.empty()) box(graph_.nodes[node.node], node.rect);
        }
        for (const PlacedFlow& flow : drawing_.flows) {
            if (flow.is_one_of_many) flow_border(flow);
        }
        for (const Wire& one : drawing_.wires) wire(one);
        for (const PlacedLabel& one : drawing_.labels) label(one);
        for (const PlacedNode& node : drawing_.nodes) {
            if (graph_.nodes[node.node].flows.empty()) state(graph_.nodes[node.node], node.rect);
        }
        out_ += "</svg>\n";
        return std::move(out_);
    }

  private:
    // One decimal at most. Half a pixel is all that comes up; printf would be half the time of a large picture.
    static std::string number(double value) {
        const auto tenths = static_cast<long>(value * 10 + (value < 0 ? -0.5 : 0.5));
        std::string out = std::to_string(tenths / 10);
        if (tenths % 10 == 0) return out;
        if (tenths < 0 && tenths > -10) out.insert(0, "-");
        return out + "." + std::to_string(tenths < 0 ? -(tenths % 10) : tenths % 10);
    }
    static std::string at(double x, double y) { return number(x) + "," + number(y); }

    void rectangle(const char* look, const Rect& rect, int radius) {
        out_ += std::string("<rect class=\"") + look + "\" x=\"" + std::to_string(rect.x) + "\" y=\"" + std::to_string(rect.y) + "\" width=\"" +
                std::to_string(rect.width) + "\" height=\"" + std::to_string(rect.height) + "\" rx=\"" + std::to_string(radius) + "\"/>\n";
    }
    void text(const char* look, double x, double y, std::string_view words, const char* anchor = "") {
        out_ += std::string("<text class=\"") + look + "\" x=\"" + number(x) + "\" y=\"" + number(y) + "\"" + anchor + ">" + xml_text(words) +
                "</text>\n";
    }
    void icon(const Node& node, double x, double y) {
        const Look look = look_of(node);
        out_ += "<g transform=\"translate(" + at(x, y) + ")\"><circle r=\"11\" fill=\"" + look.colour + "\"/><path class=\"sign\" d=\"" + look.sign +
                "\"/></g>\n";
    }
    /// The full name and caption, shown by viewers when the pointer rests there.
    void tooltip(const Node& node) {
        out_ += "<title>" + xml_text(type_text(node) + " " + node.name + (node.caption.empty() ? "" : ": " + node.caption)) + "</title>\n";
    }
    /// An arrow that bites its tail: the state is tried again.
    void retry_sign(double x, double y) {
        out_ += "<g transform=\"translate(" + at(x, y) +
                ")\"><path class=\"ring\" d=\"M4,-2.2A4.4,4.4 0 1 0 4.4,1\"/><path class=\"tip\" d=\"M5.8,-5V-.9H1.7Z\"/></g>\n";
    }
    /// A flow ends here: the ring on the lower border.
    void end_sign(const Rect& rect) {
        const std::string middle = "cx=\"" + number(rect.x + rect.width / 2.0) + "\" cy=\"" + std::to_string(rect.bottom()) + "\"";
        out_ += "<circle class=\"end\" " + middle + " r=\"5.5\"/><circle class=\"dot\" " + middle + " r=\"3\"/>\n";
    }

    void state(const Node& node, const Rect& rect) {
        const double middle = rect.y + rect.height / 2.0;
        if (node.kind == NodeKind::Start) {
            out_ += "<circle class=\"dot\" cx=\"" + number(rect.x + rect.width / 2.0) + "\" cy=\"" + number(middle) + "\" r=\"7\"/>\n";
            return;
        }
        out_ += "<g>\n";
        tooltip(node);
        rectangle(node.kind == NodeKind::Missing ? "state missing" : "state", rect, 9);
        icon(node, rect.x + 23, middle);
        const std::vector<std::string> lines = name_lines(node.name);
        const int height = static_cast<int>(lines.size()) * name_line + (node.caption.empty() ? 0 : caption_line);
        double y = middle - height / 2.0 + 12.5;
        for (const std::string& line : lines) {
            text("name", rect.x + icon_column + 2, y, line);
            y += name_line;
        }
        if (!node.caption.empty()) text("caption", rect.x + icon_column + 2, y - 1.5, fitted(node.caption, caption_measured, caption_width));
        if (node.retries) retry_sign(rect.right() - 14, middle);
        if (node.ends) end_sign(rect);
        out_ += "</g>\n";
    }

    void box(const Node& node, const Rect& rect) {
        out_ += "<g>\n";
        tooltip(node);
        // A Map does its flow many times: one sheet over another.
        if (node.type == definition::StateType::Map) rectangle("box", {rect.x + 5, rect.y + 5, rect.width, rect.height}, 12);
        rectangle("box", rect, 12);
        icon(node, rect.x + 23, rect.y + 22);
        const std::string name = fitted(node.name, name_measured, title_width);
        text("name", rect.x + icon_column + 2, rect.y + 26.5, name);
        if (!node.caption.empty()) {
            const double behind = text_width(name, name_measured) + 10;
            text("caption", rect.x + icon_column + 2 + behind, rect.y + 26.5, fitted(node.caption, caption_measured, title_caption_width));
        }
        if (node.retries) retry_sign(rect.right() - 16, rect.y + 22);
        if (node.ends) end_sign(rect);
        out_ += "</g>\n";
    }

    /// Branches beside each other are told apart by a line between them.
    void flow_border(const PlacedFlow& flow) {
        const Rect wide{flow.rect.x - 8, flow.rect.y - 6, flow.rect.width + 16, flow.rect.height + 14};
        rectangle("flow", wide, 8);
    }

    void wire(const Wire& wire) {
        const std::vector<Point>& points = wire.points;
        std::string path = "M" + at(points.front().x, points.front().y);
        for (std::size_t i = 1; i + 1 < points.size(); ++i) path += bend(points[i - 1], points[i], points[i + 1]);
        Point end = points.back();
        const Point before = points[points.size() - 2];
        const int down = end.y >= before.y ? 1 : -1;
        if (wire.arrow) end.y -= 6 * down;
        path += "L" + at(end.x, end.y);
        out_ += std::string("<path class=\"wire") + (wire.dashed ? " catch" : "") + "\" d=\"" + path + "\"/>\n";
        if (!wire.arrow) return;
        const Point tip = points.back();
        out_ += std::string("<path class=\"tip") + (wire.dashed ? " catch" : "") + "\" d=\"M" + at(tip.x, tip.y) + "L" +
                at(tip.x - 4.5, tip.y - 9 * down) + "L" + at(tip.x + 4.5, tip.y - 9 * down) + "Z\"/>\n";
    }

    /// A rounded corner at `corner`.
    static std::string bend(Point before, Point corner, Point after) {
        const auto length = [](Point a, Point b) { return std::abs(a.x - b.x) + std::abs(a.y - b.y); };
        const auto toward = [](Point from, Point to, double by) {
            const double x = from.x + (to.x > from.x ? by : to.x < from.x ? -by : 0), y = from.y + (to.y > from.y ? by : to.y < from.y ? -by : 0);
            return at(x, y);
        };
        const double radius = std::min({8.0, length(before, corner) / 2.0, static_cast<double>(length(corner, after))});
        return "L" + toward(corner, before, radius) + "Q" + at(corner.x, corner.y) + " " + toward(corner, after, radius);
    }

    void label(const PlacedLabel& label) {
        const Edge& edge = graph_.edges[label.edge];
        const double middle = label.rect.x + label.rect.width / 2.0;
        const std::vector<std::string> lines = label_lines(edge.label);
        out_ += "<g><title>" + xml_text(edge.label) + "</title>\n";
        double y = label.rect.y + 3 + label_line - 3.5;
        for (const std::string& line : lines) {
            text("label", middle, y, line, " text-anchor=\"middle\"");
            y += label_line;
        }
        out_ += "</g>\n";
    }

    const Graph& graph_;
    const Drawing drawing_;
    std::string out_;
};

}  // namespace

std::string to_svg(const Graph& graph) { return Writer(graph).write(); }

}  // namespace pawl::graph
