// A worker for tests, over real sockets: parses each request and answers with the bytes its script gives.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace pawl::workers::test {

struct SeenRequest {
    std::string head;  ///< request line and headers
    std::string body;
    std::size_t connection = 0;     ///< 1 = the first one accepted
    std::size_t on_connection = 0;  ///< 1 = the first request over it
    bool has_header(std::string_view line) const { return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos; }
};

struct Reply {
    enum class After { KeepOpen, Close, Reset };
    std::string bytes;
    After after = After::KeepOpen;
    bool hold = false;  ///< answer nothing until release()
};

inline Reply answer(unsigned status, std::string_view body, std::string_view more_headers = "") {
    return {"HTTP/1.1 " + std::to_string(status) + " Whatever\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
            "\r\n" + std::string(more_headers) + "\r\n" + std::string(body)};
}

class ScriptedWorker {
  public:
    using Script = std::function<Reply(const SeenRequest&)>;

    explicit ScriptedWorker(Script script) : script_(std::move(script)) {
        accept();
        thread_ = std::thread([this] { io_.run(); });
    }
    ~ScriptedWorker() {
        io_.stop();
        thread_.join();
    }

    std::string url(std::string_view path = "/") const { return "http://127.0.0.1:" + std::to_string(port_) + std::string(path); }
    std::size_t connections() const { return connections_; }
    std::size_t closed_by_peer() const { return closed_by_peer_; }
    std::size_t held() const { return held_count_; }
    std::vector<SeenRequest> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    /// Answers what is held, each with its own reply's bytes.
    void release() {
        boost::asio::post(io_, [this] {
            for (auto& [session, reply] : std::exchange(held_, {})) session->answer(reply);
            held_count_ = 0;
        });
    }
    /// Closes the connections that wait for a request.
    void close_idle() {
        boost::asio::post(io_, [this] {
            for (const auto& weak : sessions_)
                if (const auto session = weak.lock()) session->close();
        });
    }

  private:
    using tcp = boost::asio::ip::tcp;

    struct Session : std::enable_shared_from_this<Session> {
        Session(ScriptedWorker& the_owner, tcp::socket the_socket, std::size_t the_number)
            : owner(the_owner), socket(std::move(the_socket)), number(the_number) {}

        void read() {
            socket.async_read_some(boost::asio::buffer(piece), [self = shared_from_this()](const auto& error, std::size_t size) {
                if (error) {
                    if (error != boost::asio::error::operation_aborted) ++self->owner.closed_by_peer_;
                    return;
                }
                self->bytes.append(self->piece, size);
                self->look();
            });
        }
        void look() {
            const std::size_t head_end = bytes.find("\r\n\r\n");
            if (head_end == std::string::npos) return read();
            const std::size_t at = bytes.find("Content-Length: ");
            const std::size_t length = std::stoul(bytes.substr(at + 16));
            if (bytes.size() < head_end + 4 + length) return read();
            SeenRequest request{bytes.substr(0, head_end + 2), bytes.substr(head_end + 4, length), number, ++count};
            bytes.clear();
            {
                const std::lock_guard lock(owner.mutex_);
                owner.requests_.push_back(request);
            }
            Reply reply = owner.script_(request);
            if (reply.hold) {
                owner.held_.emplace_back(shared_from_this(), reply);
                ++owner.held_count_;
                return read();  // to notice the peer closing
            }
            answer(reply);
            if (reply.after == Reply::After::KeepOpen) read();
        }
        void answer(const Reply& reply) {
            boost::system::error_code ignored;
            boost::asio::write(socket, boost::asio::buffer(reply.bytes), ignored);
            if (reply.after == Reply::After::Reset) socket.set_option(boost::asio::socket_base::linger(true, 0), ignored);
            if (reply.after != Reply::After::KeepOpen) socket.close(ignored);
        }
        void close() {
            boost::system::error_code ignored;
            socket.close(ignored);
        }

        ScriptedWorker& owner;
        tcp::socket socket;
        std::size_t number, count = 0;
        char piece[16 * 1024];
        std::string bytes;
    };

    void accept() {
        acceptor_.async_accept([this](const auto& error, tcp::socket socket) {
            if (error) return;
            auto session = std::make_shared<Session>(*this, std::move(socket), ++connections_);
            sessions_.push_back(session);
            session->read();
            accept();
        });
    }

    Script script_;
    boost::asio::io_context io_{1};
    tcp::acceptor acceptor_{io_, {boost::asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port_ = acceptor_.local_endpoint().port();
    std::vector<std::weak_ptr<Session>> sessions_;
    std::vector<std::pair<std::shared_ptr<Session>, Reply>> held_;
    std::atomic<std::size_t> connections_{0}, closed_by_peer_{0}, held_count_{0};
    mutable std::mutex mutex_;
    std::vector<SeenRequest> requests_;
    std::thread thread_;
};

}  // namespace pawl::workers::test
