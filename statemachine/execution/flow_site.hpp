// Where data flows: a frame inside its state, within a decision. What both query languages need there.
#pragma once

#include "statemachine/execution/context_object.hpp"
#include "statemachine/execution/draft.hpp"
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
    FlowSite(Draft& draft, const Frame& frame, const MapItem* item = nullptr)
        : draft_(draft), frame_(frame), context_(draft.machine(), draft.execution(), frame, item), variables_(draft.execution(), frame) {}

    Draft& draft() const { return draft_; }
    const Frame& frame() const { return frame_; }
    const definition::State& state() const { return draft_.state_of(frame_); }
    const FrameContext& context() const { return context_; }
    const FrameVariables& variables() const { return variables_; }
    query::Scope scope(const Payload& input) const { return {input, context_, &variables_, draft_.fresh_entropy()}; }

    StateFailure runtime_failure(std::string_view message) const { return execution::runtime_failure(state(), frame_, message); }
    /// What a state has built, if it is not nested deeper than payloads may be.
    Staged built(Payload value) const;
    /// The same for what it assigns, and whether that is within the limits.
    Leaving leaving(Payload output, std::vector<Assigned> assigned) const;

  private:
    Draft& draft_;
    const Frame& frame_;
    FrameContext context_;
    FrameVariables variables_;
};

}  // namespace pawl::execution
