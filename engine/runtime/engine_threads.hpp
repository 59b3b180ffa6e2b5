// Drives an Engine's partitions until stopped, on as many threads as there are processors, or fewer where it has fewer partitions. A thread turns its
// partitions one after the other and sleeps until a timer of theirs is due or something is posted.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "engine/runtime/engine.hpp"

namespace pawl::engine {

class EngineThreads {
  public:
    /// The engine has recovered; it and the clock outlive this. 0 threads: as many as there are processors.
    EngineThreads(Engine& engine, Clock& clock, std::size_t threads_at_most = 0);
    /// Stops.
    ~EngineThreads();
    EngineThreads(const EngineThreads&) = delete;
    EngineThreads& operator=(const EngineThreads&) = delete;

    /// Lets each partition shut down on its thread and waits for that. Once is enough.
    void stop();

  private:
    class Driver;
    std::vector<std::unique_ptr<Driver>> drivers_;
};

}  // namespace pawl::engine
