#include "workers/dispatch/slots.hpp"

#include "statemachine/vocabulary/check.hpp"

namespace pawl::workers {

namespace {
// With "*" registered any name may come by; names nobody uses right now are forgotten once there are this many.
constexpr std::size_t names_before_tidying = 10'000;
}  // namespace

bool Slots::try_take(std::string_view name, std::uint32_t limit) {
    const std::lock_guard lock(mutex_);
    auto found = counts_.find(name);
    if (found == counts_.end()) {
        if (counts_.size() >= names_before_tidying) std::erase_if(counts_, [](const auto& entry) { return entry.second.taken == 0; });
        found = counts_.emplace(std::string(name), Count{}).first;
    }
    Count& count = found->second;
    if (count.taken >= limit) {
        count.refused = true;
        return false;
    }
    ++count.taken;
    return true;
}

bool Slots::give_back(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(name);
    PAWL_CHECK(found != counts_.end() && found->second.taken > 0, "a dispatch slot was given back that nobody had taken");
    --found->second.taken;
    return std::exchange(found->second.refused, false);
}

std::uint32_t Slots::taken(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = counts_.find(name);
    return found == counts_.end() ? 0 : found->second.taken;
}

}  // namespace pawl::workers
