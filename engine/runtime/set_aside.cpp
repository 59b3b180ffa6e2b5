// Executions that can't be read stay where they are, unloaded and visible; the engine goes on without them.
#include <algorithm>

#include "engine/runtime/partition_parts.hpp"

namespace pawl::engine {

void Partition::Parts::set_aside(ExecutionKey key, std::string why) {
    std::lock_guard lock(set_aside_mutex);
    aside.insert_or_assign(key, std::move(why));
    counters.set_aside = aside.size();
}

void Partition::Parts::take_back(ExecutionKey key) {
    if (!aside.contains(key)) return;  // written by this thread alone
    std::lock_guard lock(set_aside_mutex);
    aside.erase(key);
    counters.set_aside = aside.size();
}

bool Partition::Parts::is_forbidden(ExecutionKey key) {
    if (std::find(settings.set_aside.begin(), settings.set_aside.end(), key) == settings.set_aside.end()) return false;
    set_aside(key, "The engine crashed while it had this execution in hand. It is left as it is; report the crash note beside the database.");
    return true;
}

std::string Partition::Parts::why_set_aside(ExecutionKey key) const {
    std::lock_guard lock(set_aside_mutex);
    const auto found = aside.find(key);
    return found == aside.end() ? "the store could not read it" : found->second;
}

}  // namespace pawl::engine
