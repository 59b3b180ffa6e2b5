#include <boost/json/value.hpp>

#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

// The text of Error or Cause; empty when the state has none.
Result<std::optional<std::string>, StateFailure> text_of(const DataFlow& flow, const Turn& turn, const Frame& frame, const definition::TextField& field,
                                                         const char* path_field) {
    if (!field.path) return field.literal;
    const definition::State& state = turn.state_of(frame);
    auto found = field.path->evaluate(flow.scope(frame.input), path_field);
    if (!found) return flow.failure(std::move(found).error());
    if (is_string(found->value())) return std::optional(std::string(found->value().get_string()));
    return runtime_failure(state, frame,
                           "The JSONPath '" + field.path->text() + "' specified for the field '" + path_field + "' must select a string but selected '" +
                               found->text() + "'");
}

}  // namespace

void enter(Turn& turn, Frame& frame, const definition::Fail& fail) {
    const DataFlow flow(turn, frame);
    auto error = text_of(flow, turn, frame, fail.error, "ErrorPath");
    if (!error) return fail_state(turn, frame, std::move(error).error());
    auto cause = text_of(flow, turn, frame, fail.cause, "CausePath");
    if (!cause) return fail_state(turn, frame, std::move(cause).error());
    fail_state(turn, frame, StateFailure{Failure{error->value_or(""), *std::move(cause)}});
}

}  // namespace pawl::execution
