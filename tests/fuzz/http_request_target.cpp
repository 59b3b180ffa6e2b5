#include <cstddef>
#include <optional>

#include "engine/api/http/request_parser.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {

namespace {

using namespace engine::http;

std::string shown(const HttpRequest& request) {
    std::string out = request.method + "|" + request.path + "|" + request.query + "|" + request.body + (request.keep_alive ? "|keep" : "|close") +
                      (request.is_http_1_0 ? "|1.0" : "|1.1");
    for (const std::string_view name : {"host", "content-length", "connection", "x-amz-target", "a"})
        out += "|" + std::string(request.header(name).value_or("-"));
    return out + "|" + request.query_value("a").value_or("-");
}

struct Parse {
    std::string told;  ///< every request, and how it ended
    std::vector<HttpRequest> requests;
    std::string complaint;
};

/// Feeds the text, `piece(offset)` bytes at a time.
template <class Piece>
Parse parse(std::string_view text, const ParserLimits& limits, const Piece& piece) {
    Parse out;
    RequestParser parser(limits);
    std::size_t at = 0;
    while (at < text.size()) {
        std::string_view part = text.substr(at, piece(at));
        const std::size_t size = part.size();
        const auto status = parser.consume(part);
        at += size - part.size();
        if (status == RequestParser::Status::Bad) {
            out.told += "bad " + std::to_string(parser.error_status()) + parser.error_reason();
            if (parser.error_status() < 400 || parser.error_status() > 505 || *parser.error_reason() == '\0')
                out.complaint = "refused without a reason";
            return out;
        }
        if (status == RequestParser::Status::NeedMore) {
            if (!part.empty()) out.complaint = "more is wanted, and bytes are left";
            continue;
        }
        out.requests.push_back(parser.take());
        if (parser.in_request()) out.complaint = "in a request after its end";
        out.told += shown(out.requests.back()) + "\n";
    }
    out.told += parser.in_request() ? "unfinished" : "finished";
    return out;
}

std::string encoded(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
    return out;
}

std::string written(const HttpRequest& request) {
    std::string out = request.method + " " + (request.path == "*" ? "*" : "/" + encoded(std::string_view(request.path).substr(1)));
    if (!request.query.empty()) out += "?" + request.query;
    out += request.is_http_1_0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n";
    out += request.keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    return out + "Content-Length: " + std::to_string(request.body.size()) + "\r\n\r\n" + request.body;
}

std::string check_request(const HttpRequest& request, const ParserLimits& limits) {
    if (request.body.size() > limits.body_bytes) return "a body beyond the limit";
    if (request.method.empty() || request.path.empty()) return "a request without a method or a path";
    if (request.path != "*" && request.path.front() != '/') return "a path that begins with no slash";
    if (request.path.find('\0') != std::string::npos) return "a path with a NUL";
    for (const auto segment : request.segments())
        if (segment.find('/') != std::string_view::npos) return "a segment with a slash";
    const Parse again = parse(written(request), ParserLimits{}, [](std::size_t) { return std::string_view::npos; });
    if (again.requests.size() != 1) return "written, it is no request: " + again.told;
    const HttpRequest& same = again.requests.front();
    if (same.method != request.method || same.path != request.path || same.query != request.query || same.body != request.body ||
        same.keep_alive != request.keep_alive || same.is_http_1_0 != request.is_http_1_0)
        return "written and read, it is another request: " + again.told;
    return "";
}

std::string run(std::string_view text) {
    const ParserLimits tight{.head_bytes = 200, .body_bytes = 40, .fields = 4};
    for (const ParserLimits& limits : {ParserLimits{}, tight}) {
        const Parse whole = parse(text, limits, [](std::size_t) { return std::string_view::npos; });
        const Parse bytes = parse(text, limits, [](std::size_t) { return std::size_t{1}; });
        const Parse mixed = parse(text, limits, [](std::size_t at) { return 1 + at * 7 % 23; });
        for (const Parse* each : {&whole, &bytes, &mixed})
            if (!each->complaint.empty()) return each->complaint;
        if (bytes.told != whole.told) return "byte by byte: " + bytes.told + "\nin one piece: " + whole.told;
        if (mixed.told != whole.told) return "in pieces: " + mixed.told + "\nin one piece: " + whole.told;
        for (const HttpRequest& request : whole.requests)
            if (const std::string wrong = check_request(request, limits); !wrong.empty()) return wrong;
    }
    return "";
}

}  // namespace

Target http_request_target() {
    return {"http_request",
            {"GET / HTTP/1.1\r\nHost: h\r\n\r\n",
             "POST /v1/a%20b?a=30s&x=a+b HTTP/1.1\r\nHost: h\r\nX-Amz-Target:\t X.Y \r\nContent-Length: 5\r\n\r\nhello",
             "PUT http://host/p?a=%41#f HTTP/1.0\r\nConnection: keep-alive, x\r\nA:\r\n\r\n\r\nGET /b HTTP/1.1\r\n\r\n",
             "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n5;x=y\r\nhello\r\nA\r\n0123456789\r\n0\r\nT: "
             "t\r\n\r\nOPTIONS * HTTP/1.1\r\n\r\n",
             "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nTrailer: " + std::string(400, 't') + "\r\nT: t\r\n\r\n"},
            {"\r\n",
             "\r\n\r\n",
             "Content-Length: 5\r\n",
             "Content-Length: 41\r\n",
             "Transfer-Encoding: chunked\r\n",
             "Connection: close\r\n",
             "Expect: 100-continue\r\n",
             " HTTP/1.1\r\n",
             " HTTP/1.0\r\n",
             "POST ",
             "GET / HTTP/1.1\r\n",
             "0\r\n\r\n",
             "5\r\nhello\r\n",
             "ffffffffffffffff\r\n",
             "29\r\n",
             "%2f",
             "%00",
             "%4",
             "http://",
             "*",
             "A: b\r\n",
             std::string(64, 'x'),
             std::string(256, 'y')},
            run};
}

}  // namespace pawl::fuzz
