// Fields that hold a path.
#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/query/payload_template.hpp"

namespace pawl::definition {
namespace {

void check_intrinsic(const Node& node, const std::string& location, CheckContext& context) {
    const json::value call = json::object{{"value.$", node.text}};
    const auto compiled = query::PayloadTemplate::compile(call);
    if (compiled || compiled.error().front().unsupported) return context.findings.unsupported("intrinsic functions", location, node.place);
    context.findings.schema("Value must be a valid JSONPath or a valid intrinsic function call", location, node.place);
}

}  // namespace

bool looks_like_path(std::string_view text) {
    if (text.starts_with("$$")) text.remove_prefix(1);
    return text.starts_with("$.") || text.starts_with("$[");
}

void check_path(const Node& node, FieldKind kind, const std::string& location, CheckContext& context) {
    if (node.is_null() && (kind == FieldKind::NullablePath || kind == FieldKind::ReferencePath)) return;
    if (!expect_kind(node, NodeKind::String, location, context)) return;
    if (kind != FieldKind::ReferencePath) note_variables_of(node.text, location, node.place, context);
    if (kind == FieldKind::PathOrIntrinsic && node.text.starts_with("States.")) return check_intrinsic(node, location, context);
    const auto path = query::Path::compile(node.text);
    if (!path && path.error().unsupported && kind == FieldKind::ReferencePath) {
        return context.findings.schema("Value is not a Reference Path", location, node.place,
                                       "a result can't be put into a variable this way: use Assign");
    }
    if (!path && path.error().unsupported) return unsupported_path(path.error(), location, node, context);
    if (!path) return context.findings.schema("Value must be a valid JSONPath.", location, node.place, path.error().message);
    if (kind == FieldKind::ReferencePath) {
        const auto reference = query::ReferencePath::compile(node.text);
        if (!reference && reference.error().unsupported) return unsupported_path(reference.error(), location, node, context);
        if (!reference) context.findings.schema("Value is not a Reference Path", location, node.place, reference.error().message);
    } else if (kind == FieldKind::DefinitePath && !path->is_definite()) {
        context.findings.schema("Value is not a Reference Path", location, node.place, "it may select more than one value");
    }
}

std::string feature_of(std::string_view sentence) {
    // "The field 'a.$': Variables are not supported by this version: $x" → "Variables"
    if (const auto field = sentence.find("': "); field != std::string_view::npos) sentence.remove_prefix(field + 3);
    return std::string(sentence.substr(0, sentence.find(" are not supported")));
}

void unsupported_path(const query::PathSyntaxError& error, const std::string& location, const Node& node, CheckContext& context) {
    context.findings.unsupported(feature_of(error.message), location, node.place);
}

}  // namespace pawl::definition
