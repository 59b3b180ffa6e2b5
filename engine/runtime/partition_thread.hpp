// Drives a Partition on a thread of its own until stopped: sleeps until a timer is due or something is posted.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine/runtime/partition.hpp"

namespace pawl::engine {

class PartitionThread {
  public:
    /// The partition has recovered; it and the clock outlive this.
    PartitionThread(Partition& partition, Clock& clock);
    /// Stops.
    ~PartitionThread();
    PartitionThread(const PartitionThread&) = delete;
    PartitionThread& operator=(const PartitionThread&) = delete;

    /// Lets the partition shut down on its thread and waits for that. Once is enough.
    void stop();

  private:
    void run();

    Partition& partition_;
    Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    bool posted_ = false;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace pawl::engine
