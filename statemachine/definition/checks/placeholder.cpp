// What a deployment tool will fill in before AWS or a server sees the definition.
#include <algorithm>
#include <cctype>
#include <string>

#include "statemachine/definition/checks/checks.hpp"

namespace pawl::definition {
namespace {

bool is_word(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; });
}

// "_tbd_", "__TBD__"
bool is_to_be_done(std::string_view text) {
    while (text.starts_with('_')) text.remove_prefix(1);
    while (text.ends_with('_')) text.remove_suffix(1);
    return text == "tbd" || text == "TBD";
}

// "%FUNCTION%"
bool is_between_percents(std::string_view text) {
    return text.size() > 2 && text.front() == '%' && text.back() == '%' && is_word(text.substr(1, text.size() - 2));
}

bool has_substitution(std::string_view text) {
    const auto begin = text.find("${");
    return begin != std::string_view::npos && text.find('}', begin + 3) != std::string_view::npos;
}

// A function of CloudFormation: {"Fn::Sub": "…"}, {"Ref": "…"}
bool is_function(const Node& node) {
    return node.is_object() && node.members.size() == 1 && (node.members.front().key.starts_with("Fn::") || node.members.front().key == "Ref");
}

}  // namespace

bool accept_placeholder(const Node& node, const std::string& location, CheckContext& context) {
    if (!context.options.allow_placeholders) return false;
    const bool text = node.is_string() && (has_substitution(node.text) || is_to_be_done(node.text) || is_between_percents(node.text));
    if (!text && !is_function(node)) return false;
    context.findings.placeholder(location, node.place);
    return true;
}

}  // namespace pawl::definition
