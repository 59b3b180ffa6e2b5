#include "statemachine/execution/data_flow.hpp"

#include <boost/json/value.hpp>

namespace pawl::execution {

StateFailure runtime_failure(const definition::State& state, const Frame& frame, std::string message) {
    return {Failure{errors::runtime, "An error occurred while executing the state '" + state.name + "' (entered at the event id #" +
                                         std::to_string(frame.entered) + "). " + std::move(message)},
            true};
}

StateFailure DataFlow::failure(query::QueryFailure query) const {
    StateFailure out = runtime_failure(state_, frame_, query.message);
    if (!query.with_prefix) out.failure.cause = std::move(query.message);
    out.terminal = query.error == errors::runtime;
    out.failure.error = std::move(query.error);
    return out;
}

Staged DataFlow::built(Payload value) const {
    if (!value.is_too_deep()) return value;
    return runtime_failure(state_, frame_, "The state's data is nested deeper than the maximum allowed (512 levels).");
}

Staged DataFlow::follow(const query::Path& path, const Payload& value) const {
    auto found = path.select(scope(value));
    if (found && path.is_definite()) return *std::move(found);
    if (found) return built(*std::move(found));
    return runtime_failure(state_, frame_, "Invalid path '" + path.text() + "' : " + found.error().message);
}

Staged DataFlow::input_path(const definition::DataPath& path) const {
    if (path.is_null) return Payload::empty_object();
    if (!path.path || (path.path->is_whole() && path.path->root() == query::PathRoot::Input)) return frame_.input;
    return follow(*path.path, frame_.input);
}

Staged DataFlow::output_path(const definition::DataPath& path, const Payload& value) const {
    if (path.is_null) return Payload::empty_object();
    if (!path.path || (path.path->is_whole() && path.path->root() == query::PathRoot::Input)) return value;
    return follow(*path.path, value);
}

Staged DataFlow::fill(const std::optional<query::PayloadTemplate>& shape, const Payload& value) const {
    if (!shape) return value;
    return fill(*shape, value, context_);
}

Staged DataFlow::fill(const query::PayloadTemplate& shape, const Payload& value, const query::ContextObject& context) const {
    auto filled = shape.evaluate(scope(value, context));
    if (filled) return built(*std::move(filled));
    return failure(std::move(filled).error());
}

Staged DataFlow::result_path(const definition::ResultPlace& place, const Payload& result) const {
    if (place.is_null) return frame_.input;
    if (!place.path || place.path->is_whole()) return result;
    auto merged = place.path->put(frame_.input, result);
    if (merged) return built(*std::move(merged));
    return failure(std::move(merged).error());
}

Staged DataFlow::effective_input(const definition::InputOutput& io) const {
    auto selected = input_path(io.input_path);
    if (!selected) return selected;
    return fill(io.parameters, *selected);
}

Staged DataFlow::output(const definition::InputOutput& io, const Payload& result) const {
    auto selected = fill(io.result_selector, result);
    if (!selected) return selected;
    auto merged = result_path(io.result_path, *selected);
    if (!merged) return merged;
    return output_path(io.output_path, *merged);
}

Result<std::optional<std::int64_t>, StateFailure> DataFlow::number(const definition::NumberField& field, const Payload& input,
                                                                   const char* name, std::int64_t least) const {
    if (!field.path) return field.literal;
    auto found = field.path->select(scope(input));
    if (!found) return runtime_failure(state_, frame_, "Invalid path '" + field.path->text() + "' : " + found.error().message);
    const json::value& value = found->value();
    if (value.is_int64() && value.get_int64() >= least) return std::optional(value.get_int64());
    const std::string shown = is_string(value) ? std::string(value.get_string()) : found->text();
    const std::string wrong = value.is_int64() ? "which is less than " + std::to_string(least) : "which is not a valid integer";
    return runtime_failure(state_, frame_, "The " + std::string(name) + " field refers to value \"" + shown + "\" " + wrong + ": " + field.path->text());
}

}  // namespace pawl::execution
