#include <openssl/x509_vfy.h>

#include <array>

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "workers/dispatch/socket_options.hpp"
#include "workers/dispatch/transport.hpp"

namespace pawl::workers {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

bool is_address(const std::string& host) {
    error_code error;
    asio::ip::make_address(host, error);
    return !error;
}

class TlsTransport final : public Transport, public std::enable_shared_from_this<TlsTransport> {
  public:
    TlsTransport(asio::io_context& io, asio::ssl::context& tls, const std::string& host, TransportEvents& events)
        : stream_(io, tls), host_(host), events_(&events) {}

    void connect(std::vector<tcp::endpoint> addresses) override {
        addresses_ = std::move(addresses);
        asio::async_connect(stream_.lowest_layer(), addresses_, [self = shared_from_this()](const error_code& error, const tcp::endpoint&) {
            if (self->events_ == nullptr) return;
            if (error) return self->fail(error);
            self->addresses_ = {};
            self->shake_hands();
        });
    }

    void write(std::string_view bytes) override {
        unsent_ = std::string(bytes);
        asio::async_write(stream_, asio::buffer(unsent_), [self = shared_from_this()](const error_code&, std::size_t) { self->unsent_ = {}; });
    }

    bool writing() const override { return !unsent_.empty(); }

    /// Without the farewell of TLS: answers are framed by HTTP, and nothing is waited for.
    void close() override {
        events_ = nullptr;
        error_code ignored;
        stream_.lowest_layer().close(ignored);
    }

  private:
    void shake_hands() {
        set_worker_socket_options(stream_.next_layer());
        SSL* const ssl = stream_.native_handle();
        SSL_set_verify(ssl, SSL_VERIFY_PEER, nullptr);
        const bool expects_host = is_address(host_) ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host_.c_str()) == 1
                                                    : SSL_set_tlsext_host_name(ssl, host_.c_str()) == 1 && SSL_set1_host(ssl, host_.c_str()) == 1;
        if (!expects_host) return tell_broken("TLS handshake failed: '" + host_ + "' is no name a certificate can have", false);
        stream_.async_handshake(asio::ssl::stream_base::client, [self = shared_from_this()](const error_code& failure) {
            if (self->events_ == nullptr) return;
            if (failure) return self->fail_handshake(failure);
            self->read();
            self->events_->connected();
        });
    }

    void read() {
        stream_.async_read_some(asio::buffer(buffer_), [self = shared_from_this()](const error_code& error, std::size_t size) {
            if (self->events_ == nullptr) return;
            if (error) return self->fail(error);
            self->events_->received(std::string_view(self->buffer_.data(), size));
            if (self->events_ != nullptr) self->read();
        });
    }

    void fail_handshake(const error_code& error) {
        const long verdict = SSL_get_verify_result(stream_.native_handle());
        std::string reason = "TLS handshake failed: ";
        if (verdict != X509_V_OK)
            reason += std::string("its certificate was not accepted (") + X509_verify_cert_error_string(verdict) +
                      "); if it is right, name the authority's certificate in a file and set SSL_CERT_FILE to it";
        else
            reason += error.message();
        tell_broken(reason, false);
    }

    void fail(const error_code& error) {
        const bool orderly = error == asio::error::eof || error == asio::ssl::error::stream_truncated;
        tell_broken(orderly ? "the worker closed the connection" : error.message(), orderly);
    }

    void tell_broken(const std::string& reason, bool orderly) {
        TransportEvents* const events = std::exchange(events_, nullptr);
        error_code ignored;
        stream_.lowest_layer().close(ignored);
        events->broken(reason, orderly);
    }

    asio::ssl::stream<tcp::socket> stream_;
    std::string host_;
    TransportEvents* events_;  ///< null once closed
    std::vector<tcp::endpoint> addresses_;
    std::string unsent_;
    std::array<char, 8 * 1024> buffer_{};
};

}  // namespace

std::shared_ptr<Transport> make_tls_transport(asio::io_context& io, asio::ssl::context& tls, const std::string& host, TransportEvents& events) {
    return std::make_shared<TlsTransport>(io, tls, host, events);
}

}  // namespace pawl::workers
