// A worker: serves functions by name to pawl, over HTTP. Embed it in an application in a dozen lines:
//
//     pawl::workers::Worker worker;
//     worker.handle("greet", [](const boost::json::value& input, const pawl::workers::Context&) -> pawl::workers::Answer {
//         if (!input.is_object()) return pawl::workers::Error{"BadInput", "an object is wanted"};
//         return boost::json::object{{"greeting", "Hello"}};
//     });
//     return worker.run({.port = 9000});
//
//     pawl serve --function 'greet=http://127.0.0.1:9000/2015-03-31/functions/{name}/invocations'
//
// A call is made at least once: after a crash of either side pawl makes it again, with the same idempotency key. A handler that has an
// effect on the world remembers the key with the effect, and does nothing when it sees the key again.
//
// Threads: handlers run at the same time on threads of the worker's own, as many as `concurrency`; all else belongs to the thread that made
// the worker. The protocol is in docs/reference/worker-protocol.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "statemachine/vocabulary/result.hpp"
#include "workers/sdk/answer.hpp"
#include "workers/sdk/context.hpp"

namespace pawl::workers {

/// An exception that leaves a handler becomes an Error: errorType is the exception's type, errorMessage what().
using Handler = std::function<Answer(const boost::json::value& input, const Context& context)>;

struct WorkerOptions {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;              ///< 0 = any free one
    std::size_t concurrency = 64;        ///< handlers running at a time; further calls wait
    std::size_t waiting = 10'000;        ///< calls that may wait; further ones are refused with 429, Lambda.TooManyRequestsException
    std::size_t connections = 500;       ///< served at a time, a thread each; further ones wait
    std::size_t body_limit = 6'291'556;  ///< bytes of a call's input; larger ones are refused with 413
};

class Worker {
  public:
    Worker();
    /// Stops.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Serves the function of that name. Before start().
    Worker& handle(std::string name, Handler handler);
    /// Serves GET requests for a path with the JSON text it returns: counts, health. Before start().
    Worker& report(std::string path, std::function<std::string()> json_text);

    /// Listening when it returns, with the port. The error says why it cannot.
    Result<std::uint16_t, std::string> start(const WorkerOptions& options);
    /// Takes no new calls, lets running handlers finish and answers them.
    void stop();
    /// start(), a line on stdout, until SIGINT or SIGTERM, stop(). An exit code for main().
    int run(const WorkerOptions& options);

  private:
    class Server;
    std::unique_ptr<Server> server_;
};

}  // namespace pawl::workers
