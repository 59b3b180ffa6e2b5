#include "workers/dispatch/host_pool.hpp"

#include <algorithm>

#include <boost/asio/ip/address.hpp>

namespace pawl::workers {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {
constexpr std::chrono::seconds addresses_kept{10};
SteadyTime steady_now() { return std::chrono::steady_clock::now(); }
}  // namespace

/// A name look-up under way. Outlives the pool if need be; `pool` is null then.
struct HostPool::Resolution {
    explicit Resolution(asio::io_context& io) : resolver(io) {}
    tcp::resolver resolver;
    HostPool* pool = nullptr;
    std::vector<Connection*> waiting;
};

HostPool::HostPool(asio::io_context& io, asio::ssl::context& tls, const Url& url, const DispatchOptions& options, CallEvents& events)
    : io_(io), tls_(tls), uses_tls_(url.tls), host_(url.host), port_(url.port), options_(options), events_(events) {
    boost::system::error_code not_an_address;
    const asio::ip::address address = asio::ip::make_address(host_, not_an_address);
    if (!not_an_address) {
        addresses_.emplace_back(address, port_);
        addresses_until_ = SteadyTime::max();
    }
}

HostPool::~HostPool() {
    if (resolution_) resolution_->pool = nullptr;
}

void HostPool::submit(Call& call, SteadyTime now) {
    call.pool = this;
    if (!idle_.empty()) {
        Connection* const connection = idle_.back();
        idle_.pop_back();
        return connection->send(call, now);
    }
    call.connect_by = now + options_.connect_timeout;
    waiting_.push_back(&call);
    open_as_needed(now);
}

void HostPool::abandon(Call& call) {
    if (call.connection != nullptr) return remove(*call.connection);
    std::erase(waiting_, &call);
    std::erase(waiting_for_fresh_, &call);
}

SteadyTime HostPool::expire(SteadyTime now) {
    SteadyTime next = SteadyTime::max();

    std::erase_if(idle_, [&](Connection* connection) {
        const SteadyTime until = connection->since() + options_.idle_timeout;
        if (until > now) {
            next = std::min(next, until);
            return false;
        }
        connections_.erase(connection);
        return true;
    });

    std::vector<Connection*> hanging;
    for (const auto& [connection, owned] : connections_) {
        if (connection->is_open()) continue;
        const SteadyTime until = connection->since() + options_.connect_timeout;
        if (until <= now) hanging.push_back(connection);
        next = std::min(next, until);
    }
    for (Connection* const connection : hanging) remove(*connection);

    std::vector<Call*> late;
    for (auto* queue : {&waiting_for_fresh_, &waiting_})
        std::erase_if(*queue, [&](Call* call) {
            if (call->connect_by <= now) {
                late.push_back(call);
                return true;
            }
            next = std::min(next, call->connect_by);
            return false;
        });
    const auto seconds = std::chrono::duration<double>(options_.connect_timeout).count();
    for (Call* const call : late)
        events_.failed(*call, {CallFault::Kind::NotConnected, "no connection within " + std::to_string(seconds).substr(0, 4) + " s"});
    open_as_needed(now);
    return next;
}

void HostPool::on_open(Connection& connection) {
    --opening_;
    const SteadyTime now = steady_now();
    serve(connection, now);
    open_as_needed(now);
}

void HostPool::on_response(Connection& connection, Call& call, HttpResponse response, bool reusable) {
    if (reusable)
        serve(connection, steady_now());
    else
        remove(connection);
    events_.answered(call, std::move(response));
}

void HostPool::on_spoilt(Connection& connection, CallFault fault) {
    Call& call = *connection.call();
    remove(connection);
    events_.failed(call, std::move(fault));
}

void HostPool::on_broken(Connection& connection, std::string_view reason) {
    Call* const call = connection.call();
    const bool was_open = connection.is_open();
    const bool may_be_stale = connection.may_be_stale();
    const std::string why(reason);  // it may lie in the connection
    std::erase(idle_, &connection);
    remove(connection);
    const SteadyTime now = steady_now();
    if (call == nullptr) {
        if (!was_open) fail_one_waiting(why);
    } else if (may_be_stale && !call->repeated && now - call->sent_at < options_.stale_window) {
        call->repeated = true;
        call->connect_by = now + options_.connect_timeout;
        waiting_for_fresh_.push_back(call);
    } else {
        events_.failed(*call, {CallFault::Kind::Broken, why + " before its answer"});
    }
    open_as_needed(now);
}

/// Gives the connection a waiting call, or puts it to rest.
void HostPool::serve(Connection& connection, SteadyTime now) {
    if (Call* const call = next_waiting(connection.is_fresh())) {
        connection.send(*call, now);
        return;
    }
    connection.idle_since(now);
    idle_.push_back(&connection);
}

Call* HostPool::next_waiting(bool fresh_connection) {
    for (auto* queue : {&waiting_for_fresh_, &waiting_}) {
        if (queue->empty() || (queue == &waiting_for_fresh_ && !fresh_connection)) continue;
        Call* const call = queue->front();
        queue->pop_front();
        return call;
    }
    return nullptr;
}

void HostPool::fail_one_waiting(std::string_view reason) {
    if (Call* const call = next_waiting(true)) events_.failed(*call, {CallFault::Kind::NotConnected, std::string(reason)});
}

void HostPool::open_as_needed(SteadyTime now) {
    const std::size_t needed = std::min(waiting_.size() + waiting_for_fresh_.size(), options_.opening_at_a_time);
    while (opening_ < needed) {
        auto owned = std::make_unique<Connection>(*this, options_.response_limit, now);
        Connection& connection = *owned;
        connections_.emplace(&connection, std::move(owned));
        ++opening_;
        if (now < addresses_until_)
            open_connection(connection);
        else
            resolve_then_open(connection);
    }
}

void HostPool::open_connection(Connection& connection) {
    connection.open(uses_tls_ ? make_tls_transport(io_, tls_, host_, connection) : make_tcp_transport(io_, connection), addresses_);
}

void HostPool::resolve_then_open(Connection& connection) {
    if (resolution_) return resolution_->waiting.push_back(&connection);
    resolution_ = std::make_shared<Resolution>(io_);
    resolution_->pool = this;
    resolution_->waiting.push_back(&connection);
    resolution_->resolver.async_resolve(
        host_, std::to_string(port_), [resolution = resolution_](const boost::system::error_code& error, const tcp::resolver::results_type& results) {
            HostPool* const pool = resolution->pool;
            if (pool == nullptr) return;
            pool->resolution_ = nullptr;
            if (!error) {
                pool->addresses_.assign(results.begin(), results.end());
                pool->addresses_until_ = steady_now() + addresses_kept;
            }
            const std::string reason = "the name '" + pool->host_ + "' was not found (" + error.message() + ")";
            for (Connection* const ready : std::exchange(resolution->waiting, {})) {
                if (error)
                    pool->on_broken(*ready, reason);
                else
                    pool->open_connection(*ready);
            }
        });
}

void HostPool::remove(Connection& connection) {
    if (!connection.is_open()) {
        --opening_;
        if (resolution_) std::erase(resolution_->waiting, &connection);
    }
    connections_.erase(&connection);
}

}  // namespace pawl::workers
