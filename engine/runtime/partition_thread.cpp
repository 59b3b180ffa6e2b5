#include "engine/runtime/partition_thread.hpp"

#include <algorithm>
#include <chrono>

namespace pawl::engine {

PartitionThread::PartitionThread(Partition& partition, Clock& clock) : partition_(partition), clock_(clock) {
    partition_.on_post([this] {
        {
            std::lock_guard lock(mutex_);
            posted_ = true;
        }
        wake_.notify_one();
    });
    thread_ = std::thread([this] { run(); });
}

PartitionThread::~PartitionThread() { stop(); }

void PartitionThread::stop() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void PartitionThread::run() {
    constexpr std::int64_t longest_sleep_milliseconds = 60'000;  // housekeeping; and the clock may be set
    for (;;) {
        const bool more = partition_.turn();
        std::unique_lock lock(mutex_);
        if (!more && !posted_ && !stopping_) {
            const Instant next = partition_.next_wakeup();
            const Instant now = clock_.now();
            const std::int64_t sleep = next <= now ? 0 : std::min(longest_sleep_milliseconds, next.milliseconds - now.milliseconds);
            wake_.wait_for(lock, std::chrono::milliseconds(sleep), [this] { return posted_ || stopping_; });
        }
        posted_ = false;
        if (stopping_) break;
    }
    partition_.shutdown();
}

}  // namespace pawl::engine
