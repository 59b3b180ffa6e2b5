#include "engine/api/http/request_parser.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "statemachine/vocabulary/hex.hpp"

namespace pawl::engine::http {

namespace {

constexpr std::size_t reserve_at_most = 64 * 1024;  // a claimed Content-Length alone buys no memory
constexpr std::size_t chunk_line_bytes = 256;

bool is_token_char(char c) {
    static constexpr auto table = [] {
        std::array<bool, 256> t{};
        for (int i = '0'; i <= '9'; ++i) t[static_cast<std::size_t>(i)] = true;
        for (int i = 'a'; i <= 'z'; ++i) t[static_cast<std::size_t>(i)] = true;
        for (int i = 'A'; i <= 'Z'; ++i) t[static_cast<std::size_t>(i)] = true;
        for (const char x : {'!', '#', '$', '%', '&', '\'', '*', '+', '-', '.', '^', '_', '`', '|', '~'}) t[static_cast<unsigned char>(x)] = true;
        return t;
    }();
    return table[static_cast<unsigned char>(c)];
}

bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_token_char); }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// Calls `use` for each element of a comma-separated header value.
template <class Use>
void each_element(std::string_view list, const Use& use) {
    while (!list.empty()) {
        const std::size_t comma = list.find(',');
        use(trimmed(list.substr(0, comma)));
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
}

}  // namespace

RequestParser::Status RequestParser::bad(int status, const char* reason) {
    phase_ = Phase::Bad;
    error_status_ = status;
    error_reason_ = reason;
    return Status::Bad;
}

RequestParser::Status RequestParser::consume(std::string_view& data) {
    while (true) {
        switch (phase_) {
            case Phase::Head:
                if (const Status status = read_head(data); status != Status::Complete) return status;
                break;
            case Phase::Body:
                return read_body(data);
            case Phase::ChunkSize:
            case Phase::ChunkData:
            case Phase::ChunkEnd:
            case Phase::Trailer:
                return read_chunked(data);
            case Phase::Complete:
                return Status::Complete;
            case Phase::Bad:
                return Status::Bad;
        }
    }
}

HttpRequest RequestParser::take() {
    HttpRequest taken = std::move(request_);
    request_ = HttpRequest{};
    phase_ = Phase::Head;
    head_.clear();
    line_.clear();
    scanned_ = line_start_ = trailer_bytes_ = 0;
    remaining_ = 0;
    has_length_ = chunked_ = expects_continue_ = has_connection_close_ = has_connection_keep_alive_ = false;
    return taken;
}

bool RequestParser::wants_continue() {
    return phase_ != Phase::Head && phase_ != Phase::Complete && phase_ != Phase::Bad && std::exchange(expects_continue_, false);
}

RequestParser::Status RequestParser::read_head(std::string_view& data) {
    if (head_.empty()) {
        // Empty lines before a request are skipped (RFC 9112, 2.2).
        while (!data.empty() && (data.front() == '\r' || data.front() == '\n')) data.remove_prefix(1);
        if (data.empty()) return Status::NeedMore;
        if (!is_token_char(data.front())) return bad(400, "the request line does not begin with a method");
    }
    const std::size_t had = head_.size();
    head_.append(data.substr(0, limits_.head_bytes + 1 - std::min(had, limits_.head_bytes + 1)));
    while (true) {
        const std::size_t end = head_.find('\n', scanned_);
        if (end == std::string::npos) {
            scanned_ = head_.size();
            data.remove_prefix(head_.size() - had);
            return head_.size() > limits_.head_bytes ? bad(431, "request line and headers are too long") : Status::NeedMore;
        }
        if (end == 0 || head_[end - 1] != '\r') return bad(400, "a line ends without a carriage return");
        scanned_ = end + 1;
        if (end - 1 == line_start_) {
            data.remove_prefix(end + 1 - had);
            head_.resize(end + 1);
            return parse_head();
        }
        line_start_ = end + 1;
    }
}

