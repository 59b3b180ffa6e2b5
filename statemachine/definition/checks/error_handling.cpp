// Retry and Catch.
#include <algorithm>
#include <string>
#include <vector>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/vocabulary/failure.hpp"

namespace pawl::definition {
namespace {

constexpr std::size_t most_names = 1000;  // more are not compared with each other
constexpr const char* all_alone = "States.ALL must appear alone and at end of list";

bool names_all(const Node& entry) {
    const Node* names = entry.find("ErrorEquals");
    if (names == nullptr) return false;
    for (const Node& name : names->items) {
        if (name.is_string() && name.text == errors::all) return true;
    }
    return false;
}

// States.TaskFailed fits every error but a timeout.
bool is_task_failure(std::string_view name) {
    return name != errors::all && name != errors::timeout && name != errors::heartbeat_timeout && name != errors::runtime;
}

// Why no error reaches an entry that names these, when the entries before it took what they name; empty = one can.
std::string why_never(const Node& names, const std::vector<std::string_view>& taken, bool catches) {
    std::string why;
    for (const Node& name : names.items) {
        if (!name.is_string()) return "";
        if (catches && name.text == errors::runtime) {
            why = "States.Runtime ends the execution and cannot be caught";
        } else if (std::find(taken.begin(), taken.end(), name.text) != taken.end()) {
            why = "'" + name.text + "' is in an entry before it, and the first one that fits is taken";
        } else if (is_task_failure(name.text) && std::find(taken.begin(), taken.end(), errors::task_failed) != taken.end()) {
            why = "States.TaskFailed in an entry before it fits '" + name.text + "', too";
        } else {
            return "";
        }
    }
    return why;
}

void check_order(const Node& node, const Site& site, bool catches, CheckContext& context) {
    std::vector<std::string_view> taken;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Node* names = node.items[i].find("ErrorEquals");
        if (names == nullptr || !names->is_array()) continue;
        if (const std::string why = why_never(*names, taken, catches); !why.empty()) {
            context.findings.warning(catches ? codes::catch_never_fires : codes::retry_never_fires,
                                     std::string(catches ? "This catcher" : "This retrier") + " can never be used: " + why,
                                     site.location + "[" + std::to_string(i) + "]/ErrorEquals", names->place);
        }
        for (const Node& name : names->items) {
            if (taken.size() < most_names) taken.push_back(name.text);
        }
    }
}

void check_entries(const Node& node, const ObjectRule& rule, const Site& site, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Array, site.location, context)) return;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Site inner = site.at(site.location + "[" + std::to_string(i) + "]");
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
    check_order(node, site, false, context);
}

void check_catch(const Node& node, const Site& site, CheckContext& context) {
    check_entries(node, catcher_rule(), site, context);
    check_order(node, site, true, context);
}

}  // namespace pawl::definition
