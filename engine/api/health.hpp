// /livez, /readyz and /metrics: what load balancers and Prometheus ask. Any thread.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "engine/api/http/server.hpp"
#include "engine/runtime/engine.hpp"

namespace pawl::engine {

class Health {
  public:
    Health(const Engine& engine, const http::Server& server, std::string version) : engine_(engine), server_(server), version_(std::move(version)) {}

    /// Answers the path if it is one of the three.
    std::optional<http::HttpResponse> answer(const http::HttpRequest& request) const;
    void not_ready(std::string reason);

  private:
    http::HttpResponse readiness() const;
    http::HttpResponse metrics() const;

    const Engine& engine_;
    const http::Server& server_;
    std::string version_;
    mutable std::mutex mutex_;
    std::string reason_;
};

}  // namespace pawl::engine
