// An io_context with a thread that runs it, for as long as this lives.
#pragma once

#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace pawl::workers {

class IoThread {
  public:
    IoThread() : thread_([this] { io_.run(); }) {}
    /// Leaves pending operations undone.
    ~IoThread() {
        io_.stop();
        thread_.join();
    }
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;
    boost::asio::io_context& context() { return io_; }

  private:
    boost::asio::io_context io_{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor()};
    std::thread thread_;
};

}  // namespace pawl::workers
