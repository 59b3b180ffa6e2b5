#include "statemachine/query/jsonata/resolver.hpp"

namespace pawl::query::jsonata {
namespace {

// Names of ancestors are numbers beyond those of variables.
constexpr std::uint32_t first_label = 1U << 31;

bool is_plain_step(const Node* step) { return step->kind == Kind::Name && step->extra == nullptr && !step->tuple; }

}  // namespace

FrameLayout* Resolver::new_layout(bool recyclable) {
    auto* layout = arena_.make<FrameLayout>();
    layout->recyclable = recyclable;
    return layout;
}

Resolver::Scope* Resolver::open(Scope* outer, FrameLayout* layout) {
    auto* scope = arena_.make<Scope>();
    scope->outer = outer;
    scope->layout = layout;
    return scope;
}

std::uint32_t Resolver::declare(Scope* scope, std::string_view name) {
    const auto [known, fresh] = slots_.try_emplace({scope, name}, scope->layout->slots);
    if (fresh) scope->slots.push(scope->layout->slots++, arena_);
    return known->second;
}

std::uint32_t Resolver::tuple_name(std::string_view name) {
    return tuple_names_.try_emplace(name, static_cast<std::uint32_t>(tuple_names_.size() + 1)).first->second;
}

std::uint32_t Resolver::external(std::string_view name, const Builtin* builtin) {
    const auto [known, fresh] = externals_.try_emplace(name, static_cast<std::uint32_t>(program_.externals.size()));
    if (fresh) program_.externals.push_back({name, builtin});
    return known->second;
}

void Resolver::top_level(std::string_view name) {
    if (referred_.insert(std::string(name)).second) program_.references.top_level_names.emplace_back(name);
}

void Resolver::refer(std::string_view name, std::string_view step) {
    // No name holds a '.', and none of the top level begins with a '$'.
    if (referred_.insert("$" + std::string(name) + "." + std::string(step)).second) {
        program_.references.variables.push_back({std::string(name), std::string(step)});
    }
}

void Resolver::resolve(Node* root) {
    FrameLayout* layout = new_layout(false);
    Scope* scope = open(nullptr, layout);
    visit(root, scope, true);
    for (const Use& use : uses_) finish(use);
    program_.layout = layout;
    program_.root = root;
}

// All assignments are known now, and so is where the name may have got its value.
void Resolver::finish(const Use& use) {
    Node* node = use.variable;
    List<Address> addresses;
    for (const Scope* scope = slots_.empty() ? nullptr : use.scope; scope != nullptr; scope = scope->outer) {
        if (scope->slots.empty()) continue;
        const auto found = slots_.find({scope, node->text});
        if (found != slots_.end()) addresses.push({scope->layout, found->second}, arena_);
    }
    node->addresses = {addresses.items, addresses.size};
    if (const auto found = tuple_names_.empty() ? tuple_names_.end() : tuple_names_.find(node->text); found != tuple_names_.end()) {
        node->may_be_tuple = true;
        node->tuple_name = found->second;
    }
    node->builtin = find_builtin(node->text, program_.dialect);
    node->index = external(node->text, node->builtin);
    const bool is_free = addresses.empty() && !node->may_be_tuple;
    // A built-in function that is called is none of the caller's variables; anything else may be one even if it has such a name.
    if (is_free && node->builtin == nullptr) refer(node->text, use.step);
    if (!is_free) node->builtin = nullptr;
}

void Resolver::visit(Node* node, Scope* scope, bool outermost) {
    switch (node->kind) {
        case Kind::Path:
            visit_path(node, scope, outermost);
            return;
        case Kind::Block:
            visit_block(node, scope, outermost);
            break;
        case Kind::Lambda:
            visit_lambda(node, scope, outermost);
            break;
        case Kind::Transform: {
            // Its clauses look at the copy that is being changed, and assign in a frame of each call.
            FrameLayout* layout = new_layout(false);
            Scope* inner = open(scope, layout);
            node->layout = layout;
            visit(node->a, inner, false);
            visit(node->b, inner, false);
            if (node->c != nullptr) visit(node->c, inner, false);
            break;
        }
        case Kind::Bind: {
            visit(node->b, scope, outermost);
            const std::uint32_t slot = declare(scope, node->a->text);
            auto* address = arena_.make<Address>();
            *address = {scope->layout, slot};
            node->addresses = {address, 1};
            break;
        }
        default:
            visit_step(node, scope, outermost, {});
            return;
    }
    visit_extra(node, scope);
}

void Resolver::visit_step(Node* node, Scope* scope, bool outermost, std::string_view next) {
    switch (node->kind) {
        case Kind::Path:
        case Kind::Block:
        case Kind::Lambda:
        case Kind::Transform:
        case Kind::Bind:
            visit(node, scope, outermost);
            return;
        case Kind::Name:
            node->index = program_.names++;
            if (outermost) top_level(node->text);
            break;
        case Kind::Wildcard:
        case Kind::Descendant:
            if (outermost) top_level(node->kind == Kind::Wildcard ? "*" : "**");
            break;
        case Kind::Parent:
            node->tuple_name = first_label | node->extra->ancestor->label;
            break;
        case Kind::Variable:
            if (node->text.empty()) {
                program_.references.context = program_.references.context || outermost;
            } else if (node->text == "$") {
                program_.references.root = true;
            } else {
                uses_.push_back({node, scope, next, false});
            }
            break;
        default:
            for (Node* child : {node->a, node->b, node->c}) {
                if (child != nullptr) visit(child, scope, outermost);
            }
            for (Node* child : node->list) visit(child, scope, outermost);
    }
    visit_extra(node, scope);
}

// Predicates and groups look at the items, not at what is outside.
void Resolver::visit_extra(Node* node, Scope* scope) {
    if (node->extra == nullptr) return;
    for (List<Stage>* stages : {&node->extra->stages, &node->extra->predicates}) {
        for (Stage& stage : *stages) {
            if (stage.filter != nullptr) {
                visit(stage.filter, scope, false);
            } else {
                stage.index_name = tuple_name(stage.index_text);
            }
        }
    }
    if (node->extra->group != nullptr) {
        for (Node* item : node->extra->group->pairs) visit(item, scope, false);
    }
    if (!node->extra->focus.empty()) node->extra->focus_name = tuple_name(node->extra->focus);
    if (!node->extra->index.empty()) node->extra->index_name = tuple_name(node->extra->index);
}

void Resolver::visit_path(Node* path, Scope* scope, bool outermost) {
    Scope* tuples = nullptr;
    path->plain = true;
    for (std::uint32_t i = 0; i < path->list.size; ++i) {
        Node* step = path->list[i];
        const bool first_with_tuples = step->tuple && tuples == nullptr;
        if (first_with_tuples) {
            FrameLayout* layout = new_layout(false);
            path->layout = layout;
            tuples = open(scope, layout);
        }
        Scope* here = tuples != nullptr ? tuples : scope;
        std::string_view next;
        if (i + 1 < path->list.size && path->list[i + 1]->kind == Kind::Name && step->extra == nullptr) next = path->list[i + 1]->text;
        if (step->kind == Kind::Sort) {
            for (Node* term : step->list) visit(term->a, first_with_tuples ? scope : here, false);
            visit_extra(step, here);
        } else {
            visit_step(step, here, outermost && i == 0, next);
        }
        const bool plain_variable = i == 0 && step->kind == Kind::Variable && step->extra == nullptr && !step->tuple;
        path->plain = path->plain && !step->keep_array && (plain_variable || is_plain_step(step));
    }
    if (path->extra != nullptr) {
        path->plain = path->plain && path->extra->group == nullptr && path->extra->predicates.empty();
        visit_extra(path, tuples != nullptr ? tuples : scope);
    }
    path->plain = path->plain && !path->keep_singleton_array && !path->keep_array && !path->tuple;
}

// Variables of a block live in the frame of the function around it, unless a function made inside may outlive the block's evaluation.
void Resolver::visit_block(Node* block, Scope* scope, bool outermost) {
    Scope* inner = scope;
    if (block->has_binds) {
        FrameLayout* layout = scope->layout;
        if (block->has_closures) {
            layout = new_layout(false);
            block->layout = layout;
        }
        inner = open(scope, layout);
    }
    for (Node* item : block->list) visit(item, inner, outermost);
    if (inner == scope || block->has_closures) return;
    block->fresh = {inner->slots.items, inner->slots.size};
    block->shared_layout = inner->layout;
}

void Resolver::visit_lambda(Node* lambda, Scope* scope, bool outermost) {
    FrameLayout* layout = new_layout(!lambda->has_closures);
    lambda->layout = layout;
    Scope* inner = open(scope, layout);
    for (Node* parameter : lambda->list) {
        parameter->index = declare(inner, parameter->text);
    }
    // A parameter given twice has one place; the last argument wins, as in the reference.
    visit(lambda->a, inner, outermost);
}

}  // namespace pawl::query::jsonata
