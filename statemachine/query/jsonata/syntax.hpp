// The tree an expression is parsed into, and what the resolver notes in it for the evaluator. Nodes live in the program's arena and never change once
// the expression is compiled, so they may be read by any thread. Internal to the JSONata engine.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "statemachine/query/jsonata/value.hpp"

namespace pawl::query::jsonata {

struct Builtin;
struct Signature;

enum class Kind : std::uint8_t {
    End,      ///< of the text, where an operand should be
    Literal,  ///< number, string, true, false, null: `literal`
    Regex,    ///< `index` into the program's regular expressions
    Name,     ///< `text`; always a step of a path once normalised
    Wildcard,
    Descendant,
    Parent,       ///< %: extra->ancestor
    Placeholder,  ///< ? as an argument
    Variable,     ///< `text` without $; empty = the context
    Path,         ///< `list` = steps
    Binary,       ///< `op`, a, b
    Negate,       ///< a
    Array,        ///< `list`
    Object,       ///< `list` = key, value, key, value …
    Condition,    ///< a ? b : c; c may be null
    Coalesce,     ///< a ?? b
    Elvis,        ///< a ?: b
    Block,        ///< `list`
    Bind,         ///< a := b
    Call,         ///< a = procedure, `list` = arguments
    Partial,      ///< a call with placeholders
    Lambda,       ///< `list` = parameters, a = body, `signature`
    Apply,        ///< a ~> b
    Transform,    ///< | a | b, c |
    Sort,         ///< a step: `list` = terms, each a SortTerm's expression
    // Before normalisation only:
    Predicate,  ///< a[b]
    Group,      ///< a{list}
    OrderBy,    ///< a^(list)
    Focus,      ///< a@$text
    Index,      ///< a#$text
    Step,       ///< a.b
    Keyword,    ///< and, or, in as a name
    Range,      ///< a..b, an operand of an array constructor
};

enum class Operator : std::uint8_t {
    None,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Concat,
    And,
    Or,
    In,
    Range
};

struct Node;

/// An ancestor that % refers to: which step's input, found while normalising.
struct AncestorSlot {
    std::uint32_t label = 0;
    std::uint32_t level = 1;  ///< steps still to go back
};

struct Stage {
    Node* filter = nullptr;        ///< null: an index binding
    std::uint32_t index_name = 0;  ///< tuple name
    std::string_view index_text;
    std::uint32_t position = 0;
};

/// Growing lists in the program's arena.
template <class T>
struct List {
    T* items = nullptr;
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;

    void push(const T& item, Arena& arena) {
        if (size == capacity) {
            const std::uint32_t wanted = capacity == 0 ? 4 : capacity * 2;
            T* larger = arena.make_array<T>(wanted);
            for (std::uint32_t i = 0; i < size; ++i) larger[i] = items[i];
            items = larger;
            capacity = wanted;
        }
        items[size++] = item;
    }
    T* begin() const { return items; }
    T* end() const { return items + size; }
    T& operator[](std::size_t i) const { return items[i]; }
    T& back() const { return items[size - 1]; }
    bool empty() const { return size == 0; }
};

struct GroupClause {
    List<Node*> pairs;  ///< key, value, key, value …
    std::uint32_t position = 0;
};

/// What few nodes have.
struct NodeExtra {
    List<Stage> stages;      ///< of a step: filters and index bindings, in order
    List<Stage> predicates;  ///< of anything else
    GroupClause* group = nullptr;
    std::string_view focus, index;                 ///< @$focus, #$index
    std::uint32_t focus_name = 0, index_name = 0;  ///< tuple names; 0 = none
    AncestorSlot* ancestor = nullptr;              ///< of a step: its input is what some % means; of a % itself: what it means
    List<AncestorSlot*> seeking;                   ///< % inside that still look for their ancestor
};

/// Where variables of one function, block, transform or tuple stream are kept at run time.
struct FrameLayout {
    std::uint32_t slots = 0;
    bool recyclable = false;  ///< nothing created inside can outlive it
};

/// One place a variable may have been assigned in.
struct Address {
    const FrameLayout* layout = nullptr;
    std::uint32_t slot = 0;
};

struct Node {
    Kind kind = Kind::End;
    Operator op = Operator::None;
    bool keep_array : 1 = false;
    bool keep_singleton_array : 1 = false;
    bool cons_array : 1 = false;
    bool tuple : 1 = false;
    bool tail : 1 = false;        ///< nothing is left to do in the function after it: a call in its place is made by the function's caller
    bool descending : 1 = false;  ///< of a sort term
    bool plain : 1 = false;       ///< of a path: names only, after an optional variable
    bool has_closures : 1 = false;
    bool has_binds : 1 = false;
    bool may_be_tuple : 1 = false;  ///< of a variable: its name is bound by @ or # somewhere
    std::uint16_t height = 1;       ///< of the tree below, itself included
    std::uint32_t position = 0;
    std::uint32_t index = 0;  ///< of regexes; of names: their hint; of variables: their external
    std::string_view text;
    Node* a = nullptr;
    Node* b = nullptr;
    Node* c = nullptr;
    List<Node*> list;
    NodeExtra* extra = nullptr;
    Value literal;
    const Signature* signature = nullptr;
    // Notes of the resolver:
    const Builtin* builtin = nullptr;            ///< of variables that may name a built-in function
    std::span<const Address> addresses;          ///< of variables: innermost first; of binds: the one written to
    const FrameLayout* layout = nullptr;         ///< of what makes a frame
    std::span<const std::uint32_t> fresh;        ///< of blocks that share their function's frame: slots to clear at entry
    const FrameLayout* shared_layout = nullptr;  ///< where those slots are
    std::uint32_t tuple_name = 0;                ///< of variables and parents

    NodeExtra& more(Arena& arena) {
        if (extra == nullptr) extra = arena.make<NodeExtra>();
        return *extra;
    }
    bool has_stages() const { return extra != nullptr && !extra->stages.empty(); }
    bool has_predicates() const { return extra != nullptr && !extra->predicates.empty(); }
    GroupClause* group() const { return extra == nullptr ? nullptr : extra->group; }
};

}  // namespace pawl::query::jsonata
