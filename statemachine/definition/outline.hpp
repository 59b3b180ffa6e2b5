// Where the states of a definition are: every States object (the machine's own, branches, item processors) and every state in it, in the order of
// the text, nested ones behind the state that holds them. Made from any tree, well-formed definition or not; borrows the tree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/definition/json_reader.hpp"

namespace pawl::definition {

enum class StateType : std::uint8_t { Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map };
/// "Task" …; empty for a text that is no type.
std::optional<StateType> state_type_from(std::string_view text);

enum class Language : std::uint8_t { JsonPath, Jsonata };
/// A hostile definition nests long names deeply: of a location too long, the end, which tells places apart.
std::string bounded_location(std::string location);

/// What a QueryLanguage field makes of a state or machine (measured: absent inherits, exactly "JSONPath" is JSONPath, all else JSONata).
Language language_of(const Node& owner, Language inherited);

struct OutlineState {
    const std::string* name = nullptr;
    const Node* node = nullptr;
    Place name_place;
    std::size_t flow = 0;  ///< whose States object it is in
    const std::string* flow_location = nullptr;
    std::optional<StateType> type;
    Language language = Language::JsonPath;
    bool downgraded = false;         ///< says JSONPath in a machine that is JSONata
    std::vector<std::size_t> flows;  ///< those it holds

    /// "/States/P/Branches[0]/States/A"
    std::string location() const;
};

struct OutlineFlow {
    const Node* node = nullptr;  ///< the object with StartAt and States
    std::string location;        ///< "" for the machine, "/States/M/ItemProcessor"
    std::vector<std::size_t> states;
    std::optional<std::size_t> holder;  ///< the state that holds it; none for the machine
    bool is_distributed = false;        ///< the processor of a Distributed Map: executions of their own
};

struct Outline {
    std::vector<OutlineState> states;
    std::deque<OutlineFlow> flows;  ///< the machine's own is the first
    Language language = Language::JsonPath;

    /// The root must be an object.
    static Outline of(const Node& root);
};

}  // namespace pawl::definition
