// An HTTP/1.1 server on one I/O thread: it parses, calls the handler, and sends the answers, which may come later and from any thread.
// An idle connection or one that waits for its answer costs about a kilobyte and no CPU.
//
// Threads: start() and stop() by the owner; the handler runs on the I/O thread and must not block; Responder, EventStream and post() may be used
// from any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "engine/api/http/message.hpp"
#include "engine/api/http/request_parser.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine::http {

class Connection;
class ServerCore;

/// The other end of one request: answers it once. Dropping it unanswered answers 500. An answer to a client that has gone is dropped.
class Responder {
  public:
    Responder() = default;
    Responder(Responder&&) noexcept;
    Responder& operator=(Responder&&) noexcept;
    ~Responder();

    void answer(HttpResponse response);
    /// Answers with a body that goes on: sends the head now. The response's body is its first piece.
    class EventStream stream(HttpResponse head);
    explicit operator bool() const { return connection_ != nullptr; }

  private:
    friend class Connection;
    friend class EventStream;
    Responder(std::shared_ptr<Connection> connection, std::uint64_t request);
    std::shared_ptr<Connection> connection_;
    std::uint64_t request_ = 0;
};

/// A response body written piece by piece. Ends when it is destroyed.
class EventStream {
  public:
    EventStream() = default;
    EventStream(EventStream&&) noexcept = default;
    EventStream& operator=(EventStream&&) noexcept;
    ~EventStream();

    /// False when the client has gone (or reads so slowly that too much is waiting): stop writing.
    bool write(std::string piece);

  private:
    friend class Responder;
    EventStream(std::shared_ptr<Connection> connection, std::uint64_t request) : connection_(std::move(connection)), request_(request) {}
    void end();
    std::shared_ptr<Connection> connection_;
    std::uint64_t request_ = 0;
};

struct ServerSettings {
    std::string bind = "127.0.0.1";  ///< an IPv4 or IPv6 address
    std::uint16_t port = 8083;       ///< 0 = any free one, see Server::port()
    ParserLimits limits = {};
    std::size_t max_connections = 20'000;
    std::chrono::milliseconds idle_timeout{180'000};    ///< between requests
    std::chrono::milliseconds request_timeout{30'000};  ///< from a request's first byte to its last
    std::chrono::milliseconds write_timeout{30'000};    ///< without the client taking anything of a response
    std::chrono::milliseconds stop_grace{3'000};        ///< for answers under way when the server stops
};

struct ServerCounters {
    std::uint64_t requests = 0, connections = 0, connections_open = 0, refused = 0, malformed = 0, timed_out = 0;
};

class Server {
  public:
    using Handler = std::function<void(HttpRequest&&, Responder)>;

    Server(ServerSettings settings, Handler handler);
    ~Server();  ///< stops
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Binds, listens and starts the thread. The error says what could not be bound and why.
    Result<void, std::string> start();
    /// Stops accepting, lets answers under way finish (for stop_grace), closes everything and joins the thread.
    void stop();
    std::uint16_t port() const;

    /// Runs `work` on the I/O thread, soon.
    void post(std::function<void()> work);
    using TimerId = std::uint64_t;
    /// Runs `work` on the I/O thread after a while. Both only on the I/O thread.
    TimerId schedule(std::chrono::milliseconds after, std::function<void()> work);
    void cancel(TimerId timer);

    ServerCounters counters() const;  ///< any thread

  private:
    std::shared_ptr<ServerCore> core_;
};

}  // namespace pawl::engine::http
