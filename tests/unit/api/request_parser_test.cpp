#include "engine/api/http/request_parser.hpp"

#include <gtest/gtest.h>

namespace pawl::engine::http {
namespace {

using Status = RequestParser::Status;

struct Parsed {
    Status status;
    int error = 0;
    std::string left;
    HttpRequest request;
};

/// Feeds `text` in pieces of `step` bytes.
Parsed parse(std::string_view text, std::size_t step = std::string_view::npos, ParserLimits limits = {}) {
    RequestParser parser(limits);
    Parsed result{Status::NeedMore, 0, {}, {}};
    std::size_t at = 0;
    while (at < text.size() && result.status == Status::NeedMore) {
        std::string_view piece = text.substr(at, step);
        const std::size_t size = piece.size();
        result.status = parser.consume(piece);
        at += size - piece.size();
        if (result.status == Status::NeedMore) {
            EXPECT_TRUE(piece.empty());
        }
    }
    result.left = text.substr(at);
    if (result.status == Status::Bad) result.error = parser.error_status();
    if (result.status == Status::Complete) result.request = parser.take();
    return result;
}

TEST(RequestParser, ReadsARequestHoweverItIsCut) {
    const std::string text =
        "\r\nPOST /v1/a%20b?wait=30s&x=a+b HTTP/1.1\r\nHost: h\r\nX-Amz-Target:\t AWSStepFunctions.X \r\nEmpty:\r\ncontent-LENGTH: 5\r\n\r\nhelloGET";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        const Parsed p = parse(text, step);
        ASSERT_EQ(p.status, Status::Complete) << step;
        EXPECT_EQ(p.request.method, "POST");
        EXPECT_EQ(p.request.path, "/v1/a b");
        EXPECT_EQ(p.request.query_value("wait"), "30s");
        EXPECT_EQ(p.request.query_value("x"), "a b");
        EXPECT_EQ(p.request.query_value("y"), std::nullopt);
        EXPECT_EQ(p.request.header("x-amz-TARGET"), "AWSStepFunctions.X");
        EXPECT_EQ(p.request.header("empty"), "");
        EXPECT_EQ(p.request.header("absent"), std::nullopt);
        EXPECT_EQ(p.request.body, "hello");
        EXPECT_EQ(p.left, "GET");
        EXPECT_TRUE(p.request.keep_alive);
    }
}

TEST(RequestParser, PutsChunksTogetherHoweverTheyAreCut) {
    const std::string text = "POST / HTTP/1.1\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=y\r\nhello\r\n00A\r\n 234567890\r\n0\r\nT: 1\r\n\r\n#";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        const Parsed p = parse(text, step);
        ASSERT_EQ(p.status, Status::Complete) << step;
        EXPECT_EQ(p.request.body, "hello 234567890");
        EXPECT_EQ(p.left, "#");
    }
}

TEST(RequestParser, AcceptsAbsoluteTargets) {
    EXPECT_EQ(parse("POST http://sync-localhost:8083/ HTTP/1.1\r\n\r\n").request.path, "/");
    EXPECT_EQ(parse("POST http://sync-localhost:8083 HTTP/1.1\r\n\r\n").request.path, "/");
    const Parsed p = parse("GET HTTPS://h/a/b/?q=1 HTTP/1.1\r\n\r\n");
    EXPECT_EQ(p.request.path, "/a/b/");
    EXPECT_EQ(p.request.query, "q=1");
    EXPECT_EQ(p.request.segments(), (std::vector<std::string_view>{"a", "b"}));
}

