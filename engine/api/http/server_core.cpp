#include "engine/api/http/server_core.hpp"

#include <boost/asio/post.hpp>
#include <cstdio>
#include <ctime>

#include "engine/api/http/connection.hpp"

namespace pawl::engine::http {

namespace {

constexpr auto sweep_interval = std::chrono::milliseconds(250);

}  // namespace

ServerCore::ServerCore(ServerSettings s, Server::Handler h) : settings(std::move(s)), handler(std::move(h)), scratch(64 * 1024) {}

Result<void, std::string> ServerCore::start() {
    boost::system::error_code error;
    const auto failed = [&](const char* what) {
        return "cannot " + std::string(what) + " " + settings.bind + ":" + std::to_string(settings.port) + ": " + error.message() +
               (error == boost::asio::error::address_in_use ? " (is another server running? choose another --port)" : "");
    };
    const auto address = boost::asio::ip::make_address(settings.bind, error);
    if (error) return failed("understand the address");
    const Tcp::endpoint endpoint(address, settings.port);
    acceptor_.open(endpoint.protocol(), error);
    if (error) return failed("open a socket for");
    acceptor_.set_option(Tcp::acceptor::reuse_address(true), error);
    acceptor_.bind(endpoint, error);
    if (error) return failed("bind");
    acceptor_.listen(4096, error);
    if (error) return failed("listen on");
    acceptor_.non_blocking(true, error);
    port_ = acceptor_.local_endpoint(error).port();
    accept_next();
    thread_ = std::thread([self = shared_from_this()] {
        self->io_thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
        self->io_.run();
    });
    return {};
}

void ServerCore::stop() {
    if (!thread_.joinable()) return;
    boost::asio::post(io_, [this] { begin_stop(); });
    thread_.join();
    // Dropped outside the lock: what is in it may hold a Responder, whose end is to post an answer.
    std::vector<std::function<void()>> dropped;
    const std::lock_guard lock(outbox_mutex_);
    outbox_closed_ = true;
    dropped.swap(outbox_);
}

void ServerCore::post(std::function<void()> work) {
    const std::lock_guard lock(outbox_mutex_);
    if (outbox_closed_) return;
    outbox_.push_back(std::move(work));
    if (std::exchange(outbox_posted_, true)) return;
    boost::asio::post(io_, [this] { drain_outbox(); });
}

void ServerCore::drain_outbox() {
    {
        const std::lock_guard lock(outbox_mutex_);
        draining_.swap(outbox_);
        outbox_posted_ = false;
    }
    for (auto& work : draining_) {
        work();
        work = nullptr;
    }
    draining_.clear();
}

void ServerCore::accept_next() {
    acceptor_.async_accept([this](const boost::system::error_code& error, Tcp::socket socket) {
        if (!acceptor_.is_open()) return;
        if (!error) {
            accepted(std::move(socket));
            accept_next();
            return;
        }
        // Out of descriptors or memory: try again when some may have been given back.
        accept_pause_.expires_after(std::chrono::milliseconds(100));
        accept_pause_.async_wait([this](const boost::system::error_code& cancelled) {
            if (!cancelled && acceptor_.is_open()) accept_next();
        });
    });
}

void ServerCore::accepted(Tcp::socket socket) {
    if (connections_.size() >= settings.max_connections) {
        counters.refused.fetch_add(1, std::memory_order_relaxed);
        boost::system::error_code ignored;
        socket.close(ignored);
        return;
    }
    counters.connections.fetch_add(1, std::memory_order_relaxed);
    std::make_shared<Connection>(shared_from_this(), std::move(socket))->start();
}

void ServerCore::add(Connection* connection) {
    connection->place = connections_.size();
    connections_.push_back(connection);
    counters.open.store(connections_.size(), std::memory_order_relaxed);
    if (!std::exchange(sweeping_, true)) schedule(sweep_interval, [this] { sweep(); });
}

void ServerCore::remove(Connection* connection) {
    connections_[connection->place] = connections_.back();
    connections_[connection->place]->place = connection->place;
    connections_.pop_back();
    counters.open.store(connections_.size(), std::memory_order_relaxed);
    if (stopping_ && connections_.empty()) close_all();
}

void ServerCore::sweep() {
    sweeping_ = false;
    const auto now = SteadyClock::now();
    for (std::size_t i = connections_.size(); i-- > 0;) {
        if (i < connections_.size()) connections_[i]->check_time(now);
    }
    // 20,000 idle connections looked at once a second cost nothing to speak of; a few are looked at more often so that short limits hold.
    if (!connections_.empty() && !std::exchange(sweeping_, true)) {
        schedule(connections_.size() > 100 ? std::chrono::seconds(1) : std::chrono::milliseconds(sweep_interval), [this] { sweep(); });
    }
}

Server::TimerId ServerCore::schedule(SteadyClock::duration after, std::function<void()> work) {
    const auto due = SteadyClock::now() + after;
    const Server::TimerId id = ++last_timer_;
    timers_.emplace(std::pair(due, id), std::move(work));
    timer_places_.emplace(id, due);
    if (due < armed_for_) arm_timer();
    return id;
}

void ServerCore::cancel(Server::TimerId timer) {
    const auto place = timer_places_.find(timer);
    if (place == timer_places_.end()) return;
    timers_.erase({place->second, timer});
    timer_places_.erase(place);
}

void ServerCore::arm_timer() {
    if (timers_.empty() || stopping_) return;
    armed_for_ = timers_.begin()->first.first;
    timer_.expires_at(armed_for_);
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled) fire_timers();
    });
}

void ServerCore::fire_timers() {
    armed_for_ = SteadyClock::time_point::max();
    const auto now = SteadyClock::now();
    while (!timers_.empty() && timers_.begin()->first.first <= now) {
        auto node = timers_.extract(timers_.begin());
        timer_places_.erase(node.key().second);
        node.mapped()();
    }
    if (armed_for_ == SteadyClock::time_point::max()) arm_timer();
}

void ServerCore::begin_stop() {
    stopping_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    accept_pause_.cancel();
    for (std::size_t i = connections_.size(); i-- > 0;) {
        if (i < connections_.size()) connections_[i]->finish();
    }
    if (connections_.empty()) return close_all();
    timers_.clear();
    timer_places_.clear();
    timer_.expires_after(settings.stop_grace);
    timer_.async_wait([this](const boost::system::error_code& cancelled) {
        if (!cancelled) close_all();
    });
}

void ServerCore::close_all() {
    timer_.cancel();
    while (!connections_.empty()) connections_.back()->close();
}

const std::string& ServerCore::date_header() {
    const std::time_t now = std::time(nullptr);
    if (now != date_second_) {
        date_second_ = now;
        std::tm parts{};
        gmtime_r(&now, &parts);
        char text[64];
        const std::size_t length = std::strftime(text, sizeof text, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
        date_.assign(text, length);
    }
    return date_;
}

}  // namespace pawl::engine::http
