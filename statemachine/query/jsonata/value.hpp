// A value while an expression is evaluated: 16 bytes, copied freely. Scalars are in it; strings, arrays and objects are borrowed, from a payload's
// document, from the compiled expression or from the evaluation's arena. Internal to the JSONata engine.
//
// What the reference marks on its arrays (sequence, keep singleton, array constructor) is marked here on the value, so that one array may be seen
// both ways and an array of the input need not be copied to become a sequence. Valid as long as what it borrows from; one thread.
#pragma once

#include <cstdint>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/jsonata/arena.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::query::jsonata {

enum class Tag : std::uint8_t {
    Unbound,   ///< a variable nobody has assigned yet
    Error,     ///< the evaluation has failed; the evaluator knows why
    TailCall,  ///< a call that the one who called the function is to make
    Undefined,
    Null,
    Bool,
    Number,
    BigNumber,  ///< a number of the input that no double holds exactly: kept as it stands, a double in arithmetic
    String,
    NodeArray,  ///< an array of the input
    Array,
    Range,       ///< consecutive integers, not written out
    NodeObject,  ///< an object of the input
    Object,
    Function,
    Tuples,  ///< a stream of items with what was bound beside them (@, #, %)
};

namespace flag {
inline constexpr std::uint8_t sequence = 1;        ///< many results of a path: one is itself, none is undefined
inline constexpr std::uint8_t keep_singleton = 2;  ///< a sequence that stays an array when it has one item
inline constexpr std::uint8_t cons = 4;            ///< made by [..] in a path: not flattened
inline constexpr std::uint8_t outer = 8;           ///< the array given as the expression's input: one item to a path, not many
inline constexpr std::uint8_t roomy = 16;          ///< a text with room behind it
}  // namespace flag

/// What signatures call types: one bit each.
namespace type {
inline constexpr std::uint8_t string = 1, number = 2, boolean = 4, null = 8, array = 16, object = 32, function = 64, missing = 128;
}

struct Function;
struct ArrayData;
struct RangeData;
struct ObjectData;
struct TupleArray;

struct Value {
    Tag tag = Tag::Undefined;
    std::uint8_t flags = 0;
    std::uint16_t origin = 0;  ///< of nodes: which of the evaluation's payloads
    std::uint32_t length = 0;  ///< of strings: bytes
    union {
        double number;
        bool boolean;
        const char* text;
        const json::value* node;
        ArrayData* array;
        RangeData* range;
        ObjectData* object;
        Function* function;
        TupleArray* tuples;
    };

    Value() : number(0) {}
    explicit Value(Tag t) : tag(t), number(0) {}

    static Value of(double number) {
        Value value(Tag::Number);
        value.number = number;
        return value;
    }
    static Value of_bool(bool truth) {
        Value value(Tag::Bool);
        value.boolean = truth;
        return value;
    }
    static Value of_text(std::string_view text) {
        Value value(Tag::String);
        value.length = static_cast<std::uint32_t>(text.size());
        value.text = text.data();
        return value;
    }
    static Value null() { return Value(Tag::Null); }
    static Value error() { return Value(Tag::Error); }
    static Value of(Function* function) {
        Value value(Tag::Function);
        value.function = function;
        return value;
    }
    static Value of(ObjectData* object) {
        Value value(Tag::Object);
        value.object = object;
        return value;
    }
    static Value of(ArrayData* array, std::uint8_t flags = 0) {
        Value value(Tag::Array);
        value.flags = flags;
        value.array = array;
        return value;
    }

    bool is_error() const { return tag == Tag::Error; }
    bool is_undefined() const { return tag == Tag::Undefined; }
    bool is_string() const { return tag == Tag::String; }
    bool is_number() const { return tag == Tag::Number || tag == Tag::BigNumber; }
    bool is_array() const { return tag >= Tag::NodeArray && tag <= Tag::Range; }
    bool is_object() const { return tag == Tag::NodeObject || tag == Tag::Object; }
    bool is_function() const { return tag == Tag::Function; }
    bool is_sequence() const { return (flags & flag::sequence) != 0; }
    bool has(std::uint8_t f) const { return (flags & f) != 0; }
    std::string_view string() const { return {text, length}; }
    /// Of numbers.
    double to_number() const { return tag == Tag::Number ? number : to_double(*node); }
    Value with(std::uint8_t new_flags) const {
        Value value = *this;
        value.flags = new_flags;
        return value;
    }
    /// Its bit of namespace type.
    std::uint8_t type() const {
        constexpr std::uint8_t types[] = {type::missing, type::missing, type::missing,  type::missing, type::null,  type::boolean,
                                          type::number,  type::number,  type::string,   type::array,   type::array, type::array,
                                          type::object,  type::object,  type::function, type::array};
        return types[static_cast<std::size_t>(tag)];
    }
};
static_assert(sizeof(Value) == 16);

