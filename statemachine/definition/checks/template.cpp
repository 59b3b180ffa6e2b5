// Payload templates, and what looks like one but is not.
#include <string>

#include <boost/json/value.hpp>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/query/payload_template.hpp"

namespace pawl::definition {
namespace {

bool is_dynamic(std::string_view key) { return key.size() > 2 && key.ends_with(".$"); }

bool looks_like_intrinsic(std::string_view text) { return text.starts_with("States.") && text.ends_with(")"); }

void warn_of_literal(const Member& member, const std::string& location, CheckContext& context) {
    const std::string& text = member.value.text;
    if (is_dynamic(member.key) || (!looks_like_path(text) && !looks_like_intrinsic(text))) return;
    const std::string kind = looks_like_path(text) ? "a JSONPath" : "an intrinsic function";
    context.findings.warning(codes::no_dollar,
                             "The value of '" + member.key + "' looks like " + kind + ". Instead of '" + member.key + "', use '" + member.key +
                                 ".$' to evaluate it as " + kind + " at runtime.",
                             location, member.place);
}

// Paths and calls that will be taken literally, and the variables that the others read; reported, as AWS does with faults, at the object that
// holds the member.
void check_texts_of(const Node& node, std::string& location, CheckContext& context) {
    for (const Member& member : node.members) {
        if (!member.value.is_string()) continue;
        warn_of_literal(member, location, context);
        if (is_dynamic(member.key)) note_variables_of(member.value.text, location, member.value.place, context);
    }
    for_each_child(node, location, [&](const Node& child) { check_texts_of(child, location, context); });
}

struct Spot {
    std::string location;
    Place place;
};

// A step of a JSON pointer as the name it stands for.
std::string unescaped(std::string_view step) {
    std::string name;
    for (std::size_t i = 0; i < step.size(); ++i) {
        const bool escaped = step[i] == '~' && i + 1 < step.size();
        name += !escaped ? step[i] : step[++i] == '1' ? '/' : '~';
    }
    return name;
}

// Where a fault's pointer leads, as far as the tree can follow it. The place is the member's; the location is, as AWS has it, the object that
// holds the member.
Spot find_spot(const Node& root, std::string_view pointer, std::string location) {
    Spot spot{std::move(location), root.place};
    const Node* node = &root;
    while (!pointer.empty() && pointer.front() == '/') {
        pointer.remove_prefix(1);
        const auto slash = pointer.find('/');
        const std::string step = unescaped(pointer.substr(0, slash));
        pointer.remove_prefix(slash == std::string_view::npos ? pointer.size() : slash);
        if (node->is_array()) {
            std::size_t index = 0;
            for (const char c : step) index = index * 10 + static_cast<std::size_t>(c - '0');
            if (index >= node->items.size()) break;
            node = &node->items[index];
            spot.location += "[" + step + "]";
        } else {
            const Member* member = node->find_member(step);
            if (member == nullptr) break;
            node = &member->value;
            if (!pointer.empty()) spot.location += "/" + step;
        }
        spot.place = node->place;
    }
    return spot;
}

}  // namespace

void check_template(const Node& node, const std::string& location, CheckContext& context) {
    std::string here = location;
    check_texts_of(node, here, context);
    const auto value = Payload::parse(std::string(node.slice(context.text)));
    if (!value) return context.findings.schema(value.error().message, location, node.place);
    const auto compiled = query::PayloadTemplate::compile(value->value());
    if (compiled) return;
    for (const query::TemplateFault& fault : compiled.error()) {
        const Spot spot = find_spot(node, fault.pointer, location);
        context.findings.schema(fault.message, spot.location, spot.place, fault.hint);
    }
}

namespace {

const Member* find_dynamic(const Node& node) {
    for (const Member& member : node.members) {
        if (is_dynamic(member.key) || (member.value.is_string() && looks_like_path(member.value.text))) return &member;
        if (const Member* inner = find_dynamic(member.value)) return inner;
    }
    for (const Node& item : node.items) {
        if (const Member* inner = find_dynamic(item)) return inner;
    }
    return nullptr;
}

}  // namespace

void check_static_result(const Node& node, const std::string& location, CheckContext& context) {
    const Member* dynamic = find_dynamic(node);
    const bool is_path = node.is_string() && looks_like_path(node.text);
    if (dynamic == nullptr && !is_path) return;
    context.findings.warning(
        codes::static_result,
        "The 'Result' of a Pass state is static: paths in it are not evaluated. Use 'Parameters' to build a value from the input.", location,
        dynamic == nullptr ? node.place : dynamic->place);
}

}  // namespace pawl::definition
