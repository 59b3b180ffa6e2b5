// Where data flows: a frame inside its state, within a turn. What both query languages need there.
#pragma once

#include "statemachine/execution/context_object.hpp"
#include "statemachine/execution/turn.hpp"
#include "statemachine/execution/variables.hpp"

namespace pawl::execution {

using Staged = Result<Payload, StateFailure>;
using Leaving = Result<Outcome, StateFailure>;
template <class T>
using Field = Result<std::optional<T>, StateFailure>;  ///< empty: the field is not there

/// What the value is that a state leaves with: `$` in JSONPath's ResultPath and Assign, a member of $states in JSONata.
enum class Yield : std::uint8_t { Input, Result, ErrorOutput };

/// "An error occurred while executing the state 'NAME' (entered at the event id #N). " + message
std::string explained(const definition::State& state, const Frame& frame, std::string_view message);
/// The same, as a States.Runtime failure no Retrier or Catcher sees.
StateFailure runtime_failure(const definition::State& state, const Frame& frame, std::string_view message);

/// Lives no longer than the visit of the state it was made for.
class FlowSite {
  public:
    FlowSite(Turn& turn, const Frame& frame, const MapItem* item = nullptr)
        : turn_(turn), frame_(frame), context_(turn.machine(), turn.execution(), frame, item), variables_(turn.execution(), frame) {}

    Turn& turn() const { return turn_; }
    const Frame& frame() const { return frame_; }
    const definition::State& state() const { return turn_.state_of(frame_); }
    const FrameContext& context() const { return context_; }
    const FrameVariables& variables() const { return variables_; }
    query::Scope scope(const Payload& input) const { return {input, context_, &variables_, turn_.fresh_entropy()}; }

    StateFailure runtime_failure(std::string_view message) const { return execution::runtime_failure(state(), frame_, message); }
    /// What a state has built, if it is not nested deeper than payloads may be.
    Staged built(Payload value) const;
    /// The same for what it assigns, and whether that is within the limits.
    Leaving leaving(Payload output, std::vector<Assigned> assigned) const;

  private:
    Turn& turn_;
    const Frame& frame_;
    FrameContext context_;
    FrameVariables variables_;
};

}  // namespace pawl::execution
