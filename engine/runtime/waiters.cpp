#include "engine/runtime/waiters.hpp"

namespace pawl::engine {

void Waiters::add(ExecutionKey execution, Instant deadline, Answer<ExecutionView> answer) {
    const auto entry = by_deadline_.emplace(deadline, Waiter{execution, std::move(answer)});
    by_execution_.emplace(execution, entry);
}

std::vector<Answer<ExecutionView>> Waiters::take(ExecutionKey execution) {
    std::vector<Answer<ExecutionView>> taken;
    const auto [first, last] = by_execution_.equal_range(execution);
    for (auto at = first; at != last; ++at) {
        taken.push_back(std::move(at->second->second.answer));
        by_deadline_.erase(at->second);
    }
    by_execution_.erase(first, last);
    return taken;
}

bool Waiters::take_expired(Instant now, ExecutionKey& execution, Answer<ExecutionView>& answer) {
    const auto entry = by_deadline_.begin();
    if (entry == by_deadline_.end() || entry->first > now) return false;
    execution = entry->second.execution;
    answer = std::move(entry->second.answer);
    const auto [first, last] = by_execution_.equal_range(execution);
    for (auto at = first; at != last; ++at) {
        if (at->second == entry) {
            by_execution_.erase(at);
            break;
        }
    }
    by_deadline_.erase(entry);
    return true;
}

}  // namespace pawl::engine
