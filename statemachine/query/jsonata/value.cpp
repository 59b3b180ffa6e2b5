#include "statemachine/query/jsonata/value.hpp"

#include <algorithm>
#include <functional>

#include "statemachine/vocabulary/json_parser.hpp"

namespace pawl::query::jsonata {
namespace {

constexpr std::uint32_t few = 12;

std::uint32_t hash_of(std::string_view key) { return static_cast<std::uint32_t>(std::hash<std::string_view>{}(key)); }

}  // namespace

Value from_node(const json::value& node, std::uint16_t origin) {
    switch (node.kind()) {
        case json::kind::null:
            return Value::null();
        case json::kind::bool_:
            return Value::of_bool(node.get_bool());
        case json::kind::int64: {
            constexpr std::int64_t exact = std::int64_t{1} << 53;
            const std::int64_t integer = node.get_int64();
            if (integer < -exact || integer > exact) [[unlikely]]
                return node_value(Tag::BigNumber, node, origin);
            return Value::of(static_cast<double>(integer));
        }
        case json::kind::uint64:
            return node_value(Tag::BigNumber, node, origin);
        case json::kind::double_:
            return Value::of(node.get_double());
        case json::kind::string: {
            const json::string& text = node.get_string();
            if (!text.empty() && text.front() == big_number_mark) [[unlikely]]
                return node_value(Tag::BigNumber, node, origin);
            return Value::of_text({text.data(), text.size()});
        }
        case json::kind::array:
            return node_value(Tag::NodeArray, node, origin);
        case json::kind::object:
            return node_value(Tag::NodeObject, node, origin);
    }
    return {};
}

Member* ObjectData::find(std::string_view key) const {
    if (table == nullptr) {
        for (std::uint32_t i = 0; i < size; ++i) {
            if (members[i].key == key) return &members[i];
        }
        return nullptr;
    }
    for (std::uint32_t at = hash_of(key) & mask; table[at] != 0; at = (at + 1) & mask) {
        if (members[table[at] - 1].key == key) return &members[table[at] - 1];
    }
    return nullptr;
}

void ObjectData::index(Arena& arena) {
    mask = 64;
    while (mask < capacity * 2) mask *= 2;
    table = arena.make_array<std::uint32_t>(mask);
    --mask;
    reindex();
}

Value& ObjectData::at(std::string_view key, Arena& arena) {
    if (Member* found = find(key)) return found->value;
    if (size == capacity) {
        const std::uint32_t wanted = std::max(4U, capacity * 2);
        if (capacity == 0 || !arena.extend(members, capacity * sizeof(Member), wanted * sizeof(Member))) {
            Member* larger = arena.make_array<Member>(wanted);
            std::copy_n(members, size, larger);
            members = larger;
        }
        capacity = wanted;
    }
    if (table == nullptr ? size >= few : (mask + 1) < capacity * 2) index(arena);
    members[size] = {key, Value()};
    ++size;
    if (table != nullptr) {
        std::uint32_t at = hash_of(key) & mask;
        while (table[at] != 0) at = (at + 1) & mask;
        table[at] = size;
    }
    return members[size - 1].value;
}

void ObjectData::erase(std::string_view key) {
    Member* found = find(key);
    if (found == nullptr) return;
    std::copy(found + 1, members + size, found);
    shrink(size - 1);
}

void ObjectData::shrink(std::uint32_t count) {
    size = count;
    if (table != nullptr) reindex();
}

void ObjectData::reindex() {
    std::fill_n(table, mask + 1, 0U);
    for (std::uint32_t i = 0; i < size; ++i) {
        std::uint32_t at = hash_of(members[i].key) & mask;
        while (table[at] != 0) at = (at + 1) & mask;
        table[at] = i + 1;
    }
}

Value member_of(const Value& object, std::string_view key) {
    if (object.tag == Tag::NodeObject) {
        const json::object& members = object.node->get_object();
        const auto found = members.find(json::string_view(key.data(), key.size()));
        return found == members.end() ? Value() : from_node(found->value(), object.origin);
    }
    if (object.tag == Tag::Object) {
        const Member* found = object.object->find(key);
        return found == nullptr ? Value() : found->value;
    }
    return {};
}

std::size_t member_count(const Value& object) { return object.tag == Tag::NodeObject ? object.node->get_object().size() : object.object->size; }

}  // namespace pawl::query::jsonata
