#include "statemachine/graph/levels.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace pawl::graph {
namespace {

struct Arc {
    int from = 0, to = 0;
    bool dashed = false;
    bool back = false;
};

/// Layers by longest path. Which arcs lead back is what a walk from the start, in source order, finds.
class Layering {
  public:
    Layering(std::size_t vertices, std::vector<Arc>& arcs) : arcs_(arcs), out_(vertices), state_(vertices, State::New), layer_(vertices, 0) {
        for (std::size_t i = 0; i < arcs.size(); ++i) out_[static_cast<std::size_t>(arcs[i].from)].push_back(i);
    }

    const std::vector<int>& layers() {
        for (std::size_t root = 0; root < out_.size(); ++root) walk(root);
        for (auto vertex = done_.rbegin(); vertex != done_.rend(); ++vertex) {
            for (const std::size_t arc : out_[*vertex]) {
                if (arcs_[arc].back) continue;
                int& below = layer_[static_cast<std::size_t>(arcs_[arc].to)];
                below = std::max(below, layer_[*vertex] + 1);
            }
        }
        return layer_;
    }

  private:
    enum class State : std::uint8_t { New, Open, Done };

    // With a stack of its own: a chain of states may be long.
    void walk(std::size_t root) {
        if (state_[root] != State::New) return;
        std::vector<std::pair<std::size_t, std::size_t>> stack{{root, 0}};
        state_[root] = State::Open;
        while (!stack.empty()) {
            auto& [vertex, next] = stack.back();
            if (next == out_[vertex].size()) {
                state_[vertex] = State::Done;
                done_.push_back(vertex);
                stack.pop_back();
                continue;
            }
            Arc& arc = arcs_[out_[vertex][next++]];
            const auto to = static_cast<std::size_t>(arc.to);
            if (state_[to] == State::Open) arc.back = true;
            if (state_[to] != State::New) continue;
            state_[to] = State::Open;
            stack.emplace_back(to, 0);
        }
    }

    std::vector<Arc>& arcs_;
    std::vector<std::vector<std::size_t>> out_;
    std::vector<State> state_;
    std::vector<int> layer_;
    std::vector<std::size_t> done_;
};

class Builder {
  public:
    Builder(const Graph& graph, const Flow& flow, const std::vector<Size>& sizes, const Measure& measure)
        : graph_(graph), flow_(flow), sizes_(sizes), measure_(measure), cells_(measure.spacing().cells) {}

    Levels build() {
        for (std::size_t i = 0; i < flow_.nodes.size(); ++i) {
            of_node_[flow_.nodes[i]] = static_cast<int>(i);
            add({VertexKind::Node, flow_.nodes[i], 0, half(sizes_[i].width), sizes_[i].height, static_cast<double>(i)});
        }
        for (const std::size_t id : flow_.edges) add_arcs(id);
        lanes_.resize(levels_.vertices.size());
        Layering layering(levels_.vertices.size(), arcs_);
        const std::vector<int>& layer = layering.layers();
        int deepest = 0;
        for (std::size_t i = 0; i < layer.size(); ++i) {
            levels_.vertices[i].layer = layer[i];
            deepest = std::max(deepest, layer[i]);
        }
        levels_.layers.resize(static_cast<std::size_t>(deepest) + 1);
        for (const Arc& arc : arcs_) {
            if (arc.back) {
                lead_back(arc);
            } else {
                lead_down(arc);
            }
        }
        link_neighbours();
        for (std::size_t i = 0; i < levels_.vertices.size(); ++i) {
            levels_.layers[static_cast<std::size_t>(levels_.vertices[i].layer)].push_back(static_cast<int>(i));
        }
        for (auto& row : levels_.layers) {
            std::stable_sort(row.begin(), row.end(), [&](int a, int b) { return vertex(a).wish < vertex(b).wish; });
        }
        levels_.number_places();
        return std::move(levels_);
    }

  private:
    Vertex& vertex(int index) { return levels_.vertices[static_cast<std::size_t>(index)]; }
    int half(int width) const { return (width - (cells_ ? 1 : 0) + 1) / 2; }

    int add(Vertex vertex) {
        levels_.vertices.push_back(vertex);
        return static_cast<int>(levels_.vertices.size()) - 1;
    }

    // A label is a vertex on the way, so that it has room.
    void add_arcs(std::size_t id) {
        const Edge& edge = graph_.edges[id];
        const int from = of_node_[edge.from], to = of_node_[edge.to];
        const bool dashed = edge.kind == EdgeKind::Catch;
        if (edge.label.empty()) {
            arcs_.push_back({from, to, dashed});
            return;
        }
        const Size size = measure_.label(edge.label);
        const int label = add({VertexKind::Label, id, 0, half(size.width), size.height, vertex(to).wish});
        arcs_.push_back({from, label, dashed});
        arcs_.push_back({label, to, dashed});
    }

