// The checks of a definition, by noun. Each says everything it finds; none stops at the first defect.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "statemachine/definition/field_table.hpp"
#include "statemachine/definition/findings.hpp"
#include "statemachine/definition/outline.hpp"

namespace pawl::definition {

/// Where a value stands: what the checks of single values need to know about their surroundings.
struct Site {
    std::string location;  ///< of the object or value at hand
    Language language = Language::JsonPath;
    bool downgraded = false;  ///< its language is refused: fields of the other one are not reported on top
    Reserved reserved = Reserved::None;

    Site at(std::string where) const { return {std::move(where), language, downgraded, reserved}; }
};

// ---- whole definition
void check_machine(const Node& root, const Outline& outline, CheckContext& context);
void check_state(const OutlineState& state, CheckContext& context);
void check_names(const Outline& outline, CheckContext& context);
void check_transitions(const Outline& outline, CheckContext& context);
void check_duplicate_fields(const Node& root, const Outline& outline, CheckContext& context);

// ---- objects and values
/// Unknown fields, fields of the other query language, missing ones, ones that exclude each other; then every field's value.
void check_object(const Node& node, const ObjectRule& rule, const Site& site, CheckContext& context);
void check_value(const Node& node, const FieldRule& field, const Site& site, CheckContext& context);
void check_query_language(const Node& owner, const std::string& location, CheckContext& context);
/// False and a diagnostic when the kind is another one.
bool expect_kind(const Node& node, NodeKind kind, const std::string& location, CheckContext& context);
/// The same for an array that must not be empty.
bool expect_items(const Node& node, const std::string& location, CheckContext& context);

void check_path(const Node& node, FieldKind kind, const std::string& location, CheckContext& context);
void check_template(const Node& node, const std::string& location, CheckContext& context);
void check_assign(const Node& node, const Site& site, CheckContext& context);
void check_static_result(const Node& node, const std::string& location, CheckContext& context);
void check_choices(const Node& node, const Site& site, CheckContext& context);
void check_retry(const Node& node, const Site& site, CheckContext& context);
void check_catch(const Node& node, const Site& site, CheckContext& context);
void check_error_names(const Node& node, const std::string& location, CheckContext& context);
void check_resource(const Node& node, const std::string& location, CheckContext& context);
void check_credentials(const Node& node, const Site& site, CheckContext& context);
void check_processor(const Node& node, const Site& site, CheckContext& context);
void check_processor_config(const Node& node, const Site& site, CheckContext& context);

// ---- JSONata
/// "{% … %}"
bool is_expression(const Node& node);
/// Every JSONata text in a value.
void check_expressions(const Node& node, const Site& site, CheckContext& context);

// ---- variables
/// A state reads a variable: warns when no state it can see assigns it.
void note_variable(std::string_view name, const std::string& location, const Place& place, CheckContext& context);
/// The same for all variables of a JSONPath or a call of an intrinsic function.
void note_variables_of(std::string_view text, const std::string& location, const Place& place, CheckContext& context);

// ---- placeholders
/// True, and a warning, when they are allowed and the value is one: "${X}", "_tbd_", "%X%", {"Fn::Sub": …}.
bool accept_placeholder(const Node& node, const std::string& location, CheckContext& context);

/// Visits the items or members of a value, `location` being theirs meanwhile: one text for a whole tree, however deep and wide it is.
template <class Visit>
void for_each_child(const Node& node, std::string& location, Visit visit) {
    const std::size_t here = location.size();
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        location.append("[").append(std::to_string(i)).append("]");
        visit(node.items[i]);
        location.resize(here);
    }
    for (const Member& member : node.members) {
        location.append("/").append(member.key);
        visit(member.value);
        location.resize(here);
    }
}

/// "$.a", "$$.a", "$[0]": what one writes to mean a path.
bool looks_like_path(std::string_view text);

}  // namespace pawl::definition
