#include "statemachine/graph/routing.hpp"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <utility>

namespace pawl::graph {
namespace {

/// A net of one gap with the places its ends have from left to right.
struct Route {
    const Net* net = nullptr;
    int hub = 0;
    std::vector<int> members;
    int left = 0, right = 0;
    int track = -1;  ///< -1: straight through

    bool hub_above() const { return net->hub.above; }
    bool is_straight() const { return left == right; }
};

class Router {
  public:
    Router(Levels& levels, const Spacing& spacing, std::vector<Wire>& wires) : levels_(levels), spacing_(spacing), wires_(wires) {
        gaps_.resize(levels.layers.size() + 1);
        for (const Net& net : levels.nets) gaps_[static_cast<std::size_t>(net.gap)].push_back({&net, 0, {}, 0, 0, -1});
        note_solid_ends();
    }

    int run() {
        std::vector<int> tracks(gaps_.size(), 0);
        for (std::size_t gap = 0; gap < gaps_.size(); ++gap) tracks[gap] = take_tracks(gaps_[gap]);
        int y = 0;
        gap_top_.resize(gaps_.size());
        for (std::size_t gap = 0; gap < gaps_.size(); ++gap) {
            gap_top_[gap] = y;
            y += gap_height(gap, tracks[gap]);
            if (gap < levels_.layers.size()) y = place_layer(levels_.layers[gap], y);
        }
        below_.resize(levels_.vertices.size(), -1);
        continues_.resize(levels_.vertices.size(), false);
        for (const auto& gap : gaps_) {
            for (const Route& route : gap) {
                if (!leads_straight_on(route)) draw(route);
            }
        }
        for (std::size_t i = 0; i < levels_.vertices.size(); ++i) {
            if (levels_.vertices[i].kind == VertexKind::Lane && !continues_[i]) draw_lane(static_cast<int>(i));
        }
        return y;
    }

  private:
    Vertex& vertex(int index) { return levels_.vertices[static_cast<std::size_t>(index)]; }
    static std::size_t at(int index) { return static_cast<std::size_t>(index); }

    // Where both solid and dashed lines touch a state they do so at places of their own.
    void note_solid_ends() {
        solid_arrival_.resize(levels_.vertices.size(), false);
        dashed_lane_.resize(levels_.vertices.size(), false);
        for (const Net& net : levels_.nets) {
            if (net.arrow && !net.dashed) solid_arrival_[at(net.hub.vertex)] = true;
            if (!net.dashed) continue;
            if (!net.arrow) dashed_lane_[at(net.hub.vertex)] = true;
            for (const Terminal& member : net.members) dashed_lane_[at(member.vertex)] = true;
        }
    }

    int offset_for(const Vertex& vertex, int towards) const {
        const int most = std::max(0, vertex.half_width - spacing_.corner - (spacing_.cells ? 1 : 2));
        const int offset = std::min(spacing_.catch_port, most);
        return towards < vertex.x ? -offset : offset;
    }

    void set_ports(Route& route) {
        const Net& net = *route.net;
        const Vertex& hub = vertex(net.hub.vertex);
        route.hub = hub.x;
        long sum = 0;
        for (const Terminal& member : net.members) {
            const Vertex& from = vertex(member.vertex);
            int x = from.x;
            if (net.dashed && member.above && from.kind == VertexKind::Node) x += offset_for(from, hub.x);
            route.members.push_back(x);
            sum += x;
        }
        if (net.arrow && net.dashed && hub.kind == VertexKind::Node && solid_arrival_[at(net.hub.vertex)]) {
            route.hub += offset_for(hub, static_cast<int>(sum / static_cast<long>(std::max<std::size_t>(1, net.members.size()))));
        }
        set_extent(route);
    }

    static void set_extent(Route& route) {
        route.left = route.right = route.hub;
        for (const int x : route.members) {
            route.left = std::min(route.left, x);
            route.right = std::max(route.right, x);
        }
    }

