#include "statemachine/graph/coordinates.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace pawl::graph {
namespace {

using Columns = std::vector<int>;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Whom a vertex may stand below (or above): the one or two in the middle of its neighbours there, the left one first; -1: it has none.
struct Middle {
    int left = -1, right = -1;
};

/// A lane goes on as a lane; for the rest Catch lines count only where there are no others.
std::vector<Middle> middles_of(const Levels& levels, const Neighbours& neighbours) {
    std::vector<Middle> out(levels.vertices.size());
    std::vector<int> lanes, solid, all;
    for (std::size_t i = 0; i < out.size(); ++i) {
        const auto near = neighbours[i];
        if (near.empty()) continue;
        if (near.size() == 1) {
            out[i] = {near.front().vertex, near.front().vertex};
            continue;
        }
        lanes.clear();
        solid.clear();
        all.clear();
        for (const Neighbour& one : near) {
            all.push_back(one.vertex);
            if (!one.dashed) solid.push_back(one.vertex);
            if (levels.vertices[at(one.vertex)].kind == VertexKind::Lane) lanes.push_back(one.vertex);
        }
        std::vector<int>& chosen = levels.vertices[i].kind == VertexKind::Lane && !lanes.empty() ? lanes : !solid.empty() ? solid : all;
        std::sort(chosen.begin(), chosen.end(), [&](int a, int b) { return levels.vertices[at(a)].place < levels.vertices[at(b)].place; });
        out[i] = {chosen[(chosen.size() - 1) / 2], chosen[chosen.size() / 2]};
    }
    return out;
}

/// One of the four extreme layouts: vertices aligned with their upper or lower neighbours, pushed to the left or (mirrored) to the right.
class Alignment {
  public:
    /// `middles` are those of the side that is aligned with.
    Alignment(const Levels& levels, const Spacing& spacing, const std::vector<std::vector<int>>& conflicts, const std::vector<Middle>& middles,
              bool upward, bool mirrored)
        : levels_(levels),
          spacing_(spacing),
          conflicts_(conflicts),
          middles_(middles),
          upward_(upward),
          mirrored_(mirrored),
          root_(levels.vertices.size()),
          next_(levels.vertices.size()) {
        for (std::size_t i = 0; i < root_.size(); ++i) root_[i] = next_[i] = static_cast<int>(i);
    }

    Columns columns() {
        align();
        return compact();
    }

  private:
    const Vertex& vertex(int index) const { return levels_.vertices[at(index)]; }
    int place(int index) const {
        const int in_layer = vertex(index).place;
        return mirrored_ ? static_cast<int>(levels_.layers[at(vertex(index).layer)].size()) - 1 - in_layer : in_layer;
    }

    bool conflict(int a, int b) const {
        const int upper = upward_ ? b : a, lower = upward_ ? a : b;
        const auto& crossed = conflicts_[at(lower)];
        return std::find(crossed.begin(), crossed.end(), upper) != crossed.end();
    }

    template <class Visit>
    void each_layer(Visit visit) const {
        for (std::size_t i = 0; i < levels_.layers.size(); ++i) visit(levels_.layers[upward_ ? levels_.layers.size() - 1 - i : i]);
    }
    /// From the left, mirrored from the right.
    int of_row(const std::vector<int>& row, std::size_t i) const { return row[mirrored_ ? row.size() - 1 - i : i]; }

    void align() {
        each_layer([&](const std::vector<int>& row) {
            int reached = -1;
            for (std::size_t i = 0; i < row.size(); ++i) {
                const int lower = of_row(row, i);
                const Middle& middle = middles_[at(lower)];
                if (middle.left < 0) continue;
                for (const int upper : {mirrored_ ? middle.right : middle.left, mirrored_ ? middle.left : middle.right}) {
                    if (next_[at(lower)] != lower || reached >= place(upper) || conflict(upper, lower)) continue;
                    next_[at(upper)] = lower;
                    root_[at(lower)] = root_[at(upper)];
                    next_[at(lower)] = root_[at(lower)];
                    reached = place(upper);
                }
            }
        });
    }

    int distance(int left, int right) const {
        const Vertex &a = vertex(left), &b = vertex(right);
        const bool beside_lane = a.kind == VertexKind::Lane || b.kind == VertexKind::Lane;
        return a.half_width + b.half_width + (spacing_.cells ? 1 : 0) + (beside_lane ? spacing_.lane : spacing_.column);
    }

    /// One block stands at the left of another, so far from it. A lane beside a lane does so in layer after layer: they are noted once.
    struct Step {
        int from = 0, to = 0, distance = 0;
    };
    std::vector<Step> steps() const {
        std::vector<Step> out;
        std::vector<std::size_t> last(root_.size(), 0);  // of a block, behind its latest step
        each_layer([&](const std::vector<int>& row) {
            for (std::size_t i = 0; i + 1 < row.size(); ++i) {
                const int left = of_row(row, i), right = of_row(row, i + 1);
                const Step step{root_[at(left)], root_[at(right)], distance(left, right)};
                std::size_t& known = last[at(step.from)];
                if (known > 0 && out[known - 1].to == step.to && out[known - 1].distance >= step.distance) continue;
                out.push_back(step);
                known = out.size();
            }
        });
        return out;
    }

