#include "engine/api/http/connection.hpp"

#include <array>
#include <boost/asio/write.hpp>
#include <charconv>

namespace pawl::engine::http {

namespace {

constexpr std::size_t pending_limit = 64 * 1024;       // of requests that pipelining clients sent ahead
constexpr std::size_t stream_limit = 4 * 1024 * 1024;  // of a stream that its reader doesn't take
constexpr std::size_t kept_capacity = 4 * 1024;        // buffers beyond this are given back when they are empty
constexpr auto linger_time = std::chrono::seconds(2);
constexpr std::string_view continue_line = "HTTP/1.1 100 Continue\r\n\r\n";

void append_number(std::string& out, std::size_t number, int base = 10) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, base).ptr;
    out.append(digits.data(), end);
}

void clear_buffer(std::string& buffer) {
    if (buffer.capacity() > kept_capacity) {
        std::string().swap(buffer);
    } else {
        buffer.clear();
    }
}

}  // namespace

Connection::Connection(std::shared_ptr<ServerCore> core, Tcp::socket socket)
    : core_(std::move(core)), socket_(std::move(socket)), parser_(core_->settings.limits), since_(SteadyClock::now()) {}

Connection::~Connection() = default;

void Connection::start() {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(Tcp::no_delay(true), ignored);
    core_->add(this);
    wait_readable();
}

void Connection::close() {
    if (closed_) return;
    closed_ = true;
    gone_.store(true, std::memory_order_relaxed);
    boost::system::error_code ignored;
    socket_.close(ignored);
    std::string().swap(pending_);
    std::string().swap(out_);
    out_sent_ = 0;
    core_->remove(this);
}

void Connection::finish() {
    close_after_ = true;
    keep_alive_ = false;
    if (!in_hand_ && out_.empty()) close();
}

void Connection::check_time(SteadyClock::time_point now) {
    const ServerSettings& s = core_->settings;
    SteadyClock::duration limit;
    if (lingering_) {
        limit = linger_time;
    } else if (!out_.empty()) {
        limit = s.write_timeout;
    } else if (in_hand_) {
        return;  // as long as the answer takes
    } else {
        limit = parser_.in_request() ? s.request_timeout : s.idle_timeout;
    }
    if (now - since_ < limit) return;
    if (!lingering_) core_->counters.timed_out.fetch_add(1, std::memory_order_relaxed);
    if (!lingering_ && out_.empty() && parser_.in_request()) return refuse(408, "the request did not arrive in time");
    close();
}

void Connection::wait_readable() {
    if (reading_ || closed_ || end_of_input_ || pending_.size() >= pending_limit) return;
    reading_ = true;
    socket_.async_wait(Tcp::socket::wait_read, [self = shared_from_this()](const boost::system::error_code& error) {
        self->reading_ = false;
        if (!error && !self->closed_) self->readable();
    });
}

void Connection::readable() {
    boost::system::error_code error;
    const std::size_t got = socket_.read_some(boost::asio::buffer(core_->scratch), error);
    if (error == boost::asio::error::would_block || error == boost::asio::error::interrupted) return wait_readable();
    if (error == boost::asio::error::eof) {
        // The client may have closed only its sending side and still wait for what it asked for.
        end_of_input_ = true;
        if (lingering_ || (!in_hand_ && out_.empty())) close();
        return;
    }
    if (error) return close();
    if (!lingering_) take_in({core_->scratch.data(), got});
    wait_readable();
}

void Connection::take_in(std::string_view data) {
    if (in_hand_ || !out_.empty()) {
        pending_.append(data);
        return;
    }
    process(data);
    if (!closed_) flush();
}

/// Takes requests from `data` until one is left without its answer, or the answers can't be sent as fast; keeps the rest.
void Connection::process(std::string_view data) {
    processing_ = true;
    while (!data.empty() && !in_hand_ && !close_after_ && !closed_ && out_.size() < pending_limit) {
        const bool began = !parser_.in_request();
        const RequestParser::Status status = parser_.consume(data);
        if (status == RequestParser::Status::Bad) {
            core_->counters.malformed.fetch_add(1, std::memory_order_relaxed);
            refuse(parser_.error_status(), parser_.error_reason());
            break;
        }
        if (status == RequestParser::Status::NeedMore) {
            if (began) since_ = SteadyClock::now();
            if (parser_.wants_continue()) out_.append(continue_line);
            break;
        }
        core_->counters.requests.fetch_add(1, std::memory_order_relaxed);
        HttpRequest request = parser_.take();
        in_hand_ = true;
        ++current_;
        head_only_ = request.method == "HEAD";
        http_1_0_ = request.is_http_1_0;
        keep_alive_ = request.keep_alive && !core_->stopping();
        core_->handler(std::move(request), Responder(shared_from_this(), current_));
    }
    processing_ = false;
    if (!closed_ && !close_after_ && !data.empty()) pending_.append(data);
}

/// Says why, and closes once the client has had the chance to read it.
void Connection::refuse(int status, const char* reason) {
    HttpResponse response;
    response.status = status;
    response.content_type = "application/problem+json";
    response.body = std::string(R"({"type":"about:blank","title":")") + std::string(reason_phrase(status)) + R"(","status":)" +
                    std::to_string(status) + R"(,"detail":")" + reason + "\"}";
    head_only_ = false;
    write_head(response, false, true);
    out_.append(response.body);
    close_after_ = true;
    if (!processing_) flush();
}

