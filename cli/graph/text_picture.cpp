#include "cli/graph/text_picture.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "cli/text/width.hpp"
#include "statemachine/graph/layout.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::cli {
namespace {

using graph::Node;
using graph::Point;
using graph::Rect;
using graph::Size;

constexpr std::size_t most_name = 48, most_caption = 44, most_label = 36;

/// A state's name with a sign before it that tells its type.
std::string head_of(const Node& node) {
    std::string sign;
    if (node.kind == graph::NodeKind::Missing) {
        sign = "? ";
    } else if (node.type == definition::StateType::Choice) {
        sign = "◇ ";
    } else if (node.type == definition::StateType::Succeed) {
        sign = "✓ ";
    } else if (node.type == definition::StateType::Fail) {
        sign = "✗ ";
    } else if (node.type == definition::StateType::Wait) {
        sign = "◷ ";
    }
    return sign + shorten(node.name, most_name) + (node.retries ? " ↻" : "");
}

std::string title_of(const Node& node) {
    return head_of(node) + " (" + graph::type_text(node) + (node.caption.empty() ? "" : ", " + shorten(node.caption, most_caption)) + ")";
}

int columns_of(const std::string& text) { return static_cast<int>(display_width(text)); }

class CellMeasure final : public graph::Measure {
  public:
    graph::Spacing spacing() const override {
        graph::Spacing spacing;
        spacing.column = 3;
        spacing.lane = 2;
        spacing.stem = spacing.track = spacing.approach = 1;
        spacing.catch_port = 4;
        spacing.corner = 0;
        spacing.box = 3;
        spacing.flows = 3;
        spacing.cells = true;
        return spacing;
    }
    Size node(const Node& node) const override {
        if (node.kind == graph::NodeKind::Start) return {1, 1};
        const int text = std::max(columns_of(head_of(node)), columns_of(shorten(node.caption, most_caption)));
        return {text + 4, node.caption.empty() ? 3 : 4};
    }
    Size title(const Node& node) const override { return {columns_of(title_of(node)) + 6, 1}; }
    Size label(const std::string& text) const override { return {columns_of(shorten(text, most_label)), 1}; }
};

enum Side : unsigned { up = 1, down = 2, left = 4, right = 8 };

struct Cell {
    std::string glyph;  ///< one character; empty where lines alone are
    unsigned sides = 0;
    bool dashed = true;    ///< as long as no other line is here
    bool covered = false;  ///< by the second half of a wide character
};

class Canvas {
  public:
    explicit Canvas(Size size)
        : width_(std::max(1, size.width)), cells_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(std::max(1, size.height))) {}

    void box(const Rect& rect) {
        const int last_x = rect.right() - 1, last_y = rect.bottom() - 1;
        for (int x = rect.x + 1; x < last_x; ++x) {
            put(x, rect.y, "─");
            put(x, last_y, "─");
        }
        for (int y = rect.y + 1; y < last_y; ++y) {
            put(rect.x, y, "│");
            put(last_x, y, "│");
        }
        put(rect.x, rect.y, "╭");
        put(last_x, rect.y, "╮");
        put(rect.x, last_y, "╰");
        put(last_x, last_y, "╯");
    }

    void put(int x, int y, std::string glyph) { at(x, y).glyph = std::move(glyph); }

    void text(int x, int y, std::string_view words) {
        while (!words.empty()) {
            std::size_t length = std::max<std::size_t>(1, utf8_length(words));
            // Combining marks go into the cell of what they combine with.
            while (length < words.size() && utf8_length(words.substr(length)) > 0 &&
                   display_width(words.substr(0, length + utf8_length(words.substr(length)))) == display_width(words.substr(0, length)))
                length += utf8_length(words.substr(length));
            const std::string_view one = words.substr(0, length);
            words.remove_prefix(length);
            put(x, y, std::string(one));
            const int wide = columns_of(std::string(one));
            for (int i = 1; i < wide; ++i) at(x + i, y).covered = true;
            x += std::max(1, wide);
        }
    }

    void clear(const Rect& rect) {
        for (int y = rect.y; y < rect.bottom(); ++y) {
            for (int x = rect.x; x < rect.right(); ++x) put(x, y, " ");
        }
    }

