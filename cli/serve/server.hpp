// The whole engine put together: store, partitions and their threads, dispatcher, functions, API. The only place that knows every concrete class.
//
// Made and stopped by one thread. on_failure is called from a partition's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cli/config/config.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::cli {

struct ServerFault {
    std::string message;
};

class Server {
  public:
    /// Opens the database, recovers what was running, and serves. The fault says what to do.
    static Result<std::unique_ptr<Server>, ServerFault> start(const Config& config, std::function<void(const std::string&)> on_failure);
    /// Stops.
    ~Server();

    std::uint16_t port() const;
    /// Executions that could not be loaded, and why: sentences for the operator.
    std::vector<std::string> left_out() const;

    /// Stops accepting, commits what is there, answers those who wait, writes the log back. Once is enough.
    void stop();

    struct Parts;
    explicit Server(std::unique_ptr<Parts> parts);

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace pawl::cli