    // Blocks of aligned vertices as far to the left as their left neighbours let them, then as far to the right as that makes nothing wider.
    Columns compact() {
        const std::vector<Step> all = steps();
        std::vector<std::size_t> first(root_.size() + 1, 0);
        std::vector<int> waiting(root_.size(), 0), order;
        for (const Step& step : all) {
            ++first[at(step.from) + 1];
            ++waiting[at(step.to)];
        }
        for (std::size_t i = 1; i < first.size(); ++i) first[i] += first[i - 1];
        std::vector<Step> sorted(all.size());
        std::vector<std::size_t> free(first.begin(), first.end() - 1);
        for (const Step& step : all) sorted[free[at(step.from)]++] = step;
        const auto after = [&](int block) { return std::span<const Step>(sorted.data() + first[at(block)], sorted.data() + first[at(block) + 1]); };
        for (std::size_t i = 0; i < root_.size(); ++i) {
            if (root_[i] == static_cast<int>(i) && waiting[i] == 0) order.push_back(static_cast<int>(i));
        }
        Columns x(root_.size(), 0);
        for (std::size_t i = 0; i < order.size(); ++i) {
            const int block = order[i];
            for (const Step& step : after(block)) {
                x[at(step.to)] = std::max(x[at(step.to)], x[at(block)] + step.distance);
                if (--waiting[at(step.to)] == 0) order.push_back(step.to);
            }
        }
        for (auto block = order.rbegin(); block != order.rend(); ++block) {
            int most = std::numeric_limits<int>::max();
            for (const Step& step : after(*block)) most = std::min(most, x[at(step.to)] - step.distance);
            if (most != std::numeric_limits<int>::max()) x[at(*block)] = std::max(x[at(*block)], most);
        }
        for (std::size_t i = 0; i < root_.size(); ++i) {
            if (root_[i] != static_cast<int>(i)) x[i] = x[at(root_[i])];
        }
        if (mirrored_) {
            for (int& column : x) column = -column;
        }
        return x;
    }

    const Levels& levels_;
    const Spacing& spacing_;
    const std::vector<std::vector<int>>& conflicts_;
    const std::vector<Middle>& middles_;
    bool upward_, mirrored_;
    std::vector<int> root_, next_;
};

/// For each vertex the upper neighbours it may not be aligned with, as their line would cross a lane, which is to be straight.
std::vector<std::vector<int>> lines_across_lanes(const Levels& levels) {
    std::vector<std::vector<int>> conflicts(levels.vertices.size());
    const auto is_lane = [&](int index) { return levels.vertices[at(index)].kind == VertexKind::Lane; };
    const auto place = [&](int index) { return levels.vertices[at(index)].place; };
    for (std::size_t layer = 1; layer < levels.layers.size(); ++layer) {
        const auto& row = levels.layers[layer];
        int left = 0;
        std::size_t scanned = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            int inner = -1;
            if (is_lane(row[i])) {
                for (const Neighbour& upper : levels.up[at(row[i])]) {
                    if (is_lane(upper.vertex)) inner = upper.vertex;
                }
            }
            if (inner < 0 && i + 1 < row.size()) continue;
            const int right = inner >= 0 ? place(inner) : static_cast<int>(levels.layers[layer - 1].size());
            for (; scanned <= i; ++scanned) {
                for (const Neighbour& upper : levels.up[at(row[scanned])]) {
                    const int where = place(upper.vertex);
                    const bool is_inner = is_lane(row[scanned]) && is_lane(upper.vertex);
                    if ((where < left || where > right) && !is_inner) conflicts[at(row[scanned])].push_back(upper.vertex);
                }
            }
            left = right;
        }
    }
    return conflicts;
}

}  // namespace

int set_columns(Levels& levels, const Spacing& spacing) {
    const auto conflicts = lines_across_lanes(levels);
    const std::vector<Middle> above = middles_of(levels, levels.up), below = middles_of(levels, levels.down);
    std::array<Columns, 4> all;
    std::array<std::pair<int, int>, 4> extent;  // left and right border
    std::size_t narrowest = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        all[i] = Alignment(levels, spacing, conflicts, i >= 2 ? below : above, i >= 2, i % 2 == 1).columns();
        extent[i] = {std::numeric_limits<int>::max(), std::numeric_limits<int>::min()};
        for (std::size_t v = 0; v < all[i].size(); ++v) {
            extent[i].first = std::min(extent[i].first, all[i][v] - levels.vertices[v].half_width);
            extent[i].second = std::max(extent[i].second, all[i][v] + levels.vertices[v].half_width);
        }
        if (extent[i].second - extent[i].first < extent[narrowest].second - extent[narrowest].first) narrowest = i;
    }
    // The mean of the two in the middle keeps every distance that all four keep.
    int left = std::numeric_limits<int>::max(), right = 0;
    for (std::size_t v = 0; v < levels.vertices.size(); ++v) {
        std::array<int, 4> x{};
        for (std::size_t i = 0; i < 4; ++i) {
            x[i] = all[i][v] + (i % 2 == 1 ? extent[narrowest].second - extent[i].second : extent[narrowest].first - extent[i].first);
        }
        std::sort(x.begin(), x.end());
        const int sum = x[1] + x[2];
        levels.vertices[v].x = sum >> 1;  // rounds down on either side of 0, or a distance would be lost
        left = std::min(left, levels.vertices[v].x - levels.vertices[v].half_width);
    }
    for (Vertex& vertex : levels.vertices) {
        vertex.x -= left;
        right = std::max(right, vertex.x + vertex.half_width);
    }
    return right + (spacing.cells ? 1 : 0);
}

}  // namespace pawl::graph
