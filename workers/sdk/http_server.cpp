#include "workers/sdk/http_server.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <chrono>

#include "workers/sdk/socket_stream.hpp"

namespace pawl::workers {

namespace {
constexpr std::chrono::seconds idle_limit{60};
constexpr std::chrono::seconds patience{10};  ///< with a peer that stops in the middle of a request or answer
}  // namespace

bool HttpServer::widen_listen_queue() { return ::listen(svr_sock_, SOMAXCONN) == 0; }

void HttpServer::end() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
        for (const socket_t socket : idle_) ::shutdown(socket, SHUT_RDWR);  // wakes its thread
    }
    stop();
}

bool HttpServer::begin_idling(socket_t socket) {
    const std::lock_guard lock(mutex_);
    if (ending_) return false;
    idle_.insert(socket);
    return true;
}

void HttpServer::end_idling(socket_t socket) {
    const std::lock_guard lock(mutex_);
    idle_.erase(socket);
}

bool HttpServer::process_and_close_socket(socket_t socket) {
    SocketStream stream(socket, patience);
    bool served = true, close_asked = false;
    while (served && !close_asked && begin_idling(socket)) {
        const bool has_request = stream.wait_for_input(idle_limit);
        end_idling(socket);
        if (!has_request) break;
        served = process_request(stream, false, close_asked, nullptr);
        served = stream.flush() && served;
    }
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
    return served;
}

}  // namespace pawl::workers
