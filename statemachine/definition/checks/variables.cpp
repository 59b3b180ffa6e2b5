// Assign, and who may read what it assigns.
#include <string>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/definition/variables.hpp"
#include "statemachine/query/path_or_call.hpp"

namespace pawl::definition {

void note_variable(std::string_view name, const std::string& location, const Place& place, CheckContext& context) {
    if (context.state == nullptr || name == "states") return;
    context.findings.variable_read(*context.state->name, name);
    if (context.variables.may_have_value(context.state_index, name)) return;
    context.findings.warning(codes::undefined_variable, "Variable '" + std::string(name) + "' is possibly not defined.", location, place);
}

void note_variables_of(std::string_view text, const std::string& location, const Place& place, CheckContext& context) {
    const auto source = query::PathOrCall::compile(text);
    if (!source) return;  // that is said elsewhere
    for (const std::string& name : source->variable_references()) note_variable(name, location, place, context);
}

void check_assign(const Node& node, const Site& site, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Object, site.location, context)) return;
    for (const Member& member : node.members) {
        const std::string_view name = assigned_name(member.key, site.language);
        const std::string location = site.location + "/" + member.key;
        if (std::string fault = fault_of_variable_name(name); !fault.empty()) {
            const bool is_path = name.find('.') != std::string_view::npos || name.find('[') != std::string_view::npos;
            context.findings.schema(std::move(fault), location, member.place, is_path ? "a variable is assigned as a whole, not a part of it" : "");
        } else if (context.state != nullptr && context.variables.may_have_value_around(context.state_index, name)) {
            context.findings.error(codes::duplicate_variable, "The variable name '" + std::string(name) + "' was already defined in a parent scope.",
                                   location, member.place, "inside a Parallel or a Map, outer variables can be read, but not assigned");
        }
        if (site.language == Language::Jsonata) check_expressions(member.value, site.at(location), context);
    }
    if (site.language == Language::JsonPath) check_template(node, site.location, context);
}

}  // namespace pawl::definition
