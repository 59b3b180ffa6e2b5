#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/functions.hpp"
#include "statemachine/query/intrinsics/workspace.hpp"

namespace pawl::query::intrinsics {

/// Shallow: the right one's members win. AWS has no deep mode; only `true` asks for it (measured: "false" as a text is taken as false).
Outcome json_merged(const CallNode& call, Values arguments, Workspace& workspace) {
    const json::object* left = arguments[0]->if_object();
    const json::object* right = arguments[1]->if_object();
    const bool deep = arguments[2]->is_bool() && arguments[2]->get_bool();
    if (left == nullptr || right == nullptr || deep) return workspace.invalid_arguments(call);
    if (!workspace.may_copy(*arguments[0]) || !workspace.may_copy(*arguments[1])) return nullptr;
    json::object merged(*left, json::storage_ptr());
    merged.reserve(left->size() + right->size());
    for (const auto& member : *right) merged.insert_or_assign(member.key(), member.value());
    return workspace.keep(std::move(merged));
}

Outcome json_to_string(const CallNode&, Values arguments, Workspace& workspace) {
    if (!workspace.may_copy(*arguments[0])) return nullptr;
    return workspace.keep(json::value(to_json(*arguments[0])));
}

/// A text of nothing but blanks is null (recorded).
Outcome string_to_json(const CallNode& call, Values arguments, Workspace& workspace) {
    if (!is_string(*arguments[0])) return workspace.invalid_arguments(call);
    const std::string text(arguments[0]->get_string());
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return workspace.keep(nullptr);
    auto parsed = Payload::parse(text);
    if (!parsed) return workspace.invalid_arguments(call);
    return workspace.keep(*std::move(parsed));
}

}  // namespace pawl::query::intrinsics
