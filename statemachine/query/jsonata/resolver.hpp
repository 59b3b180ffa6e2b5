// Gives every variable of a normalised tree the places it may have been assigned in, finds the built-in functions, and gathers what the expression
// takes from outside. Writes its notes into the nodes. Internal to the JSONata engine.
#pragma once

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "statemachine/query/jsonata/program.hpp"

namespace pawl::query::jsonata {

class Resolver {
  public:
    explicit Resolver(Program& program) : program_(program), arena_(program.arena) {}
    void resolve(Node* root);

  private:
    /// A stretch of text in which assignments are seen. Several may share one frame.
    struct Scope {
        Scope* outer = nullptr;
        FrameLayout* layout = nullptr;
        List<std::uint32_t> slots;  ///< of the names assigned here
    };
    struct Use {
        Node* variable;
        Scope* scope;
        std::string_view step;  ///< the field taken of it
        bool is_call;
    };

    Program& program_;
    Arena& arena_;
    std::vector<Use> uses_;
    // Looked up by hash: a hostile expression may hold tens of thousands of names.
    struct PlaceHash {
        std::size_t operator()(const std::pair<const Scope*, std::string_view>& place) const {
            return std::hash<const void*>{}(place.first) * 31 + std::hash<std::string_view>{}(place.second);
        }
    };
    std::unordered_map<std::pair<const Scope*, std::string_view>, std::uint32_t, PlaceHash> slots_;
    std::unordered_map<std::string_view, std::uint32_t> tuple_names_, externals_;
    std::unordered_set<std::string> referred_;

    void visit(Node* node, Scope* scope, bool outermost);
    void visit_path(Node* path, Scope* scope, bool outermost);
    void visit_step(Node* step, Scope* scope, bool outermost, std::string_view next);
    void visit_extra(Node* node, Scope* scope);
    void visit_block(Node* block, Scope* scope, bool outermost);
    void visit_lambda(Node* lambda, Scope* scope, bool outermost);
    void finish(const Use& use);
    Scope* open(Scope* outer, FrameLayout* layout);
    FrameLayout* new_layout(bool recyclable);
    std::uint32_t declare(Scope* scope, std::string_view name);
    std::uint32_t tuple_name(std::string_view name);
    std::uint32_t external(std::string_view name, const Builtin* builtin);
    void top_level(std::string_view name);
    void refer(std::string_view name, std::string_view step);
};

}  // namespace pawl::query::jsonata
