#include "engine/runtime/engine_threads.hpp"

#include <algorithm>
#include <chrono>

namespace pawl::engine {

class EngineThreads::Driver {
  public:
    Driver(std::vector<Partition*> partitions, Clock& clock) : partitions_(std::move(partitions)), clock_(clock) {
        for (Partition* partition : partitions_) {
            partition->on_post([this] {
                {
                    std::lock_guard lock(mutex_);
                    posted_ = true;
                }
                wake_.notify_one();
            });
        }
    }
    void start() {
        thread_ = std::thread([this] { run(); });
    }
    void ask_to_stop() {
        {
            std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        wake_.notify_one();
    }
    void join() {
        if (thread_.joinable()) thread_.join();
    }

  private:
    void run();
    void sleep_until_there_is_work(std::unique_lock<std::mutex>& lock);

    const std::vector<Partition*> partitions_;
    Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool posted_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

void EngineThreads::Driver::run() {
    for (;;) {
        bool more = false;
        for (Partition* partition : partitions_) more = partition->turn() || more;
        std::unique_lock lock(mutex_);
        if (!more && !posted_ && !stopping_) sleep_until_there_is_work(lock);
        posted_ = false;
        if (stopping_) break;
    }
    for (Partition* partition : partitions_) partition->shutdown();
}

void EngineThreads::Driver::sleep_until_there_is_work(std::unique_lock<std::mutex>& lock) {
    constexpr std::int64_t longest_sleep_milliseconds = 60'000;  // housekeeping; and the clock may be set
    Instant next = Instant::never();
    for (const Partition* partition : partitions_) next = std::min(next, partition->next_wakeup());
    const Instant now = clock_.now();
    const std::int64_t sleep = next <= now ? 0 : std::min(longest_sleep_milliseconds, next.milliseconds - now.milliseconds);
    wake_.wait_for(lock, std::chrono::milliseconds(sleep), [this] { return posted_ || stopping_; });
}

EngineThreads::EngineThreads(Engine& engine, Clock& clock, std::size_t threads_at_most) {
    if (threads_at_most == 0) threads_at_most = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::vector<Partition*>> shares(std::min(threads_at_most, engine.partitions().size()));
    for (std::size_t i = 0; i < engine.partitions().size(); ++i) shares[i % shares.size()].push_back(engine.partitions()[i].get());
    for (auto& share : shares) drivers_.push_back(std::make_unique<Driver>(std::move(share), clock));
    // Partitions tell each other things from their first turn on: all of them can be woken by now.
    for (const auto& driver : drivers_) driver->start();
}

EngineThreads::~EngineThreads() { stop(); }

void EngineThreads::stop() {
    for (const auto& driver : drivers_) driver->ask_to_stop();
    for (const auto& driver : drivers_) driver->join();
}

}  // namespace pawl::engine
