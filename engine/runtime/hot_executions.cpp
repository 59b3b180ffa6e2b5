#include "engine/runtime/hot_executions.hpp"

namespace pawl::engine {

HotExecution& HotExecutions::add(std::unique_ptr<HotExecution> execution) {
    HotExecution& hot = *execution;
    const bool added = by_key_.emplace(hot.key, std::move(execution)).second;
    PAWL_CHECK(added, "An execution is in memory once at most.");
    by_name_.emplace(Name{hot.machine, hot.state.head.name}, &hot);
    return hot;
}

void HotExecutions::remove(HotExecution& execution) {
    timers_.disarm(execution);
    by_name_.erase(Name{execution.machine, execution.state.head.name});
    by_key_.erase(execution.key);
}

HotExecution* HotExecutions::find(ExecutionKey key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : found->second.get();
}

HotExecution* HotExecutions::find(MachineKey machine, std::string_view name) const {
    const auto found = by_name_.find(Name{machine, name});
    return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace pawl::engine
