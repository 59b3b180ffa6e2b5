#include <cstddef>

#include "tests/fuzz/target.hpp"
#include "workers/dispatch/outcome.hpp"

namespace pawl::fuzz {

namespace {

using namespace workers;
using Progress = ResponseReader::Progress;

std::string shown(const HttpResponse& response) {
    std::string out = std::to_string(response.status) + "|" + response.reason + "|" + response.body + (response.keep_alive ? "|keep" : "|close");
    for (const auto& [name, value] : response.headers) out += "|" + name + "=" + value;
    return out;
}

struct Reading {
    std::string told;  ///< every response, and how it ended
    std::vector<HttpResponse> responses;
    std::string complaint;
};

/// Feeds the text, `piece(offset)` bytes at a time, and ends the stream.
template <class Piece>
Reading read(std::string_view text, const ReaderLimits& limits, const Piece& piece) {
    Reading out;
    ResponseReader reader(limits);
    std::size_t at = 0;
    while (at < text.size() || reader.started()) {
        Progress progress = Progress::More;
        if (at < text.size()) {
            std::string_view part = text.substr(at, piece(at));
            const std::size_t size = part.size();
            progress = reader.feed(part);
            at += size - part.size();
            if (progress == Progress::More && !part.empty()) out.complaint = "more is wanted, and bytes are left";
            if (progress == Progress::More) continue;
        } else {
            progress = reader.end_of_stream();
        }
        if (progress != Progress::Done) {
            out.told += progress == Progress::TooLarge ? "too large" : "malformed: " + std::string(reader.complaint());
            if (progress == Progress::More || (progress == Progress::Malformed && reader.complaint().empty()))
                out.complaint = "no answer, and no reason";
            return out;
        }
        out.responses.push_back(reader.take());
        if (reader.started()) out.complaint = "in a response after its end";
        out.told += shown(out.responses.back()) + "\n";
    }
    out.told += "finished";
    return out;
}

const Call& call() {
    static const Call one = [] {
        Call made;
        made.function_name = "f";
        made.idempotency_key = "key";
        Route route;
        route.function.name = "f";
        route.origin = "http://h";
        route.url = *Url::parse("http://h/f");
        made.route = std::make_shared<const Route>(route);
        return made;
    }();
    return one;
}

std::string check_response(const HttpResponse& response, const ReaderLimits& limits) {
    if (response.body.size() > limits.body) return "a body beyond the limit";
    if (response.status < 100 || response.status > 999) return "a status that is none";
    for (const auto& [name, value] : response.headers)
        if (name.empty() || name.find_first_of(" \t\r\n") != std::string::npos) return "a header with a strange name";
    const Outcome outcome = outcome_of(response, call());
    if (const auto* failure = std::get_if<Failure>(&outcome)) {
        if (!failure->error.starts_with("Lambda.") || failure->cause.value_or("").empty() || failure->cause->size() > 1'000)
            return "a failure without a name, or with a long cause";
    } else if (std::get<execution::FunctionAnswer>(outcome).body != response.body) {
        return "an answer with another body";
    }
    std::string written = "HTTP/1.1 " + std::to_string(response.status) + " " + response.reason + "\r\n";
    written += response.keep_alive ? "Connection: keep-alive\r\n" : "Connection: close\r\n";
    written += "Content-Length: " + std::to_string(response.body.size()) + "\r\n\r\n" + response.body;
    const Reading again = read(written, ReaderLimits{}, [](std::size_t) { return std::string_view::npos; });
    if (again.responses.size() != 1) return "written, it is no response: " + again.told;
    const HttpResponse& same = again.responses.front();
    if (same.status != response.status || same.reason != response.reason || same.body != response.body || same.keep_alive != response.keep_alive)
        return "written and read, it is another response: " + again.told;
    return "";
}

std::string run(std::string_view text) {
    for (const ReaderLimits& limits : {ReaderLimits{}, ReaderLimits{.body = 40, .head = 120, .line = 24}}) {
        const Reading whole = read(text, limits, [](std::size_t) { return std::string_view::npos; });
        const Reading bytes = read(text, limits, [](std::size_t) { return std::size_t{1}; });
        const Reading mixed = read(text, limits, [](std::size_t at) { return 1 + at * 7 % 23; });
        for (const Reading* each : {&whole, &bytes, &mixed})
            if (!each->complaint.empty()) return each->complaint;
        if (bytes.told != whole.told) return "byte by byte: " + bytes.told + "\nin one piece: " + whole.told;
        if (mixed.told != whole.told) return "in pieces: " + mixed.told + "\nin one piece: " + whole.told;
        for (const HttpResponse& response : whole.responses)
            if (const std::string wrong = check_response(response, limits); !wrong.empty()) return wrong;
    }
    return "";
}

}  // namespace

Target http_response_target() {
    return {"http_response",
            {"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Amz-Executed-Version: 3\r\n\r\nhello",
             "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.0 200\r\n\r\nto the end",
             "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 500 No\r\nConnection: close\r\nContent-Length: "
             "15\r\n\r\n{\"message\":\"m\"}",
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nB;x=y\r\n wide world\r\n0\r\nTrailer: t\r\n\r\n",
             "HTTP/1.1 302 Found\r\nLocation: http://u:p@h/\r\nX-Amz-Function-Error: Unhandled\r\nContent-Length: 0\r\n\r\n"},
            {"\r\n", "\r\n\r\n", "Content-Length: 5\r\n", "Content-Length: 41\r\n", "Transfer-Encoding: chunked\r\n", "Connection: close\r\n",
             "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\n", "HTTP/1.0 404\r\n", "0\r\n\r\n", "5\r\nhello\r\n", "ffffffffffffffff\r\n",
             "29\r\n", "5;", "X: y\r\n", std::string(64, 'x')},
            run};
}

}  // namespace pawl::fuzz