void Connection::answer(std::shared_ptr<Connection> connection, std::uint64_t request, HttpResponse response, bool streaming) {
    ServerCore& core = *connection->core_;
    if (core.on_io_thread()) return connection->answered(request, std::move(response), streaming);
    if (streaming) connection->unsent_.store(0, std::memory_order_relaxed);
    auto shared = std::make_shared<HttpResponse>(std::move(response));
    core.post([connection = std::move(connection), request, shared = std::move(shared), streaming] {
        connection->answered(request, std::move(*shared), streaming);
    });
}

bool Connection::write_piece(const std::shared_ptr<Connection>& connection, std::uint64_t request, std::string bytes, bool last) {
    if (connection->gone_.load(std::memory_order_relaxed)) return false;
    if (!last && connection->unsent_.fetch_add(bytes.size(), std::memory_order_relaxed) > stream_limit) return false;
    ServerCore& core = *connection->core_;
    if (core.on_io_thread()) {
        connection->piece(request, bytes, last);
    } else {
        core.post([connection, request, bytes = std::move(bytes), last] { connection->piece(request, bytes, last); });
    }
    return !connection->gone_.load(std::memory_order_relaxed);
}

void Connection::answered(std::uint64_t request, HttpResponse&& response, bool streaming) {
    if (closed_ || !in_hand_ || request != current_) return;
    since_ = SteadyClock::now();
    if (!keep_alive_ || response.close || (streaming && http_1_0_)) close_after_ = true;
    streaming_ = streaming;
    chunked_ = streaming && !http_1_0_;
    write_head(response, streaming, close_after_);
    if (streaming) {
        if (!response.body.empty()) piece(request, response.body, false);
        if (!processing_ && !closed_) flush();
        return;
    }
    if (!head_only_) out_.append(response.body);
    request_done();
}

void Connection::piece(std::uint64_t request, std::string_view bytes, bool last) {
    if (closed_ || !streaming_ || request != current_) return;
    if (!bytes.empty() && !head_only_) {
        if (chunked_) {
            append_number(out_, bytes.size(), 16);
            out_.append("\r\n");
        }
        out_.append(bytes);
        if (chunked_) out_.append("\r\n");
    }
    if (out_.size() - out_sent_ > stream_limit) return close();
    if (!last) {
        if (!processing_) flush();
        return;
    }
    if (chunked_ && !head_only_) out_.append("0\r\n\r\n");
    streaming_ = false;
    request_done();
}

void Connection::request_done() {
    in_hand_ = false;
    if (processing_) return;  // process() goes on and flushes
    // The bytes that came meanwhile may hold further requests; their answers go out with this one.
    if (!pending_.empty() && !close_after_) {
        const std::string data = std::exchange(pending_, {});
        process(data);
    }
    if (closed_) return;
    flush();
    if (!closed_) wait_readable();
}

void Connection::write_head(const HttpResponse& response, bool streaming, bool close_after) {
    out_.append("HTTP/1.1 ");
    append_number(out_, static_cast<std::size_t>(response.status));
    out_.push_back(' ');
    out_.append(reason_phrase(response.status));
    out_.append("\r\n").append(core_->date_header());
    if (!response.content_type.empty() && response.status != 204) out_.append("Content-Type: ").append(response.content_type).append("\r\n");
    for (const auto& [name, value] : response.headers) out_.append(name).append(": ").append(value).append("\r\n");
    if (streaming) {
        if (!http_1_0_) out_.append("Transfer-Encoding: chunked\r\n");
    } else if (response.status != 204) {
        out_.append("Content-Length: ");
        append_number(out_, response.body.size());
        out_.append("\r\n");
    }
    if (close_after) {
        out_.append("Connection: close\r\n");
    } else if (http_1_0_) {
        out_.append("Connection: keep-alive\r\n");
    }
    out_.append("\r\n");
}

void Connection::flush() {
    if (closed_ || writing_) return;
    while (out_sent_ < out_.size()) {
        boost::system::error_code error;
        const std::size_t sent = socket_.write_some(boost::asio::buffer(out_.data() + out_sent_, out_.size() - out_sent_), error);
        if (error == boost::asio::error::would_block) return wait_writable();
        if (error && error != boost::asio::error::interrupted) return close();
        out_sent_ += sent;
        since_ = SteadyClock::now();
    }
    after_flush();
}

void Connection::wait_writable() {
    writing_ = true;
    socket_.async_wait(Tcp::socket::wait_write, [self = shared_from_this()](const boost::system::error_code& error) {
        self->writing_ = false;
        if (self->closed_) return;
        if (error) return self->close();
        self->flush();
    });
}

void Connection::after_flush() {
    clear_buffer(out_);
    out_sent_ = 0;
    unsent_.store(0, std::memory_order_relaxed);
    if (in_hand_) return;
    if (close_after_) return linger();
    if (!pending_.empty()) {
        const std::string data = std::exchange(pending_, {});
        process(data);
        if (closed_) return;
        if (!out_.empty()) return flush();
        wait_readable();
    }
    if (end_of_input_ && !in_hand_ && out_.empty() && !closed_) close();
}

/// Closing while unread bytes are there resets the connection, and the client may lose the answer: so the sending side is closed first, and what
/// still comes in is thrown away for a little while.
void Connection::linger() {
    if (lingering_) return;
    boost::system::error_code error;
    socket_.shutdown(Tcp::socket::shutdown_send, error);
    if (error || end_of_input_ || core_->stopping()) return close();
    lingering_ = true;
    pending_.clear();
    since_ = SteadyClock::now();
    wait_readable();
}

}  // namespace pawl::engine::http