    /// The one of that hub; the gap follows from the hub.
    Net& net(int gap, Terminal hub, bool dashed, bool arrow) {
        if (nets_.size() <= static_cast<std::size_t>(hub.vertex))
            nets_.resize(levels_.vertices.size() + levels_.vertices.size() / 2, {-1, -1, -1, -1});
        int& known = nets_[static_cast<std::size_t>(hub.vertex)][(hub.above ? 2U : 0U) + (dashed ? 1U : 0U)];
        if (known < 0) {
            known = static_cast<int>(levels_.nets.size());
            levels_.nets.push_back({gap, hub, {}, dashed, arrow});
        }
        return levels_.nets[static_cast<std::size_t>(known)];
    }

    void join(int gap, Terminal member, Terminal hub, bool dashed, bool arrow) {
        std::vector<Terminal>& members = net(gap, hub, dashed, arrow).members;
        for (const Terminal& there : members) {
            if (there.vertex == member.vertex && there.above == member.above) return;
        }
        members.push_back(member);
    }

    struct Passing {
        int lane = 0;
        bool is_new = false;
    };
    /// The lane to `target` in a layer; made when it is first asked for.
    Passing lane(int target, bool dashed, bool back, int layer) {
        std::vector<int>& known = lanes_[static_cast<std::size_t>(target)][(back ? 2U : 0U) + (dashed ? 1U : 0U)];
        const int there = vertex(target).layer;
        const auto distance = static_cast<std::size_t>(back ? layer - there : there - 1 - layer);
        if (known.size() <= distance) known.resize(distance + 1, -1);
        const bool is_new = known[distance] < 0;
        if (is_new) known[distance] = add({VertexKind::Lane, vertex(target).id, layer, 0, 0, vertex(target).wish + (back ? 0.5 : 0.25)});
        return {known[distance], is_new};
    }

    void lead_down(const Arc& arc) {
        const int first = vertex(arc.from).layer + 1, last = vertex(arc.to).layer;
        Terminal member{arc.from, true};
        for (int layer = first; layer < last; ++layer) {
            const auto [passing, is_new] = lane(arc.to, arc.dashed, false, layer);
            join(layer, member, {passing, false}, arc.dashed, false);
            if (!is_new) return;  // it leads on to the target
            member = {passing, true};
        }
        join(last, member, {arc.to, false}, arc.dashed, vertex(arc.to).kind == VertexKind::Node);
    }

    // Out of the bottom, beside the layers upwards, and into the target's top like every other line.
    void lead_back(const Arc& arc) {
        const int from = vertex(arc.from).layer, to = vertex(arc.to).layer;
        int below = -1;
        for (int layer = from; layer >= to; --layer) {
            const auto [passing, is_new] = lane(arc.to, arc.dashed, true, layer);
            if (below < 0) {
                if (vertex(passing).anchor < 0) vertex(passing).anchor = arc.from;
                join(layer + 1, {arc.from, true}, {passing, true}, arc.dashed, false);
            } else {
                join(layer + 1, {below, false}, {passing, true}, arc.dashed, false);
            }
            if (!is_new) return;
            below = passing;
        }
        vertex(below).anchor = arc.to;
        join(to, {below, false}, {arc.to, false}, arc.dashed, true);
    }

    void link_neighbours() {
        std::vector<std::pair<int, Neighbour>> up, down;
        up.reserve(levels_.nets.size());
        down.reserve(levels_.nets.size());
        for (const Net& one : levels_.nets) {
            for (const Terminal& member : one.members) {
                if (member.above == one.hub.above) continue;
                const int upper = member.above ? member.vertex : one.hub.vertex, lower = member.above ? one.hub.vertex : member.vertex;
                down.push_back({upper, {lower, one.dashed}});
                up.push_back({lower, {upper, one.dashed}});
            }
        }
        levels_.up = Neighbours(levels_.vertices.size(), up);
        levels_.down = Neighbours(levels_.vertices.size(), down);
    }

    const Graph& graph_;
    const Flow& flow_;
    const std::vector<Size>& sizes_;
    const Measure& measure_;
    bool cells_;
    Levels levels_;
    std::vector<Arc> arcs_;
    std::map<std::size_t, int> of_node_;
    // A long line makes a lane and a net a layer, so both are found by their numbers. By hub: above or below it, solid or dashed.
    std::vector<std::array<int, 4>> nets_;
    // By target: forwards or back, solid or dashed; then by the layers between. -1: there is none.
    std::vector<std::array<std::vector<int>, 4>> lanes_;
};

}  // namespace

Neighbours::Neighbours(std::size_t vertices, const std::vector<std::pair<int, Neighbour>>& links) : first_(vertices + 1, 0), all_(links.size()) {
    for (const auto& [vertex, neighbour] : links) ++first_[static_cast<std::size_t>(vertex) + 1];
    for (std::size_t i = 1; i < first_.size(); ++i) first_[i] += first_[i - 1];
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (const auto& [vertex, neighbour] : links) all_[next[static_cast<std::size_t>(vertex)]++] = neighbour;
}

void Levels::number_places() {
    for (const auto& row : layers) {
        for (std::size_t i = 0; i < row.size(); ++i) vertices[static_cast<std::size_t>(row[i])].place = static_cast<int>(i);
    }
}

Levels make_levels(const Graph& graph, const Flow& flow, const std::vector<Size>& sizes, const Measure& measure) {
    return Builder(graph, flow, sizes, measure).build();
}

}  // namespace pawl::graph
