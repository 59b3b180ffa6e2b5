// A Map's processor and its mode.
#include <string>

#include "statemachine/definition/checks/checks.hpp"

namespace pawl::definition {

void check_processor(const Node& node, const Site& site, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Object, site.location, context)) return;
    check_object(node, processor_rule(), {site.location, site.language, false}, context);
}

void check_processor_config(const Node& node, const Site& site, CheckContext& context) {
    if (!expect_kind(node, NodeKind::Object, site.location, context)) return;
    check_object(node, processor_config_rule(), site, context);
    const Node* mode = node.find("Mode");
    const Member* execution_type = node.find_member("ExecutionType");
    if (mode == nullptr || mode->text != "DISTRIBUTED") {
        if (execution_type != nullptr) {
            context.findings.schema("Field 'ExecutionType' is not supported", site.location, execution_type->place);
        }
        return;
    }
    if (execution_type == nullptr) context.findings.schema("These fields are required: [ExecutionType]", site.location, node.place);
    if (context.options.express) {
        context.findings.schema("The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines", site.location + "/Mode",
                                mode->place);
    }
    context.findings.unsupported("Map ProcessorConfig Mode DISTRIBUTED", site.location + "/Mode", mode->place);
}

}  // namespace pawl::definition