TEST(RequestParser, KeepsTheConnectionAsTheVersionAndHeaderSay) {
    EXPECT_TRUE(parse("GET / HTTP/1.1\r\n\r\n").request.keep_alive);
    EXPECT_FALSE(parse("GET / HTTP/1.1\r\nConnection: x, Close\r\n\r\n").request.keep_alive);
    EXPECT_FALSE(parse("GET / HTTP/1.0\r\n\r\n").request.keep_alive);
    EXPECT_TRUE(parse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").request.keep_alive);
}

TEST(RequestParser, RefusesWhatIsMalformed) {
    const std::string chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::vector<std::pair<std::string, int>> bad = {
        {"\x16\x03\x01", 400},             // TLS
        {"GET / HTTP/1.1\n\n", 400},       // bare line feeds
        {"GET  / HTTP/1.1\r\n\r\n", 400},  // two blanks
        {"GET /\r\n\r\n", 400},            // HTTP/0.9
        {"GET / HTTP/2.0\r\n\r\n", 505},
        {"G\xC3\xA9T / HTTP/1.1\r\n\r\n", 400},
        {"GET /%zz HTTP/1.1\r\n\r\n", 400},
        {"GET /%00 HTTP/1.1\r\n\r\n", 400},
        {"CONNECT host:80 HTTP/1.1\r\n\r\n", 400},
        {"GET / HTTP/1.1\r\nA : b\r\n\r\n", 400},       // blank before the colon
        {"GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400},  // folded
        {"GET / HTTP/1.1\r\nNo colon\r\n\r\n", 400},
        {std::string("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 26), 400},
        {"POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nContent-Length: 5x\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nContent-Length:\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
        {"POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
        {"POST / HTTP/1.1\r\nExpect: magic\r\n\r\n", 417},
        {"POST / HTTP/1.1\r\nContent-Length: 999999999999\r\n\r\n", 413},
        {"POST / HTTP/1.1\r\nContent-Length: 9999999999999999999999\r\n\r\n", 400},
        {chunked + "x\r\n", 400},
        {chunked + "fffffff\r\n", 413},
        {chunked + "ffffffffffffffff\r\n", 400},
        {chunked + "1\nx", 400},
        {chunked + "1\r\nxy\r\n", 400},
    };
    for (const auto& [text, status] : bad) {
        for (const std::size_t step : {std::size_t{1}, text.size()}) {
            const Parsed p = parse(text, step);
            EXPECT_EQ(p.status, Status::Bad) << text;
            EXPECT_EQ(p.error, status) << text;
        }
    }
}

TEST(RequestParser, HoldsItsLimits) {
    ParserLimits limits{.head_bytes = 200, .body_bytes = 10, .fields = 3};
    const auto with = [](const std::string& middle) { return "POST / HTTP/1.1\r\n" + middle + "\r\n"; };
    for (const std::size_t step : {std::size_t{1}, std::string::npos}) {
        EXPECT_EQ(parse(with("A: " + std::string(150, 'a') + "\r\n"), step, limits).status, Status::Complete);
        EXPECT_EQ(parse(with("A: " + std::string(300, 'a') + "\r\n"), step, limits).error, 431);
        EXPECT_EQ(parse("GET /" + std::string(300, 'a'), step, limits).error, 431);
        EXPECT_EQ(parse(with("A: 1\r\nB: 1\r\nC: 1\r\n"), step, limits).status, Status::Complete);
        EXPECT_EQ(parse(with("A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n"), step, limits).error, 431);
        EXPECT_EQ(parse(with("Content-Length: 10\r\n") + "1234567890", step, limits).status, Status::Complete);
        EXPECT_EQ(parse(with("Content-Length: 11\r\n"), step, limits).error, 413);
        EXPECT_EQ(parse(with("Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n6\r\n", step, limits).error, 413);
        EXPECT_EQ(parse(with("Transfer-Encoding: chunked\r\n") + "0\r\n" + std::string(1000, 'T'), step, limits).error, 431);
    }
}

TEST(RequestParser, AsksForTheBodyOnce) {
    RequestParser parser(ParserLimits{});
    std::string_view data = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
    EXPECT_FALSE(parser.in_request());
    EXPECT_EQ(parser.consume(data), Status::NeedMore);
    EXPECT_TRUE(parser.in_request());
    EXPECT_TRUE(parser.wants_continue());
    EXPECT_FALSE(parser.wants_continue());
    data = "ok";
    EXPECT_EQ(parser.consume(data), Status::Complete);
    EXPECT_EQ(parser.take().body, "ok");
    EXPECT_FALSE(parser.in_request());
}

TEST(Percent, EncodesAndDecodes) {
    EXPECT_EQ(decode_part("a%2Fb+c", false), "a/b+c");
    EXPECT_EQ(decode_part("a%2fb+c", true), "a/b c");
    EXPECT_EQ(decode_part("a%2", false), std::nullopt);
    EXPECT_EQ(decode_part("a%00", false), std::nullopt);
}

TEST(RequestParser, ALongLineOfATrailerCountsOnce) {
    const std::string text = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: " + std::string(1'000, 't') + "\r\n\r\n";
    for (const std::size_t step : {std::size_t{1}, std::size_t{100}, text.size()}) EXPECT_EQ(parse(text, step).status, Status::Complete) << step;
    const std::string longer = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: " + std::string(40'000, 't') + "\r\n\r\n";
    for (const std::size_t step : {std::size_t{1}, std::size_t{100}, longer.size()}) EXPECT_EQ(parse(longer, step).error, 431) << step;
}

}  // namespace
}  // namespace pawl::engine::http
