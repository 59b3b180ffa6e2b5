#include "statemachine/query/jsonpath/path.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/jsonpath/evaluator.hpp"
#include "statemachine/query/jsonpath/steps.hpp"

namespace pawl::query {

struct Path::Compiled {
    std::string text;
    PathRoot root = PathRoot::Input;
    jsonpath::Steps steps;
};

namespace {

/// "$name" or "$name.member".
bool names_variable(std::string_view text) {
    if (text.size() < 2) return false;
    const char c = text[1];
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

Result<Path, PathSyntaxError> Path::compile(std::string_view text) {
    if (!text.starts_with('$')) return PathSyntaxError{"A path must begin with '$': " + std::string(text), 0};
    const bool context = text.starts_with("$$");
    const std::string_view body = text.substr(context ? 1 : 0);
    if (!context && names_variable(body)) {
        return PathSyntaxError{"Variables are not supported by this version: " + std::string(text), 1, true};
    }
    auto steps = jsonpath::compile_steps(body);
    if (!steps) return PathSyntaxError{steps.error().message, steps.error().offset + (context ? 1 : 0)};
    return Path(std::make_shared<const Compiled>(Compiled{std::string(text), context ? PathRoot::Context : PathRoot::Input, std::move(*steps)}));
}

const std::string& Path::text() const { return compiled_->text; }
PathRoot Path::root() const { return compiled_->root; }
bool Path::is_whole() const { return compiled_->steps.steps.empty(); }
bool Path::is_definite() const { return compiled_->steps.definite; }

// Where a plain path starts.
ContextObject::Part Path::start(const Scope& scope) const {
    if (compiled_->root == PathRoot::Input) return {&scope.input, 0};
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
    return jsonpath::find_plain(compiled_->steps, part.value->value(), part.names);
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
    for (const json::value* value : selection->values) all.push_back(*value);
    return Payload::from_value(std::move(all));
}

Result<Payload, PathMiss> Path::select(const Scope& scope) const {
    if (compiled_->root == PathRoot::Context && compiled_->steps.plain) {
        const auto part = start(scope);
        const json::value* found = jsonpath::find_plain(compiled_->steps, part.value->value(), part.names);
        if (found != nullptr) return part.value->select(*found);
    }
    return select(compiled_->root == PathRoot::Context ? scope.context.context() : scope.input);
}

}  // namespace pawl::query
