#include "statemachine/graph/wording.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace pawl::graph {
namespace {

using definition::Node;
using definition::NodeKind;

/// A value as a person would write it: texts without quotes when they are words, {% %} taken off.
std::string plain(const Node& value) {
    switch (value.kind) {
        case NodeKind::Null:
            return "null";
        case NodeKind::Boolean:
            return value.boolean ? "true" : "false";
        case NodeKind::Number:
            return value.text;
        case NodeKind::String: {
            std::string_view text = value.text;
            if (text.starts_with("{%") && text.ends_with("%}") && text.size() >= 4) {
                text = text.substr(2, text.size() - 4);
                while (text.starts_with(' ')) text.remove_prefix(1);
                while (text.ends_with(' ')) text.remove_suffix(1);
            }
            std::string out(text);
            std::replace_if(
                out.begin(), out.end(), [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
            return out;
        }
        case NodeKind::Array:
            return "[…]";
        case NodeKind::Object:
            return "{…}";
    }
    return {};
}

std::string text_of(const Node& owner, const char* field) {
    const Node* value = owner.find(field);
    return value == nullptr || value->is_object() || value->is_array() ? std::string() : plain(*value);
}

/// The first of these fields that is there.
std::string first_of(const Node& owner, std::initializer_list<const char*> fields) {
    for (const char* field : fields) {
        if (std::string text = text_of(owner, field); !text.empty()) return text;
    }
    return {};
}

/// "charge" of "arn:aws:lambda:us-east-1:1:function:charge:3"
std::string function_part(const std::string& text) {
    static constexpr std::string_view mark = ":function:";
    const std::size_t at = text.find(mark);
    if (at == std::string::npos) return text;
    const std::size_t begin = at + mark.size();
    return text.substr(begin, text.find(':', begin) - begin);
}

std::string task_caption(const Node& task) {
    const std::string resource = text_of(task, "Resource");
    if (resource.find(":function:") != std::string::npos) return function_part(resource);
    static constexpr std::string_view service = ":states:::";
    const std::size_t at = resource.find(service);
    if (at != std::string::npos) {
        const std::string what = resource.substr(at + service.size());
        if (what.starts_with("lambda:invoke")) {
            for (const char* field : {"Parameters", "Arguments"}) {
                const Node* parameters = task.find(field);
                if (parameters == nullptr) continue;
                const std::string name = first_of(*parameters, {"FunctionName", "FunctionName.$"});
                if (!name.empty()) return function_part(name);
            }
        }
        return what;
    }
    static constexpr std::string_view activity = ":activity:";
    const std::size_t named = resource.find(activity);
    return named == std::string::npos ? resource : "activity " + resource.substr(named + activity.size());
}

std::string wait_caption(const Node& wait) {
    if (const std::string seconds = first_of(wait, {"Seconds", "SecondsPath"}); !seconds.empty()) return seconds + " s";
    const std::string time = first_of(wait, {"Timestamp", "TimestampPath"});
    return time.empty() ? std::string() : "until " + time;
}

std::string map_caption(const Node& map) {
    std::string out;
    if (map.find("ItemReader") != nullptr) {
        out = "for each item of a file";
    } else {
        const std::string items = first_of(map, {"ItemsPath", "Items"});
        out = "for each of " + (items.empty() ? "the input" : items);
    }
    const std::string most = first_of(map, {"MaxConcurrency", "MaxConcurrencyPath"});
    if (!most.empty() && most != "0") out += ", " + most + " at once";
    return out;
}

/// "NumericGreaterThanEquals" → ">="
std::string operator_text(std::string_view field) {
    if (field.ends_with("Path")) field.remove_suffix(4);
    static constexpr std::pair<std::string_view, const char*> signs[] = {
        {"LessThanEquals", "<="}, {"GreaterThanEquals", ">="}, {"LessThan", "<"}, {"GreaterThan", ">"}, {"Equals", "="}, {"Matches", "like"}};
    for (const auto& [ending, sign] : signs) {
        if (field.ends_with(ending)) return sign;
    }
    return {};
}

std::string joined(const Node& rules, const char* word) {
    std::string out;
    for (const Node& rule : rules.items) {
        if (!out.empty()) out += std::string(" ") + word + " ";
        const bool compound = rule.find("And") != nullptr || rule.find("Or") != nullptr;
        out += compound ? "(" + rule_text(rule) + ")" : rule_text(rule);
    }
    return out;
}

}  // namespace

std::string caption_of(const definition::OutlineState& state) {
    const Node& node = *state.node;
    if (!state.type) {
        const std::string type = text_of(node, "Type");
        return type.empty() ? "no Type" : type;
    }
    switch (*state.type) {
        case definition::StateType::Task:
            return task_caption(node);
        case definition::StateType::Wait:
            return wait_caption(node);
        case definition::StateType::Fail:
            return first_of(node, {"Error", "ErrorPath"});
        case definition::StateType::Map:
            return map_caption(node);
        default:
            return {};
    }
}

std::string rule_text(const Node& rule) {
    if (const std::string condition = text_of(rule, "Condition"); !condition.empty()) return condition;
    if (const Node* all = rule.find("And")) return joined(*all, "and");
    if (const Node* any = rule.find("Or")) return joined(*any, "or");
    if (const Node* none = rule.find("Not")) {
        const bool compound = none->find("And") != nullptr || none->find("Or") != nullptr;
        return compound ? "not (" + rule_text(*none) + ")" : "not " + rule_text(*none);
    }
    const std::string variable = text_of(rule, "Variable");
    for (const definition::Member& member : rule.members) {
        const std::string_view field = member.key;
        if (field == "Variable" || field == "Next" || field == "Comment" || field == "Assign" || field == "Output") continue;
        if (field.starts_with("Is")) {
            const bool is = member.value.is_true();
            std::string what(field.substr(2));
            if (what == "Present") return variable + (is ? " is there" : " is not there");
            std::transform(what.begin(), what.end(), what.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
            return variable + (is ? " is " : " is not ") + (what == "null" ? what : "a " + what);
        }
        const std::string sign = operator_text(field);
        if (sign.empty()) continue;
        const bool quoted = member.value.is_string() && !field.ends_with("Path") && field.starts_with("String");
        const std::string value = plain(member.value);
        if (field == "BooleanEquals") return value == "false" ? "not " + variable : variable;
        return variable + " " + sign + " " + (quoted ? "\"" + value + "\"" : value);
    }
    return variable;
}

std::string errors_text(const Node& catcher) {
    const Node* errors = catcher.find("ErrorEquals");
    if (errors == nullptr) return {};
    std::string out;
    for (const Node& error : errors->items) {
        if (error.is_string() && error.text == "States.ALL") return {};
        out += (out.empty() ? "" : ", ") + plain(error);
    }
    return out;
}

}  // namespace pawl::graph
