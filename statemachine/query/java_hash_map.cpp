#include "statemachine/query/java_hash_map.hpp"

#include <bit>
#include <cstdint>
#include <limits>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/java_text.hpp"

namespace pawl::query {

namespace {

std::uint32_t folded(std::uint64_t bits) { return static_cast<std::uint32_t>(bits ^ (bits >> 32)); }

std::uint32_t hash_of_integer(std::int64_t number) {
    const bool fits_int = number >= std::numeric_limits<std::int32_t>::min() && number <= std::numeric_limits<std::int32_t>::max();
    return fits_int ? static_cast<std::uint32_t>(number) : folded(static_cast<std::uint64_t>(number));
}

}  // namespace

std::uint32_t java_hash_code(const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            return 0;
        case json::kind::bool_:
            return value.get_bool() ? 1231 : 1237;
        case json::kind::int64:
            return hash_of_integer(value.get_int64());
        case json::kind::uint64:
            return folded(value.get_uint64());
        case json::kind::double_:
            return folded(std::bit_cast<std::uint64_t>(value.get_double()));
        case json::kind::string:
            return java_hash(value.get_string());
        case json::kind::array: {
            std::uint32_t hash = 1;
            for (const json::value& item : value.get_array()) hash = hash * 31 + java_hash_code(item);
            return hash;
        }
        case json::kind::object: {
            std::uint32_t hash = 0;
            for (const auto& member : value.get_object()) hash += java_hash(member.key()) ^ java_hash_code(member.value());
            return hash;
        }
    }
    return 0;
}

bool java_equals(const json::value& a, const json::value& b) {
    if (a.kind() != b.kind()) return false;
    if (const json::array* left = a.if_array()) {
        const json::array& right = b.get_array();
        if (left->size() != right.size()) return false;
        for (std::size_t i = 0; i < left->size(); ++i) {
            if (!java_equals((*left)[i], right[i])) return false;
        }
        return true;
    }
    if (const json::object* left = a.if_object()) {
        const json::object& right = b.get_object();
        if (left->size() != right.size()) return false;
        for (const auto& member : *left) {
            const json::value* other = right.if_contains(member.key());
            if (other == nullptr || !java_equals(member.value(), *other)) return false;
        }
        return true;
    }
    return a == b;
}

}  // namespace pawl::query
