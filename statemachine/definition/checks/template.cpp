// Payload templates, and what looks like one but is not.
#include <set>
#include <string>

#include <boost/json/value.hpp>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/query/payload_template.hpp"

namespace pawl::definition {
namespace {

bool is_dynamic(std::string_view key) { return key.size() > 2 && key.ends_with(".$"); }

bool looks_like_intrinsic(std::string_view text) { return text.starts_with("States.") && text.ends_with(")"); }

// Walks a template beside its compiler: notes where variables are read, and warns of paths that will be taken literally.
class TemplateWalk {
  public:
    explicit TemplateWalk(CheckContext& context) : context_(context) {}

    void visit(const Node& node, const std::string& pointer, const std::string& location) {
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            const std::string number = std::to_string(i);
            visit(node.items[i], pointer + "/" + number, location + "[" + number + "]");
        }
        for (const Member& member : node.members) {
            const std::string here = pointer + "/" + member.key;
            if (member.value.is_string()) {
                visit_text(member, here, location);
            } else {
                visit(member.value, here, location + "/" + member.key);
            }
        }
    }

    /// Its compiler may not know variables yet: what it says about them does not count.
    bool reads_variable(const std::string& pointer) const { return variables_.contains(pointer); }

  private:
    void visit_text(const Member& member, const std::string& pointer, const std::string& location) {
        const std::string& text = member.value.text;
        if (is_dynamic(member.key)) {
            if (!is_variable(text)) return;
            variables_.insert(pointer);
            context_.findings.unsupported("variables", location + "/" + member.key, member.place);
        } else if (looks_like_path(text) || looks_like_intrinsic(text)) {
            const std::string kind = looks_like_path(text) ? "JSONPath" : "intrinsic function";
            const std::string article = looks_like_path(text) ? "a " : "an ";
            context_.findings.warning(codes::no_dollar,
                                      "The value of '" + member.key + "' looks like " + article + kind + ". Instead of '" + member.key + "', use '" +
                                          member.key + ".$' to evaluate it as " + article + kind + " at runtime.",
                                      location, member.place);
        }
    }

    CheckContext& context_;
    std::set<std::string> variables_;
};

struct Spot {
    std::string location;  ///< of the object that holds the field
    Place place;
};

// Where a fault's pointer leads, as far as the tree can follow it.
Spot find_spot(const Node& root, std::string_view pointer, std::string location) {
    Spot spot{std::move(location), root.place};
    const Node* node = &root;
    std::string pending;  // the last step belongs to the message, not to the location
    while (!pointer.empty() && pointer.front() == '/') {
        pointer.remove_prefix(1);
        const auto slash = pointer.find('/');
        const std::string step(pointer.substr(0, slash));
        pointer.remove_prefix(slash == std::string_view::npos ? pointer.size() : slash);
        spot.location += pending;
        if (node->is_array()) {
            std::size_t index = 0;
            for (const char c : step) index = index * 10 + static_cast<std::size_t>(c - '0');
            if (index >= node->items.size()) break;
            node = &node->items[index];
            pending = "[" + step + "]";
        } else {
            const Member* member = node->find_member(step);
            if (member == nullptr) break;
            spot.place = member->place;
            node = &member->value;
            pending = "/" + step;
        }
    }
    return spot;
}

}  // namespace

void check_template(const Node& node, const std::string& location, CheckContext& context) {
    TemplateWalk walk(context);
    walk.visit(node, "", location);
    const auto value = Payload::parse(std::string(node.slice(context.text)));
    if (!value) return context.findings.schema(value.error().message, location, node.place);
    const auto compiled = query::PayloadTemplate::compile(value->value());
    if (compiled) {
        if (compiled->uses_intrinsics()) context.findings.unsupported("intrinsic functions", location, node.place);
        return;
    }
    for (const query::TemplateFault& fault : compiled.error()) {
        if (walk.reads_variable(fault.pointer)) continue;
        const Spot spot = find_spot(node, fault.pointer, location);
        context.findings.schema(fault.message, spot.location, spot.place);
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