struct ArrayData {
    Value* items = nullptr;
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
    bool growable = false;  ///< the room behind the items is Unbound until somebody appends there
};

struct RangeData {
    double first = 0;
    std::uint32_t size = 0;
};

struct Member {
    std::string_view key;
    Value value;
};

/// Members in the order they were made. `find` is linear for a few members, by a table for more.
struct ObjectData {
    Member* members = nullptr;
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
    std::uint32_t* table = nullptr;  ///< open addressing, place + 1 of the member; null = few members
    std::uint32_t mask = 0;
    bool is_input = false;  ///< came in and was not computed: as a result it stays as it is, numbers included

    Member* find(std::string_view key) const;
    /// The member of that key, a new undefined one when there is none. The key must live as long as the object.
    Value& at(std::string_view key, Arena& arena);
    void erase(std::string_view key);
    /// Only the first `count` members stay; they may have been moved there.
    void shrink(std::uint32_t count);

  private:
    void index(Arena& arena);
    void reindex();
};

Value from_node(const json::value& node, std::uint16_t origin);

inline Value node_value(Tag tag, const json::value& node, std::uint16_t origin) {
    Value value(tag);
    value.origin = origin;
    value.node = &node;
    return value;
}

/// A member of an object of the input. `hint` is where the name stood the last time: objects of a list tend to be built alike.
inline const json::value* find_member(const json::object& object, std::string_view key, std::uint32_t& hint) {
    if (hint < object.size()) {
        const json::key_value_pair& guess = *(object.begin() + hint);
        const json::string_view name = guess.key();
        if (name.size() == key.size() && std::memcmp(name.data(), key.data(), key.size()) == 0) return &guess.value();
    }
    const auto found = object.find(json::string_view(key.data(), key.size()));
    if (found == object.end()) return nullptr;
    hint = static_cast<std::uint32_t>(found - object.begin());
    return &found->value();
}

/// The items of an array, or a single value seen as one item.
class Items {
  public:
    /// An array's items; anything else (undefined, too) is one item.
    static Items of(const Value& value) {
        Items items;
        items.value_ = value;
        switch (value.tag) {
            case Tag::NodeArray: {
                const json::array& array = value.node->get_array();
                items.nodes_ = array.data();
                items.size_ = static_cast<std::uint32_t>(array.size());
                break;
            }
            case Tag::Array:
                items.size_ = value.array->size;
                break;
            case Tag::Range:
                items.size_ = value.range->size;
                break;
            default:
                items.size_ = 1;
        }
        return items;
    }
    /// The value as one item, whatever it is.
    static Items one(const Value& value) {
        Items items;
        items.value_ = value;
        items.single_ = true;
        items.size_ = 1;
        return items;
    }
    std::uint32_t size() const { return size_; }
    Value operator[](std::uint32_t i) const {
        if (single_) return value_;
        switch (value_.tag) {
            case Tag::NodeArray:
                return from_node(nodes_[i], value_.origin);
            case Tag::Array:
                return value_.array->items[i];
            case Tag::Range:
                return Value::of(value_.range->first + i);
            default:
                return value_;
        }
    }
    /// The nodes where the items are an array of the input.
    const json::value* nodes() const { return nodes_; }
    std::uint16_t origin() const { return value_.origin; }
    bool is_single() const { return single_; }
    /// The array itself (not of one()).
    const Value& whole() const { return value_; }

  private:
    Value value_;
    const json::value* nodes_ = nullptr;
    std::uint32_t size_ = 0;
    bool single_ = false;
};

/// What was bound to one item: newest first, so that a newer binding hides an older of the same name.
struct TupleBinding {
    std::uint32_t name = 0;
    const TupleBinding* older = nullptr;
    Value value;
};

struct Tuple {
    Value item;
    const TupleBinding* bindings = nullptr;
};

struct TupleArray {
    Tuple* items = nullptr;
    std::uint32_t size = 0;
    std::uint32_t capacity = 0;
};

/// The value of an object's member; undefined when there is none. `object` must be an object.
Value member_of(const Value& object, std::string_view key);

/// Number of members of an object.
std::size_t member_count(const Value& object);

/// Calls visit(key, value) for each member in order until it returns false.
template <class Visit>
void each_member(const Value& object, Visit&& visit) {
    if (object.tag == Tag::NodeObject) {
        for (const json::key_value_pair& member : object.node->get_object()) {
            if (!visit(std::string_view(member.key().data(), member.key().size()), from_node(member.value(), object.origin))) return;
        }
    } else if (object.tag == Tag::Object) {
        for (std::uint32_t i = 0; i < object.object->size; ++i) {
            if (!visit(object.object->members[i].key, object.object->members[i].value)) return;
        }
    }
}

}  // namespace pawl::query::jsonata
