// The engine's face on the network: AWS JSON 1.0, REST, health and metrics on one port.
//
// Owns one I/O thread and one reading thread. What it is given outlives it. start() and stop() by the owner: first let the engine shut
// down (which answers those who wait and refuses those who come), then stop() this (which gets the answers out), then destroy this.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/ports/clock.hpp"
#include "engine/ports/functions.hpp"
#include "engine/ports/store.hpp"
#include "engine/runtime/engine.hpp"
#include "statemachine/vocabulary/arn.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

struct ApiSettings {
    std::string bind = "127.0.0.1";
    std::uint16_t port = 8083;  ///< 0 = any free one, see Api::port()
    /// When set, requests need "Authorization: Bearer TOKEN"; SDKs, which sign instead, give the token as their access key id. Health checks pass.
    std::string token;
    std::size_t body_bytes = 4 * 1024 * 1024;
    std::size_t head_bytes = 32 * 1024;
    std::size_t max_connections = 20'000;
    std::string version = "0.1.0";  ///< shown in refusals of what isn't built yet
    Realm realm;
};

struct ApiPorts {
    Engine& engine;
    Functions& functions;
    Clock& clock;                                               ///< now() is called from the I/O thread
    std::function<std::unique_ptr<StoreReader>()> make_reader;  ///< called on the reading thread
};

class Api {
  public:
    Api(ApiPorts ports, ApiSettings settings);
    ~Api();  ///< stops
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;

    /// Binds and serves. The error says what could not be bound, why and what to do.
    Result<void, std::string> start();
    /// Stops accepting, lets answers under way finish for up to three seconds, closes.
    void stop();
    std::uint16_t port() const;

    /// From now on /readyz answers 503 with this reason. Any thread.
    void not_ready(std::string reason);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace pawl::engine
