#include "statemachine/execution/data_flow.hpp"
#include "statemachine/execution/states/states.hpp"
#include "statemachine/execution/transition.hpp"

namespace pawl::execution {
namespace {

// AWS waits 2^31 - 1 s at most (24,855 days pass, 24,856 don't: recorded).
constexpr std::int64_t longest_wait_seconds = 2'147'483'647;

Result<Instant, StateFailure> due_time(const Turn& turn, const DataFlow& flow, const definition::Wait& wait, const Payload& input,
                                       const Frame& frame) {
    const StateFailure too_long = runtime_failure(turn.state_of(frame), frame, "Wait state delay is too long.");
    auto seconds = flow.wait_seconds(wait, input);
    if (!seconds) return std::move(seconds).error();
    if (*seconds && **seconds > longest_wait_seconds) return too_long;
    if (*seconds) return turn.now().plus_seconds(**seconds);
    auto timestamp = flow.wait_timestamp(wait, input);
    if (!timestamp) return std::move(timestamp).error();
    const Instant due = timestamp->value_or(turn.now());
    if ((due.milliseconds - turn.now().milliseconds) / 1000 > longest_wait_seconds) return too_long;
    return due;
}

}  // namespace

void enter(Turn& turn, Frame& frame, const definition::Wait& wait) {
    const DataFlow flow(turn, frame);
    const auto input = flow.enter(wait.entry);
    if (!input) return fail_state(turn, frame, input.error());
    auto due = due_time(turn, flow, wait, *input, frame);
    if (!due) return fail_state(turn, frame, std::move(due).error());
    if (*due <= turn.now()) return wait_over(turn, frame);
    turn.fact(frame.id, WaitPlanned{*due});
}

void wait_over(Turn& turn, Frame& frame) {
    const auto& wait = std::get<definition::Wait>(turn.state_of(frame).body);
    const DataFlow flow(turn, frame);
    auto input = flow.enter(wait.entry);
    if (!input) return fail_state(turn, frame, std::move(input).error());
    leave_state(turn, frame, flow.leave(wait.exit, *input, Yield::Input), wait.transition.next);
}

}  // namespace pawl::execution
