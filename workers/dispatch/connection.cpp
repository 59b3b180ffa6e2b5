#include "workers/dispatch/connection.hpp"

#include "workers/dispatch/host_pool.hpp"

namespace pawl::workers {

Connection::~Connection() {
    if (call_ != nullptr) call_->connection = nullptr;
    if (transport_) transport_->close();
}

void Connection::open(std::shared_ptr<Transport> transport, std::vector<boost::asio::ip::tcp::endpoint> addresses) {
    transport_ = std::move(transport);
    transport_->connect(std::move(addresses));
}

void Connection::send(Call& call, SteadyTime now) {
    call_ = &call;
    call.connection = this;
    call.sent_at = now;
    ++carried_;
    transport_->write(call.wire);
}

void Connection::connected() {
    open_ = true;
    pool_.on_open(*this);
}

// The pool may destroy this connection within any of its on_…(); nothing is touched after them.

void Connection::received(std::string_view bytes) {
    if (call_ == nullptr) return pool_.on_broken(*this, "the worker sent something nobody asked for");
    switch (reader_.feed(bytes)) {
        case ResponseReader::Progress::More:
            return;
        case ResponseReader::Progress::Malformed:
            return pool_.on_spoilt(*this, {CallFault::Kind::NotHttp, std::string(reader_.complaint())});
        case ResponseReader::Progress::TooLarge:
            return pool_.on_spoilt(*this, {CallFault::Kind::TooLarge, {}});
        case ResponseReader::Progress::Done:
            break;
    }
    HttpResponse response = reader_.take();
    const bool reusable = response.keep_alive && bytes.empty() && !transport_->writing();
    call_->connection = nullptr;
    pool_.on_response(*this, *std::exchange(call_, nullptr), std::move(response), reusable);
}

void Connection::broken(std::string_view reason, bool orderly) {
    if (call_ != nullptr && reader_.started()) {
        if (orderly && reader_.end_of_stream() == ResponseReader::Progress::Done) {
            HttpResponse response = reader_.take();
            call_->connection = nullptr;
            return pool_.on_response(*this, *std::exchange(call_, nullptr), std::move(response), false);
        }
        return pool_.on_spoilt(*this, {CallFault::Kind::Broken, std::string(reason) + " in the middle of its answer"});
    }
    pool_.on_broken(*this, reason);
}

}  // namespace pawl::workers
