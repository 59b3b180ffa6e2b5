// cpp-httplib's server with three of its habits changed: a listen queue that a burst of connections fits into (its own holds five), idle
// connections that cost nothing (it looks at each a hundred times a second), and a stop that does not wait for idle connections to time out.
//
// Threads: each connection is served on a thread of ConnectionThreads; end() may be called from any.
#pragma once

#include <mutex>
#include <unordered_set>

#include <httplib.h>

namespace pawl::workers {

class HttpServer final : public httplib::Server {
  public:
    bool widen_listen_queue();
    /// Ends the idle connections now and the others after the request in hand; takes no new ones.
    void end();

  private:
    bool process_and_close_socket(socket_t socket) override;
    bool begin_idling(socket_t socket);
    void end_idling(socket_t socket);

    std::mutex mutex_;
    std::unordered_set<socket_t> idle_;
    bool ending_ = false;
};

}  // namespace pawl::workers
