#include "engine/service/definitions.hpp"

#include "statemachine/definition/machine.hpp"

namespace pawl::engine {

namespace {

void append(std::string& list, const std::string& code, const std::string& message, const std::string& location) {
    if (!list.empty()) list += ", ";
    list += code + ": " + message + " at " + (location.empty() ? "null" : location);  // measured: "Workflow has no terminal state at null"
}

}  // namespace

Result<void, ApiError> check_definition(std::string_view text, bool express, const Realm& realm, std::string_view version) {
    const definition::Compiled compiled = definition::compile(text, {.express = express, .region = realm.region});
    std::string findings;
    for (const definition::Diagnostic& d : compiled.diagnostics) {
        if (d.severity == definition::Severity::Error) append(findings, d.code, d.message, d.location);
    }
    if (findings.empty()) {
        for (const definition::Unsupported& u : compiled.unsupported) {
            append(findings, "PAWL_NOT_SUPPORTED", u.what + " is not supported by pawl " + std::string(version) + " yet", u.location);
        }
    }
    if (findings.empty()) return {};
    return ApiError(Refusal::InvalidDefinition, {}, findings);
}

Validation validate_definition(std::string_view text, bool express, bool with_warnings, std::size_t max_results, const Realm& realm) {
    definition::Compiled compiled = definition::compile(text, {.express = express, .region = realm.region});
    Validation validation{.ok = !compiled.has_errors(), .truncated = false, .diagnostics = {}};
    for (definition::Diagnostic& d : compiled.diagnostics) {
        if (d.severity == definition::Severity::Warning && !with_warnings) continue;
        if (validation.diagnostics.size() == max_results) {
            validation.truncated = true;
            break;
        }
        validation.diagnostics.push_back(std::move(d));
    }
    return validation;
}

}  // namespace pawl::engine
