// A thread with a StoreReader of its own: reads that walk the disk, and other work too long for the I/O thread, are done here one after the other.
//
// post() may be called from any thread. The owner stops it; work posted afterwards is dropped.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "engine/ports/store.hpp"

namespace pawl::engine {

class ReadingThread {
  public:
    using Work = std::function<void(StoreReader&)>;

    explicit ReadingThread(std::function<std::unique_ptr<StoreReader>()> make_reader);
    ~ReadingThread();  ///< stops
    ReadingThread(const ReadingThread&) = delete;
    ReadingThread& operator=(const ReadingThread&) = delete;

    void post(Work work);
    /// Does what was posted, then ends.
    void stop();

  private:
    void run();

    std::function<std::unique_ptr<StoreReader>()> make_reader_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Work> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace pawl::engine
