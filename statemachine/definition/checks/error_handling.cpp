// Retry and Catch.
#include <string>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/vocabulary/failure.hpp"

namespace pawl::definition {
namespace {

constexpr const char* all_alone = "States.ALL must appear alone and at end of list";

bool names_all(const Node& entry) {
    const Node* names = entry.find("ErrorEquals");
    if (names == nullptr) return false;
    for (const Node& name : names->items) {
        if (name.is_string() && name.text == errors::all) return true;
    }
    return false;
}

void check_entries(const Node& node, const ObjectRule& rule, const Site& site, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Array, site.location, context)) return;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Site inner{site.location + "[" + std::to_string(i) + "]", site.language, site.downgraded};
        const Node& entry = node.items[i];
        if (!expect_kind(entry, NodeKind::Object, inner.location, context)) continue;
        check_object(entry, rule, inner, context);
        const Node* names = entry.find("ErrorEquals");
        if (i + 1 < node.items.size() && names_all(entry) && names->items.size() == 1) {
            context.findings.schema(all_alone, inner.location + "/ErrorEquals", names->place);
        }
    }
}

}  // namespace

void check_error_names(const Node& node, const std::string& location, CheckContext& context) {
    if (!expect_items(node, location, context)) return;
    bool all = false;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Node& name = node.items[i];
        if (expect_kind(name, NodeKind::String, location + "[" + std::to_string(i) + "]", context)) all = all || name.text == errors::all;
    }
    if (all && node.items.size() > 1) context.findings.schema(all_alone, location, node.place);
}

void check_retry(const Node& node, const Site& site, CheckContext& context) {
    // A retrier takes no expressions in either language.
    check_entries(node, retrier_rule(), {site.location, Language::JsonPath, site.downgraded}, context);
}

void check_catch(const Node& node, const Site& site, CheckContext& context) { check_entries(node, catcher_rule(), site, context); }

}  // namespace pawl::definition
