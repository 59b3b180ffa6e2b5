// Gives every variable of a normalised tree the places it may have been assigned in, finds the built-in functions, and gathers what the expression
// takes from outside. Writes its notes into the nodes. Internal to the JSONata engine.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "statemachine/query/jsonata/program.hpp"

namespace pawl::query::jsonata {

class Resolver {
  public:
    explicit Resolver(Program& program) : program_(program), arena_(program.arena) {}
    void resolve(Node* root);

  private:
    struct Name {
        std::string_view text;
        std::uint32_t slot;
    };
    /// A stretch of text in which assignments are seen. Several may share one frame.
    struct Scope {
        Scope* outer = nullptr;
        FrameLayout* layout = nullptr;
        List<Name> names;
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
    std::vector<std::pair<std::string_view, std::uint32_t>> tuple_names_;
    bool has_closures_ = false;

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
