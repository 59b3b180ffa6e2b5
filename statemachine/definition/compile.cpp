#include <algorithm>

#include "statemachine/definition/bind.hpp"
#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/definition/findings.hpp"
#include "statemachine/definition/json_reader.hpp"
#include "statemachine/definition/machine.hpp"
#include "statemachine/definition/outline.hpp"

namespace pawl::definition {

bool Compiled::has_errors() const {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

std::string_view type_name(const State& state) {
    static constexpr const char* names[] = {"Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"};
    return names[state.body.index()];
}

Compiled compile(std::string_view text, const Options& options) {
    Compiled out;
    const auto read = read_json(text);
    if (!read) {
        const JsonFault& fault = read.error();
        out.diagnostics.push_back({Severity::Error, fault.too_deep ? "TOO_DEEPLY_NESTED" : "INVALID_JSON_DESCRIPTION", fault.message, fault.location,
                                   fault.place.line, fault.place.column});
        return out;
    }
    if (!*read || !(*read)->is_object()) {
        out.diagnostics.push_back({Severity::Error, "SCHEMA_VALIDATION_FAILED", "Definition must be a valid JSON object", "", 0, 0});
        return out;
    }
    const Node& root = **read;
    const Outline outline = Outline::of(root);
    Findings findings;
    CheckContext context{text, options, findings};
    check_machine(root, outline, context);
    check_names(outline, context);
    check_transitions(outline, context);
    check_duplicate_fields(root, outline, context);
    findings.move_to(out);
    if (!out.has_errors() && out.unsupported.empty()) out.machine = bind(text, root, outline);
    return out;
}

}  // namespace pawl::definition
