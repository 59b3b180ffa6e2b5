// Lets so many in at a time, and so many wait; the rest are turned away.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

namespace pawl::workers {

class Gate {
  public:
    Gate(std::size_t inside_limit, std::size_t waiting_limit) : inside_limit_(inside_limit), waiting_limit_(waiting_limit) {}

    /// False when too many wait already.
    bool enter() {
        std::unique_lock lock(mutex_);
        if (inside_ >= inside_limit_ && waiting_ >= waiting_limit_) return false;
        ++waiting_;
        room_.wait(lock, [this] { return inside_ < inside_limit_; });
        --waiting_;
        ++inside_;
        return true;
    }
    void leave() {
        {
            const std::lock_guard lock(mutex_);
            --inside_;
        }
        room_.notify_one();
    }

  private:
    const std::size_t inside_limit_, waiting_limit_;
    std::size_t inside_ = 0, waiting_ = 0;
    std::mutex mutex_;
    std::condition_variable room_;
};

}  // namespace pawl::workers
