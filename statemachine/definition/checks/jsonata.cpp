// Texts with JSONata in them: whole expressions between {% and %}, compiled to find what AWS refuses when a state machine is created
// (recorded-behaviour#jsonata).
#include <algorithm>
#include <string>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/query/jsonata/expression.hpp"

namespace pawl::definition {
namespace {

constexpr std::size_t bracket = 2;  // the length of {% and %}

// Where in the text a character of a JSON string stands; the string's own place when the tree is not from JSON.
Place place_inside(const Node& node, std::size_t offset, const CheckContext& context) {
    Place place = node.place;
    if (context.is_yaml) return place;
    const std::string_view raw = node.slice(context.text);
    std::size_t at = 1;  // behind the quote
    for (std::size_t i = 0; i < offset && at < raw.size();) {
        const auto byte = static_cast<unsigned char>(raw[at]);
        const std::size_t escape = raw[at] != '\\' ? 0 : raw.substr(at, 2) == "\\u" ? 6 : 2;
        if (escape == 6) return node.place;  // how many bytes it stands for is not worth the trouble
        i += 1;
        at += escape == 0 ? 1 : escape;
        place.column += escape != 0 ? static_cast<std::uint32_t>(escape) : (byte & 0xc0) == 0x80 ? 0 : byte >= 0xf0 ? 2 : 1;
    }
    ++place.column;  // the quote
    return place;
}

// The fault's position is behind what was found; its beginning shows it better.
std::size_t start_of(const query::jsonata::SyntaxError& fault, std::string_view text) {
    const std::size_t length = fault.token.size();
    if (fault.position > text.size() || length > fault.position) return std::min(fault.position, text.size());
    return text.substr(fault.position - length, length) == fault.token ? fault.position - length : fault.position;
}

void check_states_field(const query::jsonata::VariableReference& reference, const Node& node, const Site& site, CheckContext& context) {
    const std::string& field = reference.step;
    if (field.empty() || field == "input" || field == "context") return;
    if (field == "result" && site.reserved == Reserved::Result) return;
    if (field == "errorOutput" && site.reserved == Reserved::ErrorOutput) return;
    std::string hint;
    if (field == "result") hint = "there is a result in Output and Assign of a Task, Map or Parallel state";
    if (field == "errorOutput") hint = "there is an error in Output and Assign of a catcher";
    if (hint.empty()) hint = did_you_mean(field, {"input", "context", "result", "errorOutput"});
    context.findings.error(codes::unsupported_jsonata, "Field '$states." + field + "' does not exist.", site.location, node.place, std::move(hint));
}

void check_references(const query::jsonata::References& references, const Node& node, const Site& site, CheckContext& context) {
    const auto refuse = [&](std::string message, std::string hint) {
        context.findings.error(codes::unsupported_jsonata, std::move(message), site.location, node.place, std::move(hint));
    };
    for (const std::string& name : references.top_level_names) {
        refuse("Reference to '" + name + "' at the top level is not supported.",
               "the state's input is $states.input" + (name.empty() || name == "*" || name == "**" || name == "%" ? "" : "." + name) +
                   (context.variables.may_have_value(context.state_index, name) ? ", the variable is $" + name : ""));
    }
    if (references.context) refuse("Reference to '$' at the top level is not supported.", "the state's input is $states.input");
    if (references.root) refuse("Reference to '$$' is not supported.", "the state's input is $states.input, the context object $states.context");
    for (const query::jsonata::VariableReference& reference : references.variables) {
        if (reference.name == "states") {
            check_states_field(reference, node, site, context);
        } else {
            note_variable(reference.name, site.location, node.place, context);
        }
    }
}

void check_text(const Node& node, const Site& site, CheckContext& context) {
    if (!is_expression(node)) {
        if (node.text.starts_with("{%") != node.text.ends_with("%}")) {
            context.findings.schema("JSONata string must start with {% and end with %}", site.location, node.place);
        }
        return;
    }
    const std::string_view text = std::string_view(node.text).substr(bracket, node.text.size() - 2 * bracket);
    const auto expression = query::jsonata::Expression::compile(text);
    if (expression) return check_references(expression->references(), node, site, context);
    const query::jsonata::SyntaxError& fault = expression.error();
    context.findings.error(codes::invalid_jsonata, fault.message, site.location, place_inside(node, bracket + start_of(fault, text), context),
                           fault.code.empty() ? "" : "JSONata error " + fault.code);
}

void check_tree(const Node& node, Site& site, CheckContext& context) {
    if (node.is_string()) check_text(node, site, context);
    for_each_child(node, site.location, [&](const Node& child) { check_tree(child, site, context); });
}

}  // namespace

bool is_expression(const Node& node) {
    return node.is_string() && node.text.size() >= 2 * bracket && node.text.starts_with("{%") && node.text.ends_with("%}");
}

void check_expressions(const Node& node, const Site& site, CheckContext& context) {
    Site inner = site;
    check_tree(node, inner, context);
}

}  // namespace pawl::definition