    /// What it costs when `high` runs above `low`: lines crossed, and, worst, an end of the one on an end of the other.
    int cost_above(const Route& high, const Route& low) const {
        if (high.right < low.left || low.right < high.left) return 0;
        int cost = 0;
        const auto each_end = [](const Route& route, bool above, auto visit) {
            if (route.hub_above() == above) visit(route.hub);
            for (std::size_t i = 0; i < route.members.size(); ++i) {
                if (route.net->members[i].above == above) visit(route.members[i]);
            }
        };
        each_end(low, true, [&](int x) { cost += high.left < x && x < high.right ? 1 : 0; });
        each_end(high, false, [&](int x) { cost += low.left < x && x < low.right ? 1 : 0; });
        each_end(low, true, [&](int x) { each_end(high, false, [&](int other) { cost += x == other ? 1'000 : 0; }); });
        return cost;
    }

    /// Gives every bent net of a gap a track of its own where they overlap; returns how many tracks there are.
    int take_tracks(std::vector<Route>& gap) {
        std::vector<Route*> bent;
        for (Route& route : gap) {
            set_ports(route);
            if (!route.is_straight()) bent.push_back(&route);
        }
        const std::vector<Route*> order = from_top(bent);
        int tracks = 0;
        for (std::size_t i = 0; i < order.size(); ++i) {
            Route& route = *order[i];
            route.track = 0;
            for (std::size_t j = 0; j < i; ++j) {
                const Route& above = *order[j];
                const bool apart = above.right + spacing_.lane / 2 < route.left || route.right + spacing_.lane / 2 < above.left;
                if (!apart && !fork(above, route)) route.track = std::max(route.track, above.track + 1);
            }
            tracks = std::max(tracks, route.track + 1);
            avoid_ends(route, order, i);
        }
        return tracks;
    }

    /// The two leave one place to both sides, and share no more than it.
    static bool fork(const Route& a, const Route& b) {
        const int meeting = a.right == b.left ? a.right : b.right == a.left ? a.left : std::numeric_limits<int>::min();
        const auto leaves_there = [&](const Route& route) {
            for (std::size_t i = 0; i < route.members.size(); ++i) {
                if (route.members[i] == meeting && route.net->members[i].above) return true;
            }
            return false;
        };
        return leaves_there(a) && leaves_there(b) && a.net->dashed == b.net->dashed;
    }

    std::vector<Route*> from_top(const std::vector<Route*>& bent) const {
        constexpr std::size_t most = 300;  // pairs are compared: beyond this many a gap is a carpet of lines anyway
        if (bent.size() > most) return bent;
        const std::size_t count = bent.size();
        std::vector<int> balance(count, 0);
        std::vector<int> costs(count * count, 0);
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = 0; j < count; ++j) {
                if (i != j) costs[i * count + j] = cost_above(*bent[i], *bent[j]);
            }
        }
        for (std::size_t i = 0; i < count; ++i) {
            for (std::size_t j = 0; j < count; ++j) balance[i] += costs[i * count + j] - costs[j * count + i];
        }
        std::vector<Route*> order;
        std::vector<bool> taken(count, false);
        while (order.size() < count) {
            std::size_t best = count;
            for (std::size_t i = 0; i < count; ++i) {
                if (!taken[i] && (best == count || balance[i] < balance[best])) best = i;
            }
            taken[best] = true;
            order.push_back(bent[best]);
            for (std::size_t i = 0; i < count; ++i) balance[i] -= costs[i * count + best] - costs[best * count + i];
        }
        return order;
    }

    // Two nets that each end where the other begins can't both run above the other: the target's end moves aside.
    void avoid_ends(Route& low, const std::vector<Route*>& order, std::size_t own) {
        for (std::size_t j = 0; j < own; ++j) {
            Route& high = *order[j];
            if (high.hub_above() || !high.net->arrow || vertex(high.net->hub.vertex).kind != VertexKind::Node) continue;
            for (std::size_t i = 0; i < low.members.size(); ++i) {
                if (!low.net->members[i].above || low.members[i] != high.hub) continue;
                const int towards = high.left < high.hub ? high.hub - 1 : high.hub + 1;
                const int most = vertex(high.net->hub.vertex).half_width - spacing_.corner - 2;
                high.hub += std::clamp(spacing_.lane / 2, 0, std::max(0, most)) * (towards < high.hub ? -1 : 1);
            }
        }
    }

    int gap_height(std::size_t gap, int tracks) const {
        if (gaps_[gap].empty()) return gap == 0 || gap == levels_.layers.size() ? 0 : spacing_.stem;
        const bool last = gap == levels_.layers.size();
        const int end = last ? spacing_.stem : spacing_.approach;
        return spacing_.stem + std::max(0, tracks - 1) * spacing_.track + (tracks > 0 && spacing_.cells ? 1 : 0) + end;
    }

    int place_layer(const std::vector<int>& row, int y) {
        int height = 0;
        for (const int index : row) height = std::max(height, vertex(index).height);
        for (const int index : row) {
            if (vertex(index).kind == VertexKind::Lane) vertex(index).height = height;
            vertex(index).top = y + (height - vertex(index).height) / 2;
        }
        return y + height;
    }

    int y_of(const Terminal& terminal) {
        const Vertex& end = vertex(terminal.vertex);
        return terminal.above ? end.top + end.height : end.top - (spacing_.cells ? 1 : 0);
    }

    void draw(const Route& route) {
        const Net& net = *route.net;
        const int hub_y = y_of(net.hub);
        // From the outermost on each side; those nearer to the hub join its line. The first one goes all the way.
        std::vector<std::size_t>& order = order_;
        order.resize(net.members.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        if (order.size() > 1)
            std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
                return std::abs(route.members[a] - route.hub) > std::abs(route.members[b] - route.hub);
            });
        const int y = route.track < 0 ? hub_y : gap_top_[at(net.gap)] + spacing_.stem + route.track * spacing_.track;
        bool through = false, from_left = false, from_right = false;
        for (const std::size_t i : order) {
            const int x = route.members[i], start = y_of(net.members[i]);
            Wire wire;
            wire.dashed = net.dashed;
            bool& joined = x < route.hub ? from_left : from_right;
            const int towards = x < route.hub ? 1 : -1;
            if (x == route.hub && net.members[i].above != net.hub.above) {
                wire.points = {{x, start}, {x, through ? y : hub_y}};
                wire.arrow = net.arrow && !through;
                through = true;
            } else if (x == route.hub) {
                wire.points = {{x, start}, {x, y}};
            } else if (joined) {
                wire.points = {{x, start}, {x, y}, {x + towards * std::min(spacing_.corner, std::abs(route.hub - x)), y}};
            } else if (through) {
                wire.points = {{x, start}, {x, y}, {route.hub, y}};
                if (spacing_.corner > 0) wire.points.push_back({route.hub, y + (hub_y < y ? -spacing_.corner : spacing_.corner)});
                joined = true;
            } else {
                wire.points = {{x, start}, {x, y}, {route.hub, y}, {route.hub, hub_y}};
                wire.arrow = net.arrow;
                joined = through = true;
            }
            wires_.push_back(std::move(wire));
        }
    }

    /// A net that only joins a lane to the same column's lane below it: both are drawn as one line.
    bool leads_straight_on(const Route& route) {
        const Net& net = *route.net;
        if (net.members.size() != 1 || !route.is_straight() || net.members[0].above == net.hub.above) return false;
        const int upper = net.hub.above ? net.hub.vertex : net.members[0].vertex, lower = net.hub.above ? net.members[0].vertex : net.hub.vertex;
        if (vertex(upper).kind != VertexKind::Lane || vertex(lower).kind != VertexKind::Lane || below_[at(upper)] >= 0 || continues_[at(lower)])
            return false;
        below_[at(upper)] = lower;
        continues_[at(lower)] = true;
        return true;
    }

    void draw_lane(int top) {
        int bottom = top;
        while (below_[at(bottom)] >= 0) bottom = below_[at(bottom)];
        const Vertex &first = vertex(top), &last = vertex(bottom);
        Wire wire;
        wire.dashed = dashed_lane_[at(top)];
        wire.points = {{first.x, first.top}, {first.x, last.top + last.height - (spacing_.cells ? 1 : 0)}};
        if (top != bottom || first.height > 0) wires_.push_back(std::move(wire));
    }

    Levels& levels_;
    const Spacing& spacing_;
    std::vector<Wire>& wires_;
    std::vector<std::vector<Route>> gaps_;
    std::vector<int> gap_top_;
    std::vector<std::size_t> order_;
    std::vector<bool> solid_arrival_, dashed_lane_;
    std::vector<int> below_;       // of a lane that goes straight on: the next one
    std::vector<bool> continues_;  // the lane is the next one of another
};

}  // namespace

int route(Levels& levels, const Spacing& spacing, std::vector<Wire>& wires) { return Router(levels, spacing, wires).run(); }

}  // namespace pawl::graph
