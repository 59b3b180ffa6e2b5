// A client made of plain blocking sockets, so that tests can misbehave.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <utility>

namespace pawl::engine::http {

class SocketClient {
  public:
    explicit SocketClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    SocketClient(SocketClient&& other) noexcept
        : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_), pending_(std::move(other.pending_)) {}
    ~SocketClient() {
        if (fd_ >= 0) ::close(fd_);
    }

    bool connected() const { return connected_; }
    bool send(std::string_view text) {
        while (!text.empty()) {
            const ssize_t sent = ::send(fd_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void half_close() { ::shutdown(fd_, SHUT_WR); }

    /// Reads up to the end of `text`, or until the server closed or was silent for 10 s; what came behind it is for the next read.
    std::string read_until(std::string_view text) {
        std::size_t found;
        while ((found = pending_.find(text)) == std::string::npos && receive()) {
        }
        if (found == std::string::npos) return std::exchange(pending_, {});
        std::string got = pending_.substr(0, found + text.size());
        pending_.erase(0, got.size());
        return got;
    }
    std::string read_to_end() {
        while (receive()) {
        }
        return std::exchange(pending_, {});
    }
    bool at_end() const { return ended_; }

  private:
    bool receive() {
        pollfd ready{fd_, POLLIN, 0};
        if (::poll(&ready, 1, 10'000) != 1) return false;
        char buffer[16384];
        const ssize_t count = ::recv(fd_, buffer, sizeof buffer, 0);
        if (count <= 0) {
            ended_ = true;
            return false;
        }
        pending_.append(buffer, static_cast<std::size_t>(count));
        return true;
    }

    int fd_;
    bool connected_ = false, ended_ = false;
    std::string pending_;
};

}  // namespace pawl::engine::http