RequestParser::Status RequestParser::parse_head() {
    error_status_ = 400;
    error_reason_ = "malformed request";
    const std::size_t end = head_.find("\r\n");
    request_.head_ = std::move(head_);
    head_.clear();
    const std::string_view head = request_.head_;
    if (!parse_request_line(head.substr(0, end)) || !parse_fields(end + 2)) return bad(error_status_, error_reason_);
    if (chunked_ && (has_length_ || request_.is_http_1_0)) return bad(400, "Transfer-Encoding does not go with Content-Length or HTTP/1.0");
    request_.keep_alive = request_.is_http_1_0 ? has_connection_keep_alive_ && !has_connection_close_ : !has_connection_close_;
    if (chunked_) {
        phase_ = Phase::ChunkSize;
    } else if (remaining_ > limits_.body_bytes) {
        return bad(413, "the body is too large");
    } else {
        request_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, reserve_at_most)));
        phase_ = remaining_ == 0 ? Phase::Complete : Phase::Body;
    }
    return Status::Complete;
}

bool RequestParser::parse_request_line(std::string_view line) {
    const std::size_t first = line.find(' '), last = line.rfind(' ');
    if (first == std::string_view::npos || last == first) {
        error_reason_ = "the request line is not 'METHOD TARGET HTTP/1.1'";
        return false;
    }
    const std::string_view version = line.substr(last + 1);
    if (version == "HTTP/1.0") {
        request_.is_http_1_0 = true;
    } else if (version != "HTTP/1.1") {
        const bool other_version = version.starts_with("HTTP/");
        error_status_ = other_version ? 505 : 400;
        error_reason_ = other_version ? "this server speaks HTTP/1.1" : "the request line is not 'METHOD TARGET HTTP/1.1'";
        return false;
    }
    const std::string_view method = line.substr(0, first);
    if (!is_token(method)) {
        error_reason_ = "the method is not a token";
        return false;
    }
    request_.method.assign(method);
    return parse_target(line.substr(first + 1, last - first - 1));
}

bool RequestParser::parse_target(std::string_view target) {
    error_reason_ = "the request target is malformed";
    const auto is_bad_char = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; };
    if (target.empty() || std::any_of(target.begin(), target.end(), is_bad_char)) return false;
    if (target == "*") {
        request_.path = "*";
        return true;
    }
    if (target.front() != '/') {
        // Absolute form: "http://host/path". The host takes no part in routing.
        const std::size_t scheme = target.find("://");
        if (scheme == std::string_view::npos || scheme == 0) return false;
        target.remove_prefix(scheme + 3);
        target.remove_prefix(std::min(target.find_first_of("/?#"), target.size()));
    }
    target = target.substr(0, target.find('#'));
    const std::size_t question = target.find('?');
    if (question != std::string_view::npos) request_.query.assign(target.substr(question + 1));
    std::optional<std::string> path = decode_part(target.substr(0, question), false);
    if (!path) return false;
    request_.path = path->empty() ? "/" : std::move(*path);
    return true;
}

bool RequestParser::parse_fields(std::size_t begin) {
    const std::string_view head = request_.head_;
    request_.fields_.reserve(16);
    while (true) {
        const std::size_t end = head.find("\r\n", begin);
        if (end == begin) return true;
        const std::string_view line = head.substr(begin, end - begin);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
            error_reason_ = "a header is not 'Name: value'";
            return false;
        }
        const std::string_view value = trimmed(line.substr(colon + 1));
        for (const char c : value) {
            if ((static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 0x7f) {
                error_reason_ = "a header's value holds a control character";
                return false;
            }
        }
        if (request_.fields_.size() == limits_.fields) {
            error_status_ = 431;
            error_reason_ = "too many headers";
            return false;
        }
        const std::size_t value_at = value.empty() ? begin + colon + 1 : static_cast<std::size_t>(value.data() - head.data());
        request_.fields_.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(colon), static_cast<std::uint32_t>(value_at),
                                    static_cast<std::uint32_t>(value.size())});
        if (!note_field(line.substr(0, colon), value)) return false;
        begin = end + 2;
    }
}

