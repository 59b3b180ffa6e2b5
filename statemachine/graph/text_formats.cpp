#include "statemachine/graph/text_formats.hpp"

#include <algorithm>
#include <string_view>

namespace pawl::graph {
namespace {

std::string indent(std::size_t depth) { return std::string(2 * depth, ' '); }

/// A DOT string: its only escape that is needed is the quote's; a backslash would begin one.
std::string dot_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
    return out + '"';
}

/// A Mermaid label: everything that has a meaning there goes in as a character entity.
std::string mermaid_text(std::string_view text) {
    static constexpr std::string_view special = "\"#;<>&{}[]()|`\\";
    std::string out;
    for (const char c : text) {
        if (special.find(c) != std::string_view::npos) {
            out += "#" + std::to_string(static_cast<int>(c)) + ";";
        } else {
            out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
        }
    }
    return out;
}

class Dot {
  public:
    explicit Dot(const Graph& graph) : graph_(graph) {}

    std::string write() {
        out_ =
            "digraph {\n  compound=true; rankdir=TB; newrank=true;\n  node [shape=box, style=rounded, fontname=\"Helvetica\", fontsize=11];\n"
            "  edge [fontname=\"Helvetica\", fontsize=9];\n";
        if (!graph_.title.empty()) out_ += "  label=" + dot_string(graph_.title) + "; labelloc=t;\n";
        flow(0, 1);
        out_ += "}\n";
        return std::move(out_);
    }

  private:
    static std::string id(std::size_t node) { return "n" + std::to_string(node); }

    // A line to or from a box is drawn to a node in it and cut at the border.
    std::size_t inside(std::size_t node) const {
        while (!graph_.nodes[node].flows.empty()) node = graph_.flows[graph_.nodes[node].flows.front()].nodes.front();
        return node;
    }

    void flow(std::size_t index, std::size_t depth) {
        for (const std::size_t node : graph_.flows[index].nodes) this->node(node, depth);
        for (const std::size_t at : graph_.flows[index].edges) {
            const Edge& edge = graph_.edges[at];
            std::string attributes;
            const auto add = [&](const std::string& attribute) { attributes += (attributes.empty() ? "" : ", ") + attribute; };
            if (!edge.label.empty()) add("label=" + dot_string(edge.label));
            if (edge.kind == EdgeKind::Catch) add("style=dashed");
            if (!graph_.nodes[edge.from].flows.empty()) add("ltail=cluster" + std::to_string(edge.from));
            if (!graph_.nodes[edge.to].flows.empty()) add("lhead=cluster" + std::to_string(edge.to));
            out_ +=
                indent(depth) + id(inside(edge.from)) + " -> " + id(inside(edge.to)) + (attributes.empty() ? "" : " [" + attributes + "]") + ";\n";
        }
    }

    void node(std::size_t index, std::size_t depth) {
        const Node& node = graph_.nodes[index];
        if (node.kind == NodeKind::Start) {
            out_ += indent(depth) + id(index) + " [shape=circle, style=filled, fillcolor=black, label=\"\", width=0.15];\n";
            return;
        }
        const std::string label = node.name + (node.caption.empty() ? "" : "\n" + node.caption);
        if (node.flows.empty()) {
            std::string shape;
            if (node.type == definition::StateType::Choice) shape = ", shape=diamond, style=solid";
            if (node.kind == NodeKind::Missing) shape = ", style=dashed, color=red";
            if (node.ends || node.type == definition::StateType::Succeed || node.type == definition::StateType::Fail) shape += ", peripheries=2";
            out_ += indent(depth) + id(index) + " [label=" + two_lines(label) + shape + "];\n";
            return;
        }
        out_ += indent(depth) + "subgraph cluster" + std::to_string(index) + " {\n" + indent(depth + 1) + "label=" + two_lines(label) +
                "; style=rounded;\n";
        for (std::size_t i = 0; i < node.flows.size(); ++i) {
            out_ += indent(depth + 1) + "subgraph cluster" + std::to_string(index) + "_" + std::to_string(i) + " {\n" + indent(depth + 2) +
                    "label=\"\"; style=dotted;\n";
            flow(node.flows[i], depth + 2);
            out_ += indent(depth + 1) + "}\n";
        }
        out_ += indent(depth) + "}\n";
    }

    static std::string two_lines(const std::string& label) {
        const std::size_t at = label.rfind('\n');
        if (at == std::string::npos) return dot_string(label);
        std::string out = dot_string(label.substr(0, at));
        out.pop_back();
        return out + "\\n" + dot_string(label.substr(at + 1)).substr(1);
    }

    const Graph& graph_;
    std::string out_;
};

class Mermaid {
  public:
    explicit Mermaid(const Graph& graph) : graph_(graph) {}

    std::string write() {
        out_ = "flowchart TD\n";
        flow(0, 1);
        for (const char* look : {"classDef start fill:#5b6773,stroke:none", "classDef fail stroke:#d1433f", "classDef good stroke:#259457",
                                 "classDef missing stroke:#d1433f,stroke-dasharray:4 3"}) {
            out_ += "  " + std::string(look) + "\n";
        }
        return std::move(out_);
    }

  private:
    static std::string id(std::size_t node) { return "n" + std::to_string(node); }

    void flow(std::size_t index, std::size_t depth) {
        for (const std::size_t node : graph_.flows[index].nodes) this->node(node, depth);
        for (const std::size_t at : graph_.flows[index].edges) {
            const Edge& edge = graph_.edges[at];
            const std::string arrow = edge.kind == EdgeKind::Catch ? "-.->" : "-->";
            out_ += indent(depth) + id(edge.from) + " " + arrow + (edge.label.empty() ? "" : "|\"" + mermaid_text(edge.label) + "\"|") + " " +
                    id(edge.to) + "\n";
        }
    }

    void node(std::size_t index, std::size_t depth) {
        const Node& node = graph_.nodes[index];
        out_ += indent(depth);
        if (node.kind == NodeKind::Start) {
            out_ += id(index) + "(( )):::start\n";
            return;
        }
        const std::string label =
            "\"" + mermaid_text(node.name) + (node.caption.empty() ? "" : "<br/><small>" + mermaid_text(node.caption) + "</small>") + "\"";
        if (node.flows.empty()) {
            const bool diamond = node.type == definition::StateType::Choice;
            const bool last = node.ends || node.type == definition::StateType::Succeed || node.type == definition::StateType::Fail;
            out_ += id(index) + (diamond ? "{" : last ? "([" : "[") + label + (diamond ? "}" : last ? "])" : "]");
            if (node.kind == NodeKind::Missing) out_ += ":::missing";
            if (node.type == definition::StateType::Fail) out_ += ":::fail";
            if (node.type == definition::StateType::Succeed) out_ += ":::good";
            out_ += "\n";
            return;
        }
        out_ += "subgraph " + id(index) + "[" + label + "]\n";
        for (std::size_t i = 0; i < node.flows.size(); ++i) {
            const bool many = node.flows.size() > 1;
            if (many) out_ += indent(depth + 1) + "subgraph " + id(index) + "_" + std::to_string(i) + "[\" \"]\n";
            flow(node.flows[i], depth + (many ? 2 : 1));
            if (many) out_ += indent(depth + 1) + "end\n";
        }
        out_ += indent(depth) + "end\n";
    }

    const Graph& graph_;
    std::string out_;
};

}  // namespace

std::string to_dot(const Graph& graph) { return Dot(graph).write(); }
std::string to_mermaid(const Graph& graph) { return Mermaid(graph).write(); }

}  // namespace pawl::graph
