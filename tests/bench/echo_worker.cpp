// An asynchronous worker for benches: answers every POST with its body, from one thread, over thousands of connections.
//
// echo_worker [--port N] [--delay MILLISECONDS]   (port 0 = any free one; prints the port once it listens; ends with SIGTERM or SIGINT)
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(tcp::socket socket, std::chrono::milliseconds delay) : socket_(std::move(socket)), timer_(socket_.get_executor()), delay_(delay) {
        error_code ignored;
        socket_.set_option(tcp::no_delay(true), ignored);
    }

    void read() {
        socket_.async_read_some(asio::buffer(piece_), [self = shared_from_this()](const error_code& error, std::size_t size) {
            if (error) return;
            self->input_.append(self->piece_, size);
            self->serve();
        });
    }

  private:
    void serve() {
        const std::size_t head_end = input_.find("\r\n\r\n");
        if (head_end == std::string::npos) return read();
        const std::size_t body = head_end + 4;
        const std::size_t length = content_length(std::string_view(input_).substr(0, head_end));
        if (input_.size() < body + length) return read();
        char head[128];
        const int head_size =
            std::snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", length);
        output_.assign(head, static_cast<std::size_t>(head_size));
        output_.append(input_, body, length);
        input_.erase(0, body + length);
        if (delay_.count() == 0) return write();
        timer_.expires_after(delay_);
        timer_.async_wait([self = shared_from_this()](const error_code& error) {
            if (!error) self->write();
        });
    }

    void write() {
        asio::async_write(socket_, asio::buffer(output_), [self = shared_from_this()](const error_code& error, std::size_t) {
            if (error) return;
            if (self->input_.empty())
                self->read();
            else
                self->serve();
        });
    }

    static std::size_t content_length(std::string_view head) {
        constexpr std::string_view name = "content-length:";
        for (std::size_t at = head.find('\n'); at != std::string_view::npos; at = head.find('\n', at + 1)) {
            std::string_view line = head.substr(at + 1);
            if (line.size() < name.size() || ::strncasecmp(line.data(), name.data(), name.size()) != 0) continue;
            line.remove_prefix(name.size());
            while (line.starts_with(' ')) line.remove_prefix(1);
            std::size_t length = 0;
            std::from_chars(line.data(), line.data() + line.size(), length);
            return length;
        }
        return 0;
    }

    tcp::socket socket_;
    asio::steady_timer timer_;
    std::chrono::milliseconds delay_;
    char piece_[8 * 1024];
    std::string input_, output_;
};

void accept(tcp::acceptor& acceptor, std::chrono::milliseconds delay) {
    acceptor.async_accept([&acceptor, delay](const error_code& error, tcp::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) std::make_shared<Session>(std::move(socket), delay)->read();
        accept(acceptor, delay);
    });
}

bool read_number(std::string_view text, std::uint32_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

int main(int count, char** arguments) {
    std::uint32_t port = 0, delay = 0;
    for (int i = 1; i < count; i += 2) {
        const std::string_view option = arguments[i];
        const bool known = i + 1 < count && ((option == "--port" && read_number(arguments[i + 1], port)) ||
                                             (option == "--delay" && read_number(arguments[i + 1], delay)));
        if (known && port < 65'536) continue;
        std::fprintf(stderr, "usage: echo_worker [--port N] [--delay MILLISECONDS]\n");
        return 2;
    }
    asio::io_context io(1);
    error_code error;
    tcp::acceptor acceptor(io);
    const tcp::endpoint address(asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port));
    acceptor.open(address.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error) acceptor.bind(address, error);
    if (!error) acceptor.listen(4096, error);
    if (error) {
        std::fprintf(stderr, "echo_worker cannot listen on 127.0.0.1:%u: %s\n", port, error.message().c_str());
        return 1;
    }
    std::printf("%u\n", static_cast<unsigned>(acceptor.local_endpoint().port()));
    std::fflush(stdout);
    accept(acceptor, std::chrono::milliseconds(delay));
    asio::signal_set ends(io, SIGINT, SIGTERM);
    ends.async_wait([&](const error_code&, int) { io.stop(); });
    io.run();
    return 0;
}
