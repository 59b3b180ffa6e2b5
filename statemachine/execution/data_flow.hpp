// The stages a state's data goes through in JSONPath mode: InputPath, Parameters, ResultSelector, ResultPath, OutputPath (contract §6.1).
#pragma once

#include "statemachine/execution/context_object.hpp"
#include "statemachine/execution/turn.hpp"

namespace pawl::execution {

using Staged = Result<Payload, StateFailure>;

/// "An error occurred while executing the state 'NAME' (entered at the event id #N). " + message, as a failure no Retrier or Catcher sees.
StateFailure runtime_failure(const definition::State& state, const Frame& frame, std::string message);

/// A definition's data flow, seen from a frame inside the state.
class DataFlow {
  public:
    DataFlow(const Turn& turn, const Frame& frame)
        : turn_(turn), state_(turn.state_of(frame)), frame_(frame), limits_(turn.limits()), context_(turn.machine(), turn.execution(), frame) {}

    const FrameContext& context() const { return context_; }
    /// What an evaluation may look at, with `value` as $.
    query::Scope scope(const Payload& value) const { return scope(value, context_); }
    query::Scope scope(const Payload& value, const query::ContextObject& context) const {
        return {value, context, nullptr, turn_.fresh_entropy()};
    }

    Staged input_path(const definition::DataPath& path) const;
    Staged output_path(const definition::DataPath& path, const Payload& value) const;
    /// The template's value, or `value` where there is no template.
    Staged fill(const std::optional<query::PayloadTemplate>& shape, const Payload& value) const;
    Staged fill(const query::PayloadTemplate& shape, const Payload& value, const query::ContextObject& context) const;
    /// Puts the result into the raw input.
    Staged result_path(const definition::ResultPlace& place, const Payload& result) const;
    /// InputPath, then Parameters.
    Staged effective_input(const definition::InputOutput& io) const;
    /// ResultSelector, then ResultPath, then OutputPath.
    Staged output(const definition::InputOutput& io, const Payload& result) const;
    /// The literal, or the whole number of at least `least` that its path selects; empty when the field is not there.
    Result<std::optional<std::int64_t>, StateFailure> number(const definition::NumberField& field, const Payload& input, const char* name,
                                                             std::int64_t least) const;

    /// What a state has built, if it is not nested deeper than payloads may be.
    Staged built(Payload value) const;
    StateFailure failure(query::QueryFailure query) const;

  private:
    Staged follow(const query::Path& path, const Payload& value) const;

    const Turn& turn_;
    const definition::State& state_;
    const Frame& frame_;
    const Limits& limits_;
    FrameContext context_;
};

}  // namespace pawl::execution
