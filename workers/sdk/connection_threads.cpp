#include "workers/sdk/connection_threads.hpp"

namespace pawl::workers {

void ConnectionThreads::enqueue(std::function<void()> serve_connection) {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(serve_connection));
    if (queue_.size() > free_ && threads_.size() < limit_)
        threads_.emplace_back([this] { work(); });
    else
        changed_.notify_one();
}

void ConnectionThreads::shutdown() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
}

void ConnectionThreads::work() {
    std::unique_lock lock(mutex_);
    while (true) {
        ++free_;
        changed_.wait(lock, [this] { return !queue_.empty() || ending_; });
        --free_;
        if (queue_.empty()) return;
        const std::function<void()> serve_connection = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        serve_connection();
        lock.lock();
    }
}

}  // namespace pawl::workers
