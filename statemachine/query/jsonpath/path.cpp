#include "statemachine/query/jsonpath/path.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/jsonpath/evaluator.hpp"
#include "statemachine/query/jsonpath/steps.hpp"
#include "statemachine/query/weight.hpp"

namespace pawl::query {

struct Path::Compiled {
    std::string text;
    PathRoot root = PathRoot::Input;
    std::string variable;
    jsonpath::Steps steps;
};

namespace {

bool begins_identifier(char c) {
    // Letters beyond ASCII are not told from other characters there.
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

/// "name" of "$name" and "$name.member"; empty when "$" is followed by no name.
std::string_view variable_name(std::string_view text) {
    if (text.size() < 2 || !begins_identifier(text[1])) return {};
    std::size_t end = 2;
    while (end < text.size() && (begins_identifier(text[end]) || (text[end] >= '0' && text[end] <= '9'))) ++end;
    return text.substr(1, end - 1);
}

}  // namespace

Result<Path, PathSyntaxError> Path::compile(std::string_view text) {
    if (!text.starts_with('$')) return PathSyntaxError{"A path must begin with '$': " + std::string(text), 0};
    Compiled compiled{std::string(text), PathRoot::Input, {}, {}};
    const std::string_view name = variable_name(text);
    if (!name.empty()) {
        compiled.root = PathRoot::Variable;
        compiled.variable = name;
    } else if (text.starts_with("$$")) {
        compiled.root = PathRoot::Context;
    }
    // The dialect knows one root.
    const std::size_t cut = compiled.root == PathRoot::Context ? 1 : name.size();
    auto steps = jsonpath::compile_steps(cut == 0 ? text : "$" + std::string(text.substr(1 + cut)));
    if (!steps) return PathSyntaxError{steps.error().message, steps.error().offset + cut};
    compiled.steps = std::move(*steps);
    return Path(std::make_shared<const Compiled>(std::move(compiled)));
}

const std::string& Path::text() const { return compiled_->text; }
PathRoot Path::root() const { return compiled_->root; }
const std::string& Path::variable() const { return compiled_->variable; }
bool Path::is_whole() const { return compiled_->steps.steps.empty(); }
bool Path::is_definite() const { return compiled_->steps.definite; }

const Payload* Path::root_in(const Scope& scope) const {
    switch (compiled_->root) {
        case PathRoot::Input:
            return &scope.input;
        case PathRoot::Context:
            return &scope.context.context();
        case PathRoot::Variable:
            return scope.variables == nullptr ? nullptr : scope.variables->find(compiled_->variable);
    }
    return nullptr;
}

// Where a plain path starts: of the context object no more is built than it needs.
ContextObject::Part Path::start(const Scope& scope) const {
    if (compiled_->root != PathRoot::Context) return {root_in(scope), 0};
    const auto& steps = compiled_->steps.steps;
    const auto name = [&](std::size_t at) -> std::string_view {
        const auto* step = at < steps.size() ? std::get_if<jsonpath::Name>(&steps[at]) : nullptr;
        return step == nullptr ? std::string_view() : step->name;
    };
    return scope.context.part(name(0), name(1), name(2));
}

const json::value* Path::find(const Scope& scope) const {
    if (!compiled_->steps.plain) return nullptr;
    const auto part = start(scope);
    return part.value == nullptr ? nullptr : jsonpath::find_plain(compiled_->steps, part.value->value(), part.names);
}

Result<Payload, PathMiss> Path::select(const Payload& root) const {
    const jsonpath::Steps& steps = compiled_->steps;
    if (steps.steps.empty()) return root;
    if (steps.plain) {
        if (const json::value* found = jsonpath::find_plain(steps, root.value())) return root.select(*found);
    }
    auto selection = jsonpath::evaluate(steps, root.value());
    if (!selection) return selection.error();
    if (steps.definite) {
        // Merged members are new; everything else lies inside the document.
        if (!selection->built.empty()) return Payload::from_value(*selection->built.back());
        return root.select(*selection->values.back());
    }
    json::array all;
    all.reserve(selection->values.size());
    Budget budget;
    for (const json::value* value : selection->values) {
        if (!budget.take(*value)) return PathMiss{"The path selects more than " + std::to_string(Budget::most_bytes >> 20) + " MiB: " + text()};
        all.push_back(*value);
    }
    return Payload::from_value(std::move(all));
}

Result<Payload, PathMiss> Path::select(const Scope& scope) const {
    if (compiled_->root == PathRoot::Context && compiled_->steps.plain) {
        const auto part = start(scope);
        const json::value* found = jsonpath::find_plain(compiled_->steps, part.value->value(), part.names);
        if (found != nullptr) return part.value->select(*found);
    }
    const Payload* root = root_in(scope);
    if (root == nullptr) return PathMiss{"The variable '" + compiled_->variable + "' has not been assigned"};
    return select(*root);
}

}  // namespace pawl::query
