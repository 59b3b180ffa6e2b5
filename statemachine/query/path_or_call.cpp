#include "statemachine/query/path_or_call.hpp"

#include <boost/json/value.hpp>

#include "statemachine/vocabulary/failure.hpp"

namespace pawl::query {

Result<PathOrCall, PathSyntaxError> PathOrCall::compile(std::string_view text) {
    if (text.starts_with("States.")) {
        auto call = intrinsics::Call::compile(text);
        if (!call) return call.error();
        return PathOrCall(*std::move(call));
    }
    auto path = Path::compile(text);
    if (!path) return path.error();
    return PathOrCall(*std::move(path));
}

const std::string& PathOrCall::text() const {
    const auto* path = std::get_if<Path>(&form_);
    return path != nullptr ? path->text() : std::get<intrinsics::Call>(form_).text();
}

std::vector<std::string> PathOrCall::variable_references() const {
    const auto* path = std::get_if<Path>(&form_);
    if (path == nullptr) return std::get<intrinsics::Call>(form_).variable_references();
    if (path->root() != PathRoot::Variable) return {};
    return {path->variable()};
}

Result<json::value, QueryFailure> PathOrCall::build(const Scope& scope, Resources& resources, std::string_view field) const {
    const auto* path = std::get_if<Path>(&form_);
    if (path == nullptr) return std::get<intrinsics::Call>(form_).build(scope, resources);
    const auto copied = [&](const json::value& value) -> Result<json::value, QueryFailure> {
        if (resources.budget.take(value)) return copy_of(value);
        return QueryFailure{errors::runtime, "The value for the field '" + std::string(field) + "' is larger than an evaluation may build"};
    };
    if (const json::value* found = path->find(scope)) return copied(*found);
    const auto selected = path->select(scope);
    if (selected) return copied(selected->value());
    // Measured by floci's #3199: of all that can be missing, an item behind an array's end is null here.
    if (selected.error().behind_the_end) return json::value(nullptr);
    const Payload* root = path->root_in(scope);
    return QueryFailure{errors::runtime, "The JSONPath '" + path->text() + "' specified for the field '" + std::string(field) +
                                             "' could not be found in the input '" + to_json((root != nullptr ? *root : scope.input).value()) + "'"};
}

Result<Payload, QueryFailure> PathOrCall::evaluate(const Scope& scope, std::string_view field) const {
    Resources resources(scope.entropy);
    auto built = build(scope, resources, field);
    if (!built) return built.error();
    return Payload::from_value(*std::move(built));
}

}  // namespace pawl::query
