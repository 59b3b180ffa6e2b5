// One invocation on its way: what goes over the wire and until when. Owned by the dispatcher's core; pools and connections borrow it until
// they have told its end. I/O thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "engine/ports/dispatcher.hpp"
#include "workers/dispatch/function_registry.hpp"
#include "workers/dispatch/response_reader.hpp"

namespace pawl::workers {

using SteadyTime = std::chrono::steady_clock::time_point;

class HostPool;
class Connection;

struct Call {
    ExecutionKey execution = 0;
    execution::TaskToken token;
    std::string function_name;
    std::string idempotency_key;
    std::shared_ptr<const Route> route;
    std::string wire;       ///< the whole request; kept until the answer, for one repetition
    SteadyTime give_up_at;  ///< the function's time limit
    SteadyTime connect_by;  ///< while it waits for a connection
    SteadyTime sent_at;
    bool repeated = false;  ///< its first connection turned out to have been closed by the worker while idle
    HostPool* pool = nullptr;
    Connection* connection = nullptr;  ///< null while it waits for one
};

/// How a call ended without a whole answer.
struct CallFault {
    enum class Kind : std::uint8_t {
        NotConnected,  ///< refused, unknown host, TLS, no connection in time
        Broken,        ///< the connection ended before the whole answer was there
        NotHttp,       ///< the answer is no HTTP/1 response
        TooLarge,      ///< its body is over the limit
        TimeLimit      ///< the function's own
    };
    Kind kind = Kind::Broken;
    std::string reason;  ///< a phrase
};

/// Told exactly once for each call, unless it was abandoned; the call is gone afterwards.
class CallEvents {
  public:
    virtual void answered(Call& call, HttpResponse response) = 0;
    virtual void failed(Call& call, CallFault fault) = 0;

  protected:
    ~CallEvents() = default;
};

}  // namespace pawl::workers