    void wire(const graph::Wire& wire) {
        const std::vector<Point>& points = wire.points;
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            Point here = points[i];
            const Point there = points[i + 1];
            while (!(here == there)) {
                const Point next{here.x + (there.x > here.x   ? 1
                                           : there.x < here.x ? -1
                                                              : 0),
                                 here.y + (there.y > here.y   ? 1
                                           : there.y < here.y ? -1
                                                              : 0)};
                line(here, next.y < here.y ? up : next.y > here.y ? down : next.x < here.x ? left : right, wire.dashed);
                line(next, next.y < here.y ? down : next.y > here.y ? up : next.x < here.x ? right : left, wire.dashed);
                here = next;
            }
        }
        // Ends meet what is above or below them, unless they end in a line that runs across.
        const bool single = points.front() == points.back();
        line(points.front(), up, wire.dashed, single || points.front().y < points[1].y);
        line(points.front(), down, wire.dashed, single || points.front().y > points[1].y);
        const Point before = points[points.size() - 2], last = points.back();
        const bool joins = points.size() == 3 && !wire.arrow;
        if (!joins && before.x == last.x && !single) {
            line(last, before.y < last.y ? down : up, wire.dashed);
        }
        if (wire.arrow) put(last.x, last.y, before.y <= last.y ? "▼" : "▲");
    }

    std::string write() const {
        std::string out;
        for (std::size_t begin = 0; begin < cells_.size(); begin += static_cast<std::size_t>(width_)) {
            std::string row;
            for (std::size_t i = begin; i < begin + static_cast<std::size_t>(width_); ++i) {
                if (!cells_[i].covered) row += glyph_of(cells_[i]);
            }
            while (row.ends_with(' ')) row.pop_back();
            out += row + "\n";
        }
        return out;
    }

  private:
    Cell& at(int x, int y) {
        const std::size_t index =
            static_cast<std::size_t>(std::max(0, y)) * static_cast<std::size_t>(width_) + static_cast<std::size_t>(std::clamp(x, 0, width_ - 1));
        return cells_[std::min(index, cells_.size() - 1)];
    }

    void line(Point point, unsigned side, bool dashed, bool wanted = true) {
        if (!wanted) return;
        Cell& cell = at(point.x, point.y);
        cell.sides |= side;
        cell.dashed = cell.dashed && dashed;
    }

    static std::string glyph_of(const Cell& cell) {
        if (!cell.glyph.empty()) return cell.glyph;
        static constexpr const char* lines[] = {" ", "│", "│", "│", "─", "╯", "╮", "┤", "─", "╰", "╭", "├", "─", "┴", "┬", "┼"};
        if (cell.dashed && cell.sides == (up | down)) return "┊";
        if (cell.dashed && cell.sides == (left | right)) return "┄";
        return lines[cell.sides];
    }

    int width_;
    std::vector<Cell> cells_;
};

void draw_state(Canvas& canvas, const Node& node, const Rect& rect) {
    if (node.kind == graph::NodeKind::Start) return canvas.put(rect.x, rect.y, "●");
    canvas.clear(rect);
    canvas.box(rect);
    canvas.text(rect.x + 2, rect.y + 1, head_of(node));
    if (!node.caption.empty()) canvas.text(rect.x + 2, rect.y + 2, shorten(node.caption, most_caption));
    if (node.ends) canvas.put(rect.x + rect.width / 2, rect.bottom() - 1, "◉");
}

void draw_box(Canvas& canvas, const Node& node, const Rect& rect) {
    canvas.box(rect);
    canvas.text(rect.x + 2, rect.y, " " + title_of(node) + " ");
    if (node.ends) canvas.put(rect.x + rect.width / 2, rect.bottom() - 1, "◉");
}

}  // namespace

std::string text_picture(const graph::Graph& graph) {
    const graph::Drawing drawing = graph::layout(graph, CellMeasure());
    Canvas canvas(drawing.size);
    for (const graph::PlacedNode& node : drawing.nodes) {
        if (!graph.nodes[node.node].flows.empty()) draw_box(canvas, graph.nodes[node.node], node.rect);
    }
    for (const graph::Wire& wire : drawing.wires) canvas.wire(wire);
    for (const graph::PlacedNode& node : drawing.nodes) {
        if (graph.nodes[node.node].flows.empty()) draw_state(canvas, graph.nodes[node.node], node.rect);
    }
    for (const graph::PlacedLabel& label : drawing.labels) {
        canvas.clear(label.rect);
        const std::string text = shorten(graph.edges[label.edge].label, most_label);
        canvas.text(label.rect.x + (label.rect.width - columns_of(text)) / 2, label.rect.y, text);
    }
    return canvas.write();
}

}  // namespace pawl::cli
