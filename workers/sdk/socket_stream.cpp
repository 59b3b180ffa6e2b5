#include "workers/sdk/socket_stream.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace pawl::workers {
namespace {

constexpr std::size_t output_limit = 256 * 1024;

using NameOf = int (*)(int, sockaddr*, socklen_t*);

void describe_end(int socket, NameOf name_of, std::string& ip, int& port) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (name_of(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return;
    char text[INET6_ADDRSTRLEN] = "";
    if (address.ss_family == AF_INET) {
        const auto* const v4 = reinterpret_cast<const sockaddr_in*>(&address);
        ::inet_ntop(AF_INET, &v4->sin_addr, text, sizeof text);
        port = ntohs(v4->sin_port);
    } else if (address.ss_family == AF_INET6) {
        const auto* const v6 = reinterpret_cast<const sockaddr_in6*>(&address);
        ::inet_ntop(AF_INET6, &v6->sin6_addr, text, sizeof text);
        port = ntohs(v6->sin6_port);
    }
    ip = text;
}

}  // namespace

bool SocketStream::wait_until_ready(short events, std::chrono::milliseconds at_most) const {
    pollfd waited{socket_, events, 0};
    int ready = 0;
    do ready = ::poll(&waited, 1, static_cast<int>(at_most.count()));
    while (ready < 0 && errno == EINTR);
    return ready > 0;
}

bool SocketStream::fill(std::chrono::milliseconds at_most) {
    if (!wait_until_ready(POLLIN, at_most)) return false;
    ssize_t size = 0;
    do size = ::recv(socket_, input_.data(), input_.size(), 0);
    while (size < 0 && errno == EINTR);
    input_begin_ = 0;
    input_end_ = size > 0 ? static_cast<std::size_t>(size) : 0;
    return size > 0;
}

bool SocketStream::wait_for_input(std::chrono::milliseconds at_most) { return input_begin_ < input_end_ || fill(at_most); }

bool SocketStream::flush() {
    std::size_t sent = 0;
    while (sent < output_.size()) {
        if (!wait_until_ready(POLLOUT, patience_)) return false;
        const ssize_t size = ::send(socket_, output_.data() + sent, output_.size() - sent, MSG_NOSIGNAL);
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return false;
        sent += static_cast<std::size_t>(size);
    }
    output_.clear();
    return true;
}

bool SocketStream::is_readable() const { return input_begin_ < input_end_ || wait_until_ready(POLLIN, patience_); }
bool SocketStream::is_writable() const { return wait_until_ready(POLLOUT, patience_); }

ssize_t SocketStream::read(char* to, size_t size) {
    if (!output_.empty() && !flush()) return -1;  // "100 Continue": the peer waits for it
    if (input_begin_ == input_end_ && !fill(patience_)) return -1;
    const std::size_t taken = std::min(size, input_end_ - input_begin_);
    std::memcpy(to, input_.data() + input_begin_, taken);
    input_begin_ += taken;
    return static_cast<ssize_t>(taken);
}

ssize_t SocketStream::write(const char* from, size_t size) {
    output_.append(from, size);
    if (output_.size() > output_limit && !flush()) return -1;
    return static_cast<ssize_t>(size);
}

void SocketStream::get_remote_ip_and_port(std::string& ip, int& port) const { describe_end(socket_, &::getpeername, ip, port); }
void SocketStream::get_local_ip_and_port(std::string& ip, int& port) const { describe_end(socket_, &::getsockname, ip, port); }

}  // namespace pawl::workers
