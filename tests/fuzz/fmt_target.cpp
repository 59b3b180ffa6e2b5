#include <optional>

#include "statemachine/definition/format.hpp"
#include "statemachine/definition/json_reader.hpp"
#include "tests/fuzz/seeds.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {

namespace {

using definition::Node;

/// Where two trees say different things; spelling counts, places don't.
std::string difference(const Node& a, std::string_view a_text, const Node& b, std::string_view b_text) {
    if (a.kind != b.kind) return "a value of another kind";
    if (!a.is_object() && !a.is_array())
        return a.slice(a_text) == b.slice(b_text) ? "" : "a value spelled otherwise: " + std::string(b.slice(b_text));
    if (a.items.size() != b.items.size() || a.members.size() != b.members.size()) return "not as many items or members";
    for (std::size_t i = 0; i < a.items.size(); ++i) {
        if (auto what = difference(a.items[i], a_text, b.items[i], b_text); !what.empty()) return what;
    }
    for (std::size_t i = 0; i < a.members.size(); ++i) {
        if (a.members[i].key != b.members[i].key) return "another key: " + b.members[i].key;
        if (auto what = difference(a.members[i].value, a_text, b.members[i].value, b_text); !what.empty()) return what;
    }
    return "";
}

std::string run(std::string_view text) {
    const auto tree = definition::read_json(text);
    if (!tree) return tree.error().message.empty() ? "refused without a message" : "";
    if (!*tree) return "";
    const std::string formatted = definition::format(text, **tree);
    if (!formatted.ends_with('\n')) return "no line break at the end";
    const auto again = definition::read_json(formatted);
    if (!again || !*again) return "what was formatted can't be read: " + formatted;
    if (auto what = difference(**tree, text, **again, formatted); !what.empty()) return "formatting changed it, " + what;
    if (definition::format(formatted, **again) != formatted) return "formatting again changes it";
    return "";
}

}  // namespace

Target fmt_target() {
    Target target = asl_target();
    target.name = "fmt";
    target.pieces.insert(target.pieces.end(), {"\"Branches\": [", "\"Iterator\": {", "\"ItemProcessor\": {", "\"States\": {", "\r\n", "\"\\\"\": 1",
                                               "\"\\\\\"", "-0.0e+9"});
    target.run = run;
    return target;
}

}  // namespace pawl::fuzz
