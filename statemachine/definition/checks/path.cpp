// Fields that hold a path.
#include <string>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/query/path_or_call.hpp"

namespace pawl::definition {
namespace {

void check_intrinsic(const Node& node, const std::string& location, CheckContext& context) {
    const auto compiled = query::PathOrCall::compile(node.text);
    if (compiled) return;
    context.findings.schema("Value must be a valid JSONPath or a valid intrinsic function call", location, node.place, compiled.error().message);
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
    if (!path) return context.findings.schema("Value must be a valid JSONPath.", location, node.place, path.error().message);
    if (kind == FieldKind::ReferencePath) {
        const auto reference = query::ReferencePath::compile(node.text);
        if (!reference) context.findings.schema("Value is not a Reference Path", location, node.place, reference.error().message);
    } else if (kind == FieldKind::DefinitePath && !path->is_definite()) {
        context.findings.schema("Value is not a Reference Path", location, node.place, "it may select more than one value");
    }
}

}  // namespace pawl::definition
