#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>

#include "workers/dispatch/socket_options.hpp"
#include "workers/dispatch/transport.hpp"

namespace pawl::workers {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Waits until there is something to read and only then reads, into one buffer for all connections: thousands of idle or waiting ones
/// hold no memory for it.
std::array<char, 64 * 1024>& read_buffer() {
    thread_local std::array<char, 64 * 1024> buffer;
    return buffer;
}

class TcpTransport final : public Transport, public std::enable_shared_from_this<TcpTransport> {
  public:
    TcpTransport(asio::io_context& io, TransportEvents& events) : socket_(io), events_(&events) {}

    void connect(std::vector<tcp::endpoint> addresses) override {
        addresses_ = std::move(addresses);
        asio::async_connect(socket_, addresses_, [self = shared_from_this()](const error_code& error, const tcp::endpoint&) {
            if (self->events_ == nullptr) return;
            if (error) return self->fail(error);
            self->addresses_ = {};
            set_worker_socket_options(self->socket_);
            error_code ignored;
            self->socket_.non_blocking(true, ignored);
            self->await_bytes();
            self->events_->connected();
        });
    }

    void write(std::string_view bytes) override {
        error_code error;
        const std::size_t sent = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), error);
        // A broken stream shows on the reading side too, which reports it.
        if ((error && error != asio::error::would_block) || sent == bytes.size()) return;
        unsent_ = std::string(bytes.substr(sent));
        asio::async_write(socket_, asio::buffer(unsent_), [self = shared_from_this()](const error_code&, std::size_t) { self->unsent_ = {}; });
    }

    bool writing() const override { return !unsent_.empty(); }

    void close() override {
        events_ = nullptr;
        error_code ignored;
        socket_.close(ignored);
    }

  private:
    void await_bytes() {
        socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const error_code& error) {
            if (self->events_ == nullptr) return;
            if (error) return self->fail(error);
            self->read_all();
        });
    }

    void read_all() {
        std::size_t size = 0;
        do {
            error_code error;
            size = socket_.read_some(asio::buffer(read_buffer()), error);
            if (error == asio::error::would_block) break;
            if (error) return fail(error);
            events_->received(std::string_view(read_buffer().data(), size));
            if (events_ == nullptr) return;
        } while (size == read_buffer().size());
        await_bytes();
    }

    void fail(const error_code& error) {
        TransportEvents* const events = std::exchange(events_, nullptr);
        error_code ignored;
        socket_.close(ignored);
        const bool orderly = error == asio::error::eof;
        events->broken(orderly ? "the worker closed the connection" : error.message(), orderly);
    }

    tcp::socket socket_;
    TransportEvents* events_;  ///< null once closed
    std::vector<tcp::endpoint> addresses_;
    std::string unsent_;
};

}  // namespace

std::shared_ptr<Transport> make_tcp_transport(asio::io_context& io, TransportEvents& events) { return std::make_shared<TcpTransport>(io, events); }

}  // namespace pawl::workers
