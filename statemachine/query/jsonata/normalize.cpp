#include "statemachine/query/jsonata/normalize.hpp"

namespace pawl::query::jsonata {
namespace {

bool is_seeking(const Node* node) { return node->extra != nullptr && !node->extra->seeking.empty(); }

std::string literal_json(const Node* node) {
    switch (node->literal.tag) {
        case Tag::Bool:
            return node->literal.boolean ? "true" : "false";
        case Tag::Null:
            return "null";
        default:
            return std::string(node->text);
    }
}

}  // namespace

std::nullptr_t Normalizer::fail(std::string_view code, std::uint32_t position, std::string_view token, std::string value) {
    if (!error_) error_ = ParseError{std::string(code), {}, std::string(token), std::move(value), position};
    return nullptr;
}

Node* Normalizer::normalize(Node* root) {
    root = process(root);
    if (root != nullptr && (root->kind == Kind::Parent || is_seeking(root))) return fail("S0217", root->position, root->text);
    return root;
}

// What is not resolved in the child is to be resolved above the node.
void Normalizer::hand_up(Node* node, Node* child) {
    if (is_seeking(child)) {
        for (AncestorSlot* slot : child->extra->seeking) node->more(arena_).seeking.push(slot, arena_);
    }
    if (child->kind == Kind::Parent) node->more(arena_).seeking.push(child->extra->ancestor, arena_);
}

bool Normalizer::replace(Node*& place) {
    place = process(place);
    return place != nullptr;
}

Node* Normalizer::path_of(Node* step) {
    Node* path = arena_.make<Node>();
    path->kind = Kind::Path;
    path->position = step->position;
    path->list.push(step, arena_);
    return path;
}

Node* Normalizer::process(Node* node) {
    const bool keep = node->keep_array;
    Node* result = nullptr;
    switch (node->kind) {
        case Kind::Step:
            result = step(node);
            break;
        case Kind::Predicate:
            result = predicate(node);
            break;
        case Kind::Group:
            result = group(node);
            break;
        case Kind::OrderBy:
            result = order_by(node);
            break;
        case Kind::Focus:
            result = focus(node);
            break;
        case Kind::Index:
            result = index(node);
            break;
        case Kind::Negate:
            result = negate(node);
            break;
        case Kind::Parent:
            result = parent(node);
            break;
        case Kind::Keyword:
        case Kind::Name:
            node->kind = Kind::Name;
            result = path_of(node);
            result->keep_singleton_array = keep;
            break;
        case Kind::End:
            return fail("S0207", node->position, node->text);
        default:
            result = children(node);
    }
    if (result != nullptr && keep) result->keep_array = true;
    return result;
}

Node* Normalizer::children(Node* node) {
    const bool is_closure = node->kind == Kind::Lambda || node->kind == Kind::Transform;
    if (node->kind != Kind::Lambda) {
        for (Node*& item : node->list) {
            if (item->kind == Kind::Placeholder) continue;
            if (!replace(item)) return nullptr;
            hand_up(node, item);
            if (node->kind == Kind::Block && (item->cons_array || (item->kind == Kind::Path && item->list[0]->cons_array))) node->cons_array = true;
        }
    }
    // A bind's left side stays the variable it is.
    const bool is_call = node->kind == Kind::Call || node->kind == Kind::Partial;
    if (node->a != nullptr && node->kind != Kind::Bind) {
        if (!replace(node->a)) return nullptr;
        if (!is_closure && !is_call && node->kind != Kind::Apply) hand_up(node, node->a);
    }
    for (Node** child : {&node->b, &node->c}) {
        if (*child == nullptr) continue;
        if (!replace(*child)) return nullptr;
        if (!is_closure && node->kind != Kind::Apply) hand_up(node, *child);
    }
    if (node->kind == Kind::Apply && (node->a->keep_array || node->b->keep_array)) node->keep_array = true;
    if (node->kind == Kind::Lambda) mark_tail_calls(node->a);
    return node;
}

Node* Normalizer::step(Node* node) {
    Node* left = process(node->a);
    if (left == nullptr) return nullptr;
    Node* path = left;
    if (left->kind != Kind::Path) {
        path = path_of(left);
        if (left->kind == Kind::Parent) path->more(arena_).seeking.push(left->extra->ancestor, arena_);
    }
    Node* rest = process(node->b);
    if (rest == nullptr) return nullptr;
    if (rest->kind == Kind::Path) {
        for (Node* further : rest->list) path->list.push(further, arena_);
    } else {
        if (rest->has_predicates()) {
            rest->extra->stages = rest->extra->predicates;
            rest->extra->predicates = {};
        }
        path->list.push(rest, arena_);
    }
    for (Node* each : path->list) {
        if (each->kind == Kind::Literal) {
            if (!each->literal.is_string()) return fail("S0213", each->position, each->text, literal_json(each));
            each->kind = Kind::Name;  // "a b".c is a field, too
            each->text = each->literal.string();
        }
        if (each->keep_array) path->keep_singleton_array = true;
    }
    Node *first = path->list[0], *last = path->list.back();
    if (first->kind == Kind::Array) first->cons_array = true;
    if (last->kind == Kind::Array) last->cons_array = true;
    return trace_step_parents(path) ? path : nullptr;
}

Node* Normalizer::predicate(Node* node) {
    Node* result = process(node->a);
    if (result == nullptr) return nullptr;
    Node* step = result->kind == Kind::Path ? result->list.back() : result;
    if (step->group() != nullptr) return fail("S0209", node->position);
    Node* filter = process(node->b);
    if (filter == nullptr) return nullptr;
    if (is_seeking(filter)) {
        for (AncestorSlot* slot : filter->extra->seeking) {
            if (slot->level == 1) {
                if (!seek(step, slot)) return nullptr;
            } else {
                --slot->level;
            }
        }
        hand_up(step, filter);
    }
    Stage stage;
    stage.filter = filter;
    stage.position = node->position;
    NodeExtra& extra = step->more(arena_);
    (result->kind == Kind::Path ? extra.stages : extra.predicates).push(stage, arena_);
    return result;
}

Node* Normalizer::group(Node* node) {
    Node* result = process(node->a);
    if (result == nullptr) return nullptr;
    if (result->group() != nullptr) return fail("S0210", node->position);
    auto* clause = arena_.make<GroupClause>();
    clause->position = node->position;
    for (Node*& item : node->list) {
        if (!replace(item)) return nullptr;
    }
    clause->pairs = node->list;
    result->more(arena_).group = clause;
    return result;
}

Node* Normalizer::order_by(Node* node) {
    Node* result = process(node->a);
    if (result == nullptr) return nullptr;
    if (result->kind != Kind::Path) result = path_of(result);
    Node* sort = arena_.make<Node>();
    sort->kind = Kind::Sort;
    sort->position = node->position;
    for (Node* term : node->list) {
        if (!replace(term->a)) return nullptr;
        hand_up(sort, term->a);
        sort->list.push(term, arena_);
    }
    result->list.push(sort, arena_);
    return trace_step_parents(result) ? result : nullptr;
}

Node* Normalizer::focus(Node* node) {
    Node* result = process(node->a);
    if (result == nullptr) return nullptr;
    Node* step = result->kind == Kind::Path ? result->list.back() : result;
    if (step->has_stages() || step->has_predicates()) return fail("S0215", node->position);
    if (step->kind == Kind::Sort) return fail("S0216", node->position);
    if (node->keep_array) step->keep_array = true;
    step->more(arena_).focus = node->text;
    step->tuple = true;
    return result;
}

Node* Normalizer::index(Node* node) {
    Node* result = process(node->a);
    if (result == nullptr) return nullptr;
    if (result->kind != Kind::Path) {
        if (result->has_predicates()) {
            result->extra->stages = result->extra->predicates;
            result->extra->predicates = {};
        }
        result = path_of(result);
    }
    Node* step = result->list.back();
    NodeExtra& extra = step->more(arena_);
    if (extra.stages.empty()) {
        extra.index = node->text;
    } else {
        Stage stage;
        stage.index_text = node->text;
        stage.position = node->position;
        extra.stages.push(stage, arena_);
    }
    step->tuple = true;
    return result;
}

Node* Normalizer::negate(Node* node) {
    if (!replace(node->a)) return nullptr;
    if (node->a->kind == Kind::Literal && node->a->literal.tag == Tag::Number) {
        node->a->literal.number = -node->a->literal.number;
        return node->a;
    }
    hand_up(node, node->a);
    return node;
}

Node* Normalizer::parent(Node* node) {
    auto* slot = arena_.make<AncestorSlot>();
    slot->label = labels_++;
    node->more(arena_).ancestor = slot;
    return node;
}

// The last step's parents are looked for in the steps before it.
bool Normalizer::trace_step_parents(Node* path) {
    Node* last = path->list.back();
    List<AncestorSlot*> slots;
    if (is_seeking(last)) slots = last->extra->seeking;
    if (last->kind == Kind::Parent) slots.push(last->extra->ancestor, arena_);
    for (AncestorSlot* slot : slots) {
        auto at = static_cast<std::int64_t>(path->list.size) - 2;
        while (slot->level > 0) {
            if (at < 0) {
                path->more(arena_).seeking.push(slot, arena_);
                break;
            }
            Node* step = path->list[static_cast<std::size_t>(at--)];
            // Steps that only bind their item and stay where they are count as one.
            while (at >= 0 && step->extra != nullptr && !step->extra->focus.empty() && path->list[static_cast<std::size_t>(at)]->extra != nullptr &&
                   !path->list[static_cast<std::size_t>(at)]->extra->focus.empty()) {
                step = path->list[static_cast<std::size_t>(at--)];
            }
            if (!seek(step, slot)) return false;
        }
    }
    return true;
}

bool Normalizer::seek(Node* node, AncestorSlot* slot) {
    switch (node->kind) {
        case Kind::Name:
        case Kind::Wildcard:
            if (--slot->level == 0) {
                NodeExtra& extra = node->more(arena_);
                if (extra.ancestor != nullptr) slot->label = extra.ancestor->label;
                extra.ancestor = slot;
                node->tuple = true;
            }
            return true;
        case Kind::Parent:
            ++slot->level;
            return true;
        case Kind::Block:
            if (node->list.empty()) return true;
            node->tuple = true;
            return seek(node->list.back(), slot);
        case Kind::Path: {
            node->tuple = true;
            auto at = static_cast<std::int64_t>(node->list.size) - 1;
            do {
                if (!seek(node->list[static_cast<std::size_t>(at--)], slot)) return false;
            } while (slot->level > 0 && at >= 0);
            return true;
        }
        default:
            fail("S0217", node->position, node->text);
            return false;
    }
}

// A call whose result is the function's result is handed to the caller, so that the stack does not grow with it.
void Normalizer::mark_tail_calls(Node* node) {
    if (node->has_predicates() || node->group() != nullptr || node->keep_array) return;
    switch (node->kind) {
        case Kind::Call:
            node->tail = true;
            break;
        case Kind::Condition:
            node->tail = true;
            mark_tail_calls(node->b);
            if (node->c != nullptr) mark_tail_calls(node->c);
            break;
        case Kind::Coalesce:
        case Kind::Elvis:
            node->tail = true;
            mark_tail_calls(node->b);
            break;
        case Kind::Block:
            node->tail = true;
            if (!node->list.empty()) mark_tail_calls(node->list.back());
            break;
        default:
            break;
    }
}

}  // namespace pawl::query::jsonata
