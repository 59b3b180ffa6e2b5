// A definition as a picture sees it: flows (the machine's own, branches, item processors), the states in them, and the transitions between these.
// Made from any outline, of a sound definition or a faulty one: a target that is not there becomes a node of its own.
//
// Owns its texts. Pure values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "statemachine/definition/outline.hpp"

namespace pawl::graph {

enum class NodeKind : std::uint8_t {
    Start,  ///< where a flow begins
    State,
    Missing  ///< named by a transition, and not there
};

struct Node {
    NodeKind kind = NodeKind::State;
    std::optional<definition::StateType> type;  ///< empty: the definition names none that is known
    std::string name;
    std::string caption;  ///< what it does, in a word or two: "processPayment", "30 s", "for each $.items"; may be empty
    bool ends = false;    ///< "End": true
    bool retries = false;
    std::size_t flow = 0;            ///< the one it is in
    std::vector<std::size_t> flows;  ///< those it holds (Parallel, Map), in source order
};

enum class EdgeKind : std::uint8_t { Start, Next, Choice, Default, Catch };

struct Edge {
    std::size_t from = 0, to = 0;  ///< nodes of the same flow
    EdgeKind kind = EdgeKind::Next;
    std::string label;  ///< the rule of a Choice, the errors of a Catch; may be empty
};

struct Flow {
    std::vector<std::size_t> nodes;  ///< in source order; Start first, missing ones last
    std::vector<std::size_t> edges;  ///< in the order their sources have them
};

struct Graph {
    std::vector<Node> nodes;
    std::vector<Edge> edges;
    std::vector<Flow> flows;  ///< the machine's own is the first
    std::string title;        ///< the machine's Comment

    static Graph of(const definition::Outline& outline);
};

/// "Task", …; what the definition says is no type of ours: "?".
std::string type_text(const Node& node);

}  // namespace pawl::graph
