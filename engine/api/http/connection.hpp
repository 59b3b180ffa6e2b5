// One client's connection: reads requests one after the other, keeps the answers in order, and watches the clock.
// Internal to engine/api/http; lives on the I/O thread. Responders keep it alive, so it may outlast its socket.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "engine/api/http/request_parser.hpp"
#include "engine/api/http/server_core.hpp"

namespace pawl::engine::http {

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(std::shared_ptr<ServerCore> core, Tcp::socket socket);
    ~Connection();

    void start();
    /// Closes what has waited too long.
    void check_time(SteadyClock::time_point now);
    /// Closes as soon as the answers under way are out.
    void finish();
    void close();
    bool is_closed() const { return closed_; }

    // ---- any thread; `request` is the number the answer belongs to
    static void answer(std::shared_ptr<Connection> connection, std::uint64_t request, HttpResponse response, bool streaming);
    static bool write_piece(const std::shared_ptr<Connection>& connection, std::uint64_t request, std::string piece, bool last);

    std::size_t place = 0;  ///< in the core's list

  private:
    void wait_readable();
    void readable();
    void take_in(std::string_view data);
    void process(std::string_view data);
    void refuse(int status, const char* reason);
    void answered(std::uint64_t request, HttpResponse&& response, bool streaming);
    void piece(std::uint64_t request, std::string_view bytes, bool last);
    void request_done();
    void write_head(const HttpResponse& response, bool streaming, bool close_after);
    void flush();
    void wait_writable();
    void after_flush();
    void linger();

    std::shared_ptr<ServerCore> core_;
    Tcp::socket socket_;
    RequestParser parser_;
    std::string pending_;  ///< bytes behind the request in hand
    std::string out_;
    std::size_t out_sent_ = 0;
    std::uint64_t current_ = 0;  ///< number of the request in hand, or of the last one
    bool in_hand_ = false;       ///< a request waits for its answer
    bool streaming_ = false, chunked_ = false, head_only_ = false, http_1_0_ = false, keep_alive_ = true;
    bool reading_ = false, writing_ = false, processing_ = false;
    bool end_of_input_ = false, close_after_ = false, lingering_ = false, closed_ = false;
    SteadyClock::time_point since_;  ///< when the present phase (idle, request, write, linger) began or last made progress
    std::atomic<bool> gone_{false};
    std::atomic<std::size_t> unsent_{0};  ///< bytes of a stream on their way
};

}  // namespace pawl::engine::http
