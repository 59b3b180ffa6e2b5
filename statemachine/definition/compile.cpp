#include "statemachine/definition/compile_yaml.hpp"

#include <algorithm>
#include <utility>

#include "statemachine/definition/bind.hpp"
#include "statemachine/definition/checks/checks.hpp"
#include "statemachine/definition/findings.hpp"
#include "statemachine/definition/json_reader.hpp"
#include "statemachine/definition/machine.hpp"
#include "statemachine/definition/outline.hpp"
#include "statemachine/definition/variables.hpp"
#include "statemachine/definition/yaml_reader.hpp"

namespace pawl::definition {

namespace {

constexpr const char* not_an_object = "Definition must be a valid JSON object";

}  // namespace

bool Compiled::has_errors() const {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) { return d.severity == Severity::Error; });
}

std::string_view type_name(const State& state) {
    static constexpr const char* names[] = {"Pass", "Task", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"};
    return names[state.body.index()];
}

namespace {

Diagnostic unreadable(const char* code, std::string message, std::string location, const Place& place) {
    return {Severity::Error, code, std::move(message), std::move(location), place.line, place.column};
}

// `text` is the JSON that the tree's offsets point into.
Compiled compile_tree(std::string_view text, const Node& root, const Options& options, bool is_yaml) {
    Compiled out;
    if (!root.is_object()) {
        out.diagnostics.push_back(unreadable(codes::schema, not_an_object, "", {0, 0, 0}));
        return out;
    }
    const Outline outline = Outline::of(root);
    const VariableScopes variables(outline);
    Findings findings;
    CheckContext context{text, options, findings, variables, is_yaml};
    check_machine(root, outline, context);
    check_names(outline, context);
    check_transitions(outline, context);
    check_duplicate_fields(root, outline, context);
    const bool is_complete = findings.placeholder_count() == 0;
    findings.move_to(out);
    if (!out.unsupported.empty() || !is_complete || (out.has_errors() && !options.stored)) return out;
    auto machine = bind(text, root, outline);
    PAWL_CHECK(machine || options.stored, "a definition that passed its checks does not bind");
    if (machine) {
        out.machine = *std::move(machine);
        if (options.stored) out.diagnostics.clear();
    } else {
        out.diagnostics.assign(1, unreadable(codes::schema, std::move(machine).error().what, "", {0, 0, 0}));
    }
    return out;
}

}  // namespace

Compiled compile(std::string_view text, const Options& options) {
    const auto read = read_json(text);
    Compiled out;
    if (!read) {
        const JsonFault& fault = read.error();
        out.diagnostics.push_back(unreadable(fault.too_deep ? codes::too_deep : codes::invalid_json, fault.message, fault.location, fault.place));
    } else if (!*read) {
        out.diagnostics.push_back(unreadable(codes::schema, not_an_object, "", {0, 0, 0}));
    } else {
        out = compile_tree(text, **read, options, false);
    }
    return out;
}

CompiledYaml compile_yaml(std::string_view text, const Options& options) {
    auto read = read_yaml(text);
    CompiledYaml out;
    if (!read) {
        const YamlFault& fault = read.error();
        out.compiled.diagnostics.push_back(unreadable(fault.too_deep ? codes::too_deep : codes::invalid_yaml, fault.message, "", fault.place));
    } else if (!*read) {
        out.compiled.diagnostics.push_back(unreadable(codes::schema, not_an_object, "", {0, 0, 0}));
    } else {
        out.json = std::move((*read)->json);
        out.compiled = compile_tree(out.json, (*read)->root, options, true);
    }
    return out;
}

}  // namespace pawl::definition
