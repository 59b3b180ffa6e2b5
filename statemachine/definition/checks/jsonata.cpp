// Texts with JSONata in them: whole expressions between {% and %}.
#include <string>

#include "statemachine/definition/checks/checks.hpp"

namespace pawl::definition {

bool is_expression(const Node& node) { return node.is_string() && node.text.size() >= 4 && node.text.starts_with("{%") && node.text.ends_with("%}"); }

void check_expressions(const Node& node, const Site& site, CheckContext& context) {
    if (node.is_string() && node.text.starts_with("{%") != node.text.ends_with("%}")) {
        context.findings.schema("JSONata string must start with {% and end with %}", site.location, node.place);
    }
    for (std::size_t i = 0; i < node.items.size(); ++i)
        check_expressions(node.items[i], site.at(site.location + "[" + std::to_string(i) + "]"), context);
    for (const Member& member : node.members) check_expressions(member.value, site.at(site.location + "/" + member.key), context);
}

}  // namespace pawl::definition
