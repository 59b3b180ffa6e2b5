#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

// AWS waits 2^31 - 1 s at most (24,855 days pass, 24,856 don't: recorded).
constexpr std::int64_t longest_wait_seconds = 2'147'483'647;

Result<Instant, StateFailure> due_time(const Draft& draft, const DataFlow& flow, const definition::Wait& wait, const Payload& input,
                                       const Frame& frame) {
    const StateFailure too_long = runtime_failure(draft.state_of(frame), frame, "Wait state delay is too long.");
    auto seconds = flow.wait_seconds(wait, input);
    if (!seconds) return std::move(seconds).error();
    if (*seconds && **seconds > longest_wait_seconds) return too_long;
    if (*seconds) return draft.now().plus_seconds(**seconds);
    auto timestamp = flow.wait_timestamp(wait, input);
    if (!timestamp) return std::move(timestamp).error();
    const Instant due = timestamp->value_or(draft.now());
    if ((due.milliseconds - draft.now().milliseconds) / 1000 > longest_wait_seconds) return too_long;
    return due;
}

}  // namespace

void enter(Draft& draft, Frame& frame, const definition::Wait& wait) {
    const DataFlow flow(draft, frame);
    const auto input = flow.enter(wait.entry);
    if (!input) return fail_state(draft, frame, input.error());
    auto due = due_time(draft, flow, wait, *input, frame);
    if (!due) return fail_state(draft, frame, std::move(due).error());
    if (*due <= draft.now()) return wait_over(draft, frame);
    draft.fact(frame.id, WaitPlanned{*due});
}

void wait_over(Draft& draft, Frame& frame) {
    const auto& wait = std::get<definition::Wait>(draft.state_of(frame).body);
    const DataFlow flow(draft, frame);
    auto input = flow.enter(wait.entry);
    if (!input) return fail_state(draft, frame, std::move(input).error());
    leave_state(draft, frame, flow.leave(wait.exit, *input, Yield::Input), wait.transition.next);
}

}  // namespace pawl::execution