bool RequestParser::note_field(std::string_view name, std::string_view value) {
    switch (name.size()) {
        case 6:
            if (equals_ignoring_case(name, "expect")) {
                if (!equals_ignoring_case(value, "100-continue")) {
                    error_status_ = 417;
                    error_reason_ = "unknown expectation";
                    return false;
                }
                expects_continue_ = !request_.is_http_1_0;
            }
            break;
        case 10:
            if (equals_ignoring_case(name, "connection")) {
                each_element(value, [this](std::string_view option) {
                    if (equals_ignoring_case(option, "close")) has_connection_close_ = true;
                    if (equals_ignoring_case(option, "keep-alive")) has_connection_keep_alive_ = true;
                });
            }
            break;
        case 14:
            if (equals_ignoring_case(name, "content-length")) {
                const bool digits =
                    !value.empty() && value.size() <= 18 && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
                if (!digits || has_length_) {
                    error_reason_ = digits ? "Content-Length is there twice" : "Content-Length is not a number";
                    return false;
                }
                has_length_ = true;
                for (const char c : value) remaining_ = remaining_ * 10 + static_cast<std::uint64_t>(c - '0');
            }
            break;
        case 17:
            if (equals_ignoring_case(name, "transfer-encoding")) {
                if (chunked_ || !equals_ignoring_case(value, "chunked")) {
                    error_status_ = chunked_ ? 400 : 501;
                    error_reason_ = "the only transfer coding known is chunked";
                    return false;
                }
                chunked_ = true;
            }
            break;
        default:
            break;
    }
    return true;
}

RequestParser::Status RequestParser::read_body(std::string_view& data) {
    const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, data.size()));
    request_.body.append(data.substr(0, take));
    data.remove_prefix(take);
    remaining_ -= take;
    if (remaining_ > 0) return Status::NeedMore;
    phase_ = Phase::Complete;
    return Status::Complete;
}

/// Gathers a line in line_, without its CRLF; true once it is whole.
bool RequestParser::read_line(std::string_view& data, bool& too_long) {
    const std::size_t end = data.find('\n');
    line_.append(data.substr(0, end));
    data.remove_prefix(end == std::string_view::npos ? data.size() : end + 1);
    too_long = line_.size() > chunk_line_bytes;
    return end != std::string_view::npos;
}

RequestParser::Status RequestParser::read_chunked(std::string_view& data) {
    while (phase_ != Phase::Complete) {
        if (phase_ == Phase::ChunkData) {
            const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(remaining_, data.size()));
            request_.body.append(data.substr(0, take));
            data.remove_prefix(take);
            remaining_ -= take;
            if (remaining_ > 0) return Status::NeedMore;
            phase_ = Phase::ChunkEnd;
        }
        bool too_long = false;
        const bool whole = read_line(data, too_long);
        if (too_long && phase_ != Phase::Trailer) return bad(400, "a chunk's size line is too long");
        if (phase_ == Phase::Trailer && trailer_bytes_ + line_.size() > limits_.head_bytes) return bad(431, "the trailer is too long");
        if (!whole) return Status::NeedMore;
        if (line_.empty() || line_.back() != '\r') return bad(400, "a chunk's line ends without a carriage return");
        line_.pop_back();
        if (phase_ == Phase::ChunkEnd) {
            if (!line_.empty()) return bad(400, "a chunk is longer than its size says");
            phase_ = Phase::ChunkSize;
        } else if (phase_ == Phase::ChunkSize) {
            const std::string_view size = trimmed(std::string_view(line_).substr(0, line_.find(';')));
            if (size.empty() || size.size() > 15) return bad(400, "a chunk's size is not a hexadecimal number");
            remaining_ = 0;
            for (const char c : size) {
                const int digit = hex_value(c);
                if (digit < 0) return bad(400, "a chunk's size is not a hexadecimal number");
                remaining_ = remaining_ * 16 + static_cast<std::uint64_t>(digit);
            }
            if (remaining_ > limits_.body_bytes - request_.body.size()) return bad(413, "the body is too large");
            phase_ = remaining_ == 0 ? Phase::Trailer : Phase::ChunkData;
        } else {  // Trailer: its fields are read over
            trailer_bytes_ += line_.size() + 2;
            if (trailer_bytes_ > limits_.head_bytes) return bad(431, "the trailer is too long");
            if (line_.empty()) phase_ = Phase::Complete;
        }
        line_.clear();
    }
    return Status::Complete;
}

}  // namespace pawl::engine::http
