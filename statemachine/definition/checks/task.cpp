// What a Task runs, and as whom.
#include <string>

#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/definition/resource.hpp"

namespace pawl::definition {
namespace {

void check_express(const Node& node, const Resource& resource, const std::string& location, CheckContext& context) {
    const std::string does_not = "Express state machine does not support ";
    if (resource.kind == ResourceKind::Activity) context.findings.schema(does_not + "Activity ARN", location, node.place);
    if (resource.pattern == IntegrationPattern::Sync) context.findings.schema(does_not + "'.sync' service integration", location, node.place);
    if (resource.pattern == IntegrationPattern::WaitForTaskToken) {
        // The blank at the end is AWS's.
        context.findings.schema(does_not + "'.waitForTaskToken' service integration ", location, node.place);
    }
}

}  // namespace

void check_resource(const Node& node, const std::string& location, CheckContext& context) {
    if (!expect_kind(node, NodeKind::String, location, context)) return;
    const Resource resource = classify_resource(node.text);
    if (context.options.express) check_express(node, resource, location, context);
    switch (resource.kind) {
        case ResourceKind::Callable:
            return;
        case ResourceKind::Activity:
        case ResourceKind::Service:
            return context.findings.unsupported("Resource " + node.text, location, node.place);
        case ResourceKind::Unknown:
            return context.findings.schema("The resource provided " + node.text +
                                               " is not recognized. The value is not a valid resource ARN, or the resource is not available in "
                                               "this region.",
                                           location, node.place);
        case ResourceKind::Malformed: {
            const bool placeholder = node.text.find("${") != std::string::npos;
            const std::string hint = placeholder ? "put the ARN or the function's name in place of the ${…} placeholder" : "";
            return context.findings.schema("Value is not a valid resource ARN", location, node.place, hint);
        }
    }
}

void check_credentials(const Node& node, const Site& site, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Object, site.location, context)) return;
    const Node* role = node.find("RoleArn");
    const Node* role_path = site.language == Language::JsonPath ? node.find("RoleArn.$") : nullptr;
    if (role == nullptr && role_path == nullptr) {
        return context.findings.schema("The field 'RoleArn' is required but was missing", site.location, node.place);
    }
    // Whatever else is in there, AWS says nothing (recorded).
    if (role != nullptr && site.language == Language::Jsonata && is_expression(*role)) {
        check_expressions(*role, site.at(site.location + "/RoleArn"), context);
    } else if (role != nullptr) {
        expect_kind(*role, NodeKind::String, site.location + "/RoleArn", context);
    }
    if (role_path != nullptr) check_template(node, site.location, context);
}

}  // namespace pawl::definition
