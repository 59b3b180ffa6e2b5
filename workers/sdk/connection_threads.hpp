// Threads for cpp-httplib's connections. httplib keeps a thread on a connection for as long as that lives, idle time included, so a pool of
// fixed size would leave new connections waiting behind idle ones: this one grows while all its threads are taken.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include <httplib.h>

namespace pawl::workers {

class ConnectionThreads final : public httplib::TaskQueue {
  public:
    explicit ConnectionThreads(std::size_t limit) : limit_(limit) {}
    void enqueue(std::function<void()> serve_connection) override;
    /// Serves what was taken in, then ends the threads.
    void shutdown() override;

  private:
    void work();

    const std::size_t limit_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> queue_;
    std::vector<std::thread> threads_;
    std::size_t free_ = 0;
    bool ending_ = false;
};

}  // namespace pawl::workers
