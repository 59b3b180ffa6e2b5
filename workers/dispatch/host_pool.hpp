// The connections to one worker address: hands each call an idle one or opens another, a few at a time, so that a burst of thousands of
// calls is no burst of thousands of handshakes. I/O thread only.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "workers/dispatch/call.hpp"
#include "workers/dispatch/connection.hpp"
#include "workers/dispatch/dispatch_options.hpp"

namespace pawl::workers {

class HostPool {
  public:
    HostPool(boost::asio::io_context& io, boost::asio::ssl::context& tls, const Url& url, const DispatchOptions& options, CallEvents& events);
    ~HostPool();
    HostPool(const HostPool&) = delete;
    HostPool& operator=(const HostPool&) = delete;

    void submit(Call& call, SteadyTime now);
    /// Nobody wants the call's answer any more: its events are not told.
    void abandon(Call& call);
    /// Ends what took too long to connect and connections idle for too long; when to come again.
    SteadyTime expire(SteadyTime now);
    bool is_unused() const { return connections_.empty() && waiting_.empty() && waiting_for_fresh_.empty(); }

    // Told by its connections.
    void on_open(Connection& connection);
    void on_response(Connection& connection, Call& call, HttpResponse response, bool reusable);
    /// The answer cannot be used and the connection no more.
    void on_spoilt(Connection& connection, CallFault fault);
    /// It ended before any byte of an answer.
    void on_broken(Connection& connection, std::string_view reason);

  private:
    struct Resolution;
    void serve(Connection& connection, SteadyTime now);
    void open_as_needed(SteadyTime now);
    void open_connection(Connection& connection);
    void resolve_then_open(Connection& connection);
    void remove(Connection& connection);
    Call* next_waiting(bool fresh_connection);
    void fail_one_waiting(std::string_view reason);

    boost::asio::io_context& io_;
    boost::asio::ssl::context& tls_;
    const bool uses_tls_;
    const std::string host_;
    const std::uint16_t port_;
    const DispatchOptions& options_;
    CallEvents& events_;
    std::unordered_map<Connection*, std::unique_ptr<Connection>> connections_;
    std::vector<Connection*> idle_;  ///< the last one used is the first to be used again
    std::size_t opening_ = 0;
    std::deque<Call*> waiting_;
    std::deque<Call*> waiting_for_fresh_;  ///< repetitions: not over a connection that may be stale too
    std::vector<boost::asio::ip::tcp::endpoint> addresses_;
    SteadyTime addresses_until_;
    std::shared_ptr<Resolution> resolution_;  ///< under way; its answer opens the connections that wait for it
};

}  // namespace pawl::workers
