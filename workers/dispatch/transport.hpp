// A connected byte stream to a worker, over TCP or TLS. What happens to it is told to its events, always from the I/O thread and never
// from within a call of connect() or write(). After close() nothing more is told.
//
// Owned by shared_ptr: operations under way keep it alive. I/O thread only.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace pawl::workers {

class TransportEvents {
  public:
    virtual void connected() = 0;
    /// The bytes are valid during the call.
    virtual void received(std::string_view bytes) = 0;
    /// Connecting failed, the stream broke, or the peer ended it (then `orderly`). `reason` is a phrase: "Connection refused".
    virtual void broken(std::string_view reason, bool orderly) = 0;

  protected:
    ~TransportEvents() = default;
};

class Transport {
  public:
    virtual ~Transport() = default;
    /// Tries the addresses in turn.
    virtual void connect(std::vector<boost::asio::ip::tcp::endpoint> addresses) = 0;
    /// One write at a time: not while writing().
    virtual void write(std::string_view bytes) = 0;
    virtual bool writing() const = 0;
    virtual void close() = 0;
};

std::shared_ptr<Transport> make_tcp_transport(boost::asio::io_context& io, TransportEvents& events);
/// Verifies the peer's certificate against the context's authorities and `host`.
std::shared_ptr<Transport> make_tls_transport(boost::asio::io_context& io, boost::asio::ssl::context& tls, const std::string& host,
                                              TransportEvents& events);

}  // namespace pawl::workers
