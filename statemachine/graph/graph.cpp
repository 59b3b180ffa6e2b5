#include "statemachine/graph/graph.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "statemachine/graph/wording.hpp"

namespace pawl::graph {
namespace {

/// "processPayment" says nothing new below "ProcessPayment".
bool same_but_case(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

class Builder {
  public:
    explicit Builder(const definition::Outline& outline) : outline_(outline) {}

    Graph build() {
        graph_.flows.resize(outline_.flows.size());
        for (std::size_t flow = 0; flow < outline_.flows.size(); ++flow) add({NodeKind::Start, {}, "", "", false, false, flow, {}});
        of_state_.reserve(outline_.states.size());
        for (const definition::OutlineState& state : outline_.states) {
            Node node{NodeKind::State, state.type, *state.name, caption_of(state), false, false, state.flow, state.flows};
            if (same_but_case(node.name, node.caption)) node.caption.clear();
            const definition::Node* end = state.node->find("End");
            node.ends = end != nullptr && end->is_true();
            const definition::Node* retry = state.node->find("Retry");
            node.retries = retry != nullptr && !retry->items.empty();
            of_state_.push_back(add(std::move(node)));
        }
        for (std::size_t flow = 0; flow < outline_.flows.size(); ++flow) connect(flow);
        const definition::Node* comment = outline_.flows.front().node->find("Comment");
        if (comment != nullptr && comment->is_string()) graph_.title = comment->text;
        return std::move(graph_);
    }

  private:
    std::size_t add(Node node) {
        graph_.flows[node.flow].nodes.push_back(graph_.nodes.size());
        graph_.nodes.push_back(std::move(node));
        return graph_.nodes.size() - 1;
    }

    void connect(std::size_t flow) {
        names_.clear();
        // Of two states of one name the later one counts, as everywhere.
        for (const std::size_t state : outline_.flows[flow].states) names_[*outline_.states[state].name] = of_state_[state];
        edge(flow, graph_.flows[flow].nodes.front(), outline_.flows[flow].node->find("StartAt"), EdgeKind::Start, "");
        for (const std::size_t state : outline_.flows[flow].states) leave(flow, state);
    }

    void leave(std::size_t flow, std::size_t state) {
        const definition::OutlineState& from = outline_.states[state];
        const definition::Node& node = *from.node;
        if (from.type == definition::StateType::Choice) {
            if (const definition::Node* choices = node.find("Choices")) {
                for (const definition::Node& rule : choices->items)
                    edge(flow, of_state_[state], rule.find("Next"), EdgeKind::Choice, rule_text(rule));
            }
            edge(flow, of_state_[state], node.find("Default"), EdgeKind::Default, "otherwise");
            return;
        }
        if (from.type == definition::StateType::Succeed || from.type == definition::StateType::Fail) return;
        edge(flow, of_state_[state], node.find("Next"), EdgeKind::Next, "");
        if (const definition::Node* catches = node.find("Catch")) {
            for (const definition::Node& catcher : catches->items)
                edge(flow, of_state_[state], catcher.find("Next"), EdgeKind::Catch, errors_text(catcher));
        }
    }

    void edge(std::size_t flow, std::size_t from, const definition::Node* target, EdgeKind kind, std::string label) {
        if (target == nullptr || !target->is_string()) return;
        const auto found = names_.find(target->text);
        const std::size_t to =
            found != names_.end() ? found->second : add({NodeKind::Missing, {}, target->text, "is not there", false, false, flow, {}});
        if (found == names_.end()) names_[target->text] = to;
        // Several rules of a Choice that go to one state are one line with all their labels.
        const std::vector<std::size_t>& edges = graph_.flows[flow].edges;
        for (auto earlier = edges.rbegin(); earlier != edges.rend() && graph_.edges[*earlier].from == from; ++earlier) {
            Edge& same = graph_.edges[*earlier];
            if (same.to != to || (same.kind == EdgeKind::Catch) != (kind == EdgeKind::Catch)) continue;
            if (!label.empty() && !same.label.empty()) label = same.label + " | " + label;
            same.label = std::move(label);
            return;
        }
        graph_.flows[flow].edges.push_back(graph_.edges.size());
        graph_.edges.push_back({from, to, kind, std::move(label)});
    }

    const definition::Outline& outline_;
    Graph graph_;
    std::vector<std::size_t> of_state_;
    std::map<std::string, std::size_t> names_;
};

}  // namespace

Graph Graph::of(const definition::Outline& outline) { return Builder(outline).build(); }

std::string type_text(const Node& node) {
    static constexpr const char* names[] = {"Task", "Wait", "Pass", "Succeed", "Fail", "Choice", "Parallel", "Map"};
    return node.type ? names[static_cast<std::size_t>(*node.type)] : "?";
}

}  // namespace pawl::graph
