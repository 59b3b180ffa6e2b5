#include <algorithm>
#include <string>
#include <unordered_map>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/functions.hpp"
#include "statemachine/query/intrinsics/workspace.hpp"
#include "statemachine/query/java_hash_map.hpp"
#include "statemachine/query/java_text.hpp"

namespace pawl::query::intrinsics {

namespace {

constexpr std::int64_t int32_most = 2147483647;
/// Whole numbers up to here are exact in a double, too.
constexpr std::int64_t exact_most = std::int64_t{1} << 53;

/// Finds equal values fast without Java's hash, which an input can make collide at will.
std::size_t content_hash(const json::value& value) {
    const auto mix = [](std::size_t hash, std::size_t part) { return (hash ^ part) * 0x9E3779B97F4A7C15u + (hash >> 29); };
    switch (value.kind()) {
        case json::kind::null:
            return 1;
        case json::kind::bool_:
            return value.get_bool() ? 2 : 3;
        case json::kind::int64:
            return std::hash<std::int64_t>()(value.get_int64()) + 5;
        case json::kind::uint64:
            return std::hash<std::uint64_t>()(value.get_uint64()) + 7;
        case json::kind::double_:
            return std::hash<double>()(value.get_double()) + 11;
        case json::kind::string:
            return std::hash<std::string_view>()(value.get_string());
        case json::kind::array: {
            std::size_t hash = 13;
            for (const json::value& item : value.get_array()) hash = mix(hash, content_hash(item));
            return hash;
        }
        case json::kind::object: {
            std::size_t hash = 17;
            for (const auto& member : value.get_object()) hash += mix(std::hash<std::string_view>()(member.key()), content_hash(member.value()));
            return hash;
        }
    }
    return 0;
}

}  // namespace

Outcome array_of(const CallNode&, Values arguments, Workspace& workspace) {
    json::array items;
    items.reserve(arguments.size());
    for (const json::value* argument : arguments) {
        if (!workspace.may_copy(*argument)) return nullptr;
        items.push_back(*argument);
    }
    return workspace.keep(std::move(items));
}

/// Measured: what counts is how Java shows the values. The text "true" is found as true, an object with its members in another order is not.
Outcome array_contains(const CallNode& call, Values arguments, Workspace& workspace) {
    const json::array* items = arguments[0]->if_array();
    if (items == nullptr) return workspace.invalid_arguments(call);
    const std::string wanted = java_text(*arguments[1]);
    return workspace.keep(std::any_of(items->begin(), items->end(), [&](const json::value& item) {
        if (is_string(item)) return std::string_view(item.get_string()) == wanted;
        return java_text(item) == wanted;
    }));
}

Outcome array_get_item(const CallNode& call, Values arguments, Workspace& workspace) {
    const json::array* items = arguments[0]->if_array();
    const auto index = whole_number(*arguments[1], 0, int32_most);
    if (items == nullptr || !index) return workspace.invalid_arguments(call);
    if (items->empty()) return workspace.keep(nullptr);  // measured
    const json::value* item = items->if_contains(static_cast<std::size_t>(*index));
    return item != nullptr ? item : workspace.invalid_arguments(call);
}

Outcome array_length(const CallNode& call, Values arguments, Workspace& workspace) {
    const json::array* items = arguments[0]->if_array();
    if (items == nullptr) return workspace.invalid_arguments(call);
    return workspace.keep(static_cast<std::int64_t>(items->size()));
}

Outcome array_partition(const CallNode& call, Values arguments, Workspace& workspace) {
    const json::array* items = arguments[0]->if_array();
    const auto size = whole_number(*arguments[1], 1, int32_most);
    if (items == nullptr || !size) return workspace.invalid_arguments(call);
    if (!workspace.may_copy(*arguments[0])) return nullptr;
    const auto chunk = static_cast<std::size_t>(*size);
    json::array chunks;
    for (std::size_t from = 0; from < items->size(); from += chunk) {
        const auto begin = items->begin() + static_cast<std::ptrdiff_t>(from);
        chunks.emplace_back(json::array(begin, begin + static_cast<std::ptrdiff_t>(std::min(chunk, items->size() - from))));
    }
    return workspace.keep(std::move(chunks));
}

Outcome array_range(const CallNode& call, Values arguments, Workspace& workspace) {
    const auto first = whole_number(*arguments[0], -exact_most, exact_most);
    const auto last = whole_number(*arguments[1], -exact_most, exact_most);
    const auto step = whole_number(*arguments[2], -exact_most, exact_most);
    if (!first || !last || !step || *step == 0) return workspace.invalid_arguments(call);
    constexpr std::int64_t most_items = 1000;
    const std::int64_t count = (*last - *first) / *step + 1;
    const bool none = *step > 0 ? *first > *last : *first < *last;
    if (!none && count > most_items) return workspace.invalid_arguments(call);
    json::array items;
    for (std::int64_t i = 0; !none && i < count; ++i) items.emplace_back(*first + i * *step);
    return workspace.keep(std::move(items));
}

/// Measured: the order is that of Java's new HashSet(list).
Outcome array_unique(const CallNode& call, Values arguments, Workspace& workspace) {
    const json::array* items = arguments[0]->if_array();
    if (items == nullptr) return workspace.invalid_arguments(call);
    if (!workspace.may_copy(*arguments[0])) return nullptr;
    std::unordered_multimap<std::size_t, const json::value*> seen;
    std::vector<std::pair<std::size_t, const json::value*>> unique;  // with the bucket
    const std::size_t buckets = java_buckets(items->size());
    for (const json::value& item : *items) {
        const std::size_t hash = content_hash(item);
        const auto [begin, end] = seen.equal_range(hash);
        if (std::any_of(begin, end, [&](const auto& entry) { return java_equals(*entry.second, item); })) continue;
        seen.emplace(hash, &item);
        unique.emplace_back(java_bucket(java_hash_code(item), buckets), &item);
    }
    std::stable_sort(unique.begin(), unique.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    json::array out;
    out.reserve(unique.size());
    for (const auto& [bucket, item] : unique) out.push_back(*item);
    return workspace.keep(std::move(out));
}

}  // namespace pawl::query::intrinsics
