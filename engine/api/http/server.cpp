#include "engine/api/http/server.hpp"

#include "engine/api/http/connection.hpp"

namespace pawl::engine::http {

Responder::Responder(std::shared_ptr<Connection> connection, std::uint64_t request) : connection_(std::move(connection)), request_(request) {}

Responder::Responder(Responder&&) noexcept = default;

Responder& Responder::operator=(Responder&& other) noexcept {
    std::swap(connection_, other.connection_);
    std::swap(request_, other.request_);
    return *this;
}

Responder::~Responder() {
    if (!connection_) return;
    HttpResponse response;
    response.status = 500;
    response.content_type = "text/plain";
    response.body = "the request was dropped unanswered\n";
    answer(std::move(response));
}

void Responder::answer(HttpResponse response) {
    if (connection_) Connection::answer(std::move(connection_), request_, std::move(response), false);
}

EventStream Responder::stream(HttpResponse head) {
    if (!connection_) return {};
    Connection::answer(connection_, request_, std::move(head), true);
    return EventStream(std::move(connection_), request_);
}

EventStream& EventStream::operator=(EventStream&& other) noexcept {
    end();
    connection_ = std::move(other.connection_);
    request_ = other.request_;
    return *this;
}

EventStream::~EventStream() { end(); }

void EventStream::end() {
    if (connection_) Connection::write_piece(connection_, request_, {}, true);
    connection_.reset();
}

bool EventStream::write(std::string piece) { return connection_ && Connection::write_piece(connection_, request_, std::move(piece), false); }

Server::Server(ServerSettings settings, Handler handler) : core_(std::make_shared<ServerCore>(std::move(settings), std::move(handler))) {}

Server::~Server() { stop(); }

Result<void, std::string> Server::start() { return core_->start(); }

void Server::stop() { core_->stop(); }

std::uint16_t Server::port() const { return core_->port(); }

void Server::post(std::function<void()> work) { core_->post(std::move(work)); }

Server::TimerId Server::schedule(std::chrono::milliseconds after, std::function<void()> work) { return core_->schedule(after, std::move(work)); }

void Server::cancel(TimerId timer) { core_->cancel(timer); }

ServerCounters Server::counters() const {
    const auto& c = core_->counters;
    return {c.requests.load(), c.connections.load(), c.open.load(), c.refused.load(), c.malformed.load(), c.timed_out.load()};
}

}  // namespace pawl::engine::http
