// What the partition counts for metrics. Written by the partition's thread, readable from any.
#pragma once

#include <atomic>
#include <cstdint>

namespace pawl::engine {

struct Counters {
    using Count = std::atomic<std::uint64_t>;
    // since start
    Count starts{0}, closed{0}, decisions{0}, records{0}, commits{0}, commit_retries{0}, dispatches{0}, cancels{0}, stale_answers{0}, throttled{0},
        evictions{0}, loads{0}, retired{0};
    // at the moment
    Count hot_executions{0}, tasks_in_flight{0}, tasks_queued{0}, mailbox{0}, waiters{0}, set_aside{0};
    /// The execution a decision or a load is about right now, 0 = none: what a crash handler notes down.
    std::atomic<std::int64_t> in_hand{0};
};

}  // namespace pawl::engine
