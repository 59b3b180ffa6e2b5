// The tree as written → the tree as evaluated: steps gathered into paths, predicates hung on their steps, parents traced to the steps they mean, tail
// calls marked. Works in place; nodes live in the arena. Internal to the JSONata engine.
#pragma once

#include <optional>

#include "statemachine/query/jsonata/parser.hpp"

namespace pawl::query::jsonata {

class Normalizer {
  public:
    explicit Normalizer(Arena& arena) : arena_(arena) {}

    /// Null: see error().
    Node* normalize(Node* root);
    const ParseError& error() const { return *error_; }

  private:
    Arena& arena_;
    std::uint32_t labels_ = 0;
    std::optional<ParseError> error_;

    Node* process(Node* node);
    Node* children(Node* node);
    Node* step(Node* node);
    Node* predicate(Node* node);
    Node* group(Node* node);
    Node* order_by(Node* node);
    Node* focus(Node* node);
    Node* index(Node* node);
    Node* negate(Node* node);
    Node* parent(Node* node);
    Node* path_of(Node* step);
    bool replace(Node*& place);

    void hand_up(Node* node, Node* child);
    bool trace_step_parents(Node* path);
    bool seek(Node* node, AncestorSlot* slot);
    static void mark_tail_calls(Node* node);
    std::nullptr_t fail(std::string_view code, std::uint32_t position, std::string_view token = {}, std::string value = {});
};

}  // namespace pawl::query::jsonata
