#include "statemachine/query/weight.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace pawl::query {

std::size_t weight_of(const json::value& value) {
    std::size_t bytes = sizeof(json::value);
    if (const json::string* text = value.if_string()) bytes += text->size();
    if (const json::array* array = value.if_array()) {
        for (const json::value& item : *array) bytes += weight_of(item);
    } else if (const json::object* object = value.if_object()) {
        for (const auto& member : *object) bytes += member.key().size() + sizeof(void*) + weight_of(member.value());
    }
    return bytes;
}

bool Budget::take(const json::value& value) {
    std::size_t own = sizeof(json::value);
    if (const json::string* text = value.if_string()) own += text->size();
    if (own > left_) return false;
    left_ -= own;
    if (const json::array* array = value.if_array()) {
        for (const json::value& item : *array) {
            if (!take(item)) return false;
        }
    } else if (const json::object* object = value.if_object()) {
        for (const auto& member : *object) {
            const std::size_t name = member.key().size() + sizeof(void*);
            if (name > left_) return false;
            left_ -= name;
            if (!take(member.value())) return false;
        }
    }
    return true;
}

}  // namespace pawl::query
