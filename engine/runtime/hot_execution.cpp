#include "engine/runtime/hot_execution.hpp"

namespace pawl::engine {

using execution::Phase;

bool HotExecution::can_sleep_until(Instant until) const {
    if (state.is_closed() || continuing || state.can_go_on() || !in_flight.empty() || state.next_wakeup() < until) return false;
    for (const auto& [id, frame] : state.frames) {
        if (frame.phase == Phase::TaskScheduled || frame.phase == Phase::TaskStarted) return false;
    }
    return true;
}

bool HotExecution::awaits(execution::TaskToken token) const {
    const execution::Frame* frame = state.find(token.frame);
    return !state.is_closed() && frame != nullptr && frame->phase == Phase::TaskStarted && frame->scheduled == token.scheduled;
}

bool HotExecution::is_queued(execution::TaskToken token) const {
    const execution::Frame* frame = state.find(token.frame);
    return !state.is_closed() && frame != nullptr && frame->phase == Phase::TaskScheduled && frame->scheduled == token.scheduled;
}

}  // namespace pawl::engine
