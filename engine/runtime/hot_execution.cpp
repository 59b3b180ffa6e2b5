#include "engine/runtime/hot_execution.hpp"

#include <algorithm>

namespace pawl::engine {

using execution::Phase;

std::optional<WaitsFor> HotExecution::can_sleep_for() const {
    if (state.is_closed() || recovered || continuing || state.can_go_on()) return std::nullopt;
    WaitsFor what = WaitsFor::Nothing;
    for (const auto& [id, frame] : state.frames) {
        if (frame.phase != Phase::TaskScheduled && frame.phase != Phase::TaskStarted) continue;
        if (called_again(frame.target.kind)) return std::nullopt;
        what = std::max(what, frame.phase == Phase::TaskScheduled ? WaitsFor::Slot : WaitsFor::Answer);
    }
    return what;
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
