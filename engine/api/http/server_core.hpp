// What the connections of a server share: the I/O context, the outbox through which other threads answer, timers, counters.
// Internal to engine/api/http. All but the outbox and the counters belongs to the I/O thread.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/api/http/server.hpp"

namespace pawl::engine::http {

using Tcp = boost::asio::ip::tcp;
using SteadyClock = std::chrono::steady_clock;

class ServerCore : public std::enable_shared_from_this<ServerCore> {
  public:
    ServerCore(ServerSettings settings, Server::Handler handler);

    Result<void, std::string> start();
    void stop();
    std::uint16_t port() const { return port_; }

    // ---- any thread
    /// Runs `work` on the I/O thread; dropped once the server has stopped.
    void post(std::function<void()> work);
    bool on_io_thread() const { return std::this_thread::get_id() == io_thread_.load(std::memory_order_relaxed); }
    struct Counters {
        std::atomic<std::uint64_t> requests{0}, connections{0}, open{0}, refused{0}, malformed{0}, timed_out{0};
    } counters;

    // ---- I/O thread
    Server::TimerId schedule(SteadyClock::duration after, std::function<void()> work);
    void cancel(Server::TimerId timer);
    void add(Connection* connection);
    void remove(Connection* connection);
    /// "Date: …\r\n", made anew once a second.
    const std::string& date_header();
    bool stopping() const { return stopping_; }

    const ServerSettings settings;
    const Server::Handler handler;
    std::vector<char> scratch;  ///< what all connections read into

  private:
    void accept_next();
    void accepted(Tcp::socket socket);
    void drain_outbox();
    void arm_timer();
    void fire_timers();
    void sweep();
    void begin_stop();
    void close_all();

    boost::asio::io_context io_{1};
    Tcp::acceptor acceptor_{io_};
    boost::asio::steady_timer timer_{io_};
    boost::asio::steady_timer accept_pause_{io_};
    std::thread thread_;
    std::atomic<std::thread::id> io_thread_{};
    std::uint16_t port_ = 0;

    std::mutex outbox_mutex_;
    std::vector<std::function<void()>> outbox_;
    bool outbox_posted_ = false, outbox_closed_ = false;
    std::vector<std::function<void()>> draining_;

    std::map<std::pair<SteadyClock::time_point, Server::TimerId>, std::function<void()>> timers_;
    std::map<Server::TimerId, SteadyClock::time_point> timer_places_;
    Server::TimerId last_timer_ = 0;
    SteadyClock::time_point armed_for_ = SteadyClock::time_point::max();

    std::vector<Connection*> connections_;  ///< each knows its place
    bool sweeping_ = false, stopping_ = false;
    std::string date_;
    std::int64_t date_second_ = -1;
};

}  // namespace pawl::engine::http
