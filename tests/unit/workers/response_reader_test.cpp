// The response reader, fed whole and in pieces of every size.
#include <gtest/gtest.h>

#include "workers/dispatch/response_reader.hpp"

namespace pawl::workers {
namespace {

using Progress = ResponseReader::Progress;

/// Feeds the text in pieces; the last progress and what was not taken.
Progress feed(ResponseReader& reader, std::string_view text, std::size_t piece, std::string_view* rest = nullptr) {
    Progress progress = Progress::More;
    while (!text.empty() && progress == Progress::More) {
        std::string_view part = text.substr(0, piece);
        const std::size_t before = part.size();
        progress = reader.feed(part);
        text.remove_prefix(before - part.size());
    }
    if (rest != nullptr) *rest = text;
    return progress;
}

void expect_body(std::string_view text, std::string_view body, bool keep_alive, std::string_view rest_expected = "") {
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        ResponseReader reader(1'000);
        std::string_view rest;
        ASSERT_EQ(feed(reader, text, piece, &rest), Progress::Done) << text << " in pieces of " << piece << ": " << reader.complaint();
        const HttpResponse response = reader.take();
        EXPECT_EQ(response.body, body);
        EXPECT_EQ(response.keep_alive, keep_alive);
        EXPECT_EQ(rest, rest_expected);
        EXPECT_FALSE(reader.started());
    }
}

TEST(ResponseReader, BodiesByLength) {
    expect_body("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello", "hello", true);
    expect_body("HTTP/1.1 200 OK\r\ncontent-length:0\r\n\r\n", "", true);
    expect_body("HTTP/1.1 200\r\nContent-Length: 1\r\nConnection: Close\r\n\r\n1", "1", false);
    expect_body("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n1", "1", false);
    expect_body("HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\n1", "1", true);
    expect_body("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1and more", "1", true, "and more");
    expect_body("HTTP/1.1 204 No Content\r\n\r\n", "", true);
}

TEST(ResponseReader, BodiesInChunks) {
    expect_body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nB;x=y\r\n wide world\r\n0\r\n\r\n", "hello wide world", true);
    expect_body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\nTrailer: t\r\n\r\n", "1", true);
}

TEST(ResponseReader, InterimResponsesAreSkipped) {
    expect_body("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1", "1", true);
}

TEST(ResponseReader, BodiesUpToTheEnd) {
    ResponseReader reader(1'000);
    EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\n\r\nhello", 7), Progress::More);
    EXPECT_EQ(reader.end_of_stream(), Progress::Done);
    const HttpResponse response = reader.take();
    EXPECT_EQ(response.body, "hello");
    EXPECT_FALSE(response.keep_alive);
}

TEST(ResponseReader, AnEndTooEarly) {
    ResponseReader reader(1'000);
    EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nhello", 7), Progress::More);
    EXPECT_EQ(reader.end_of_stream(), Progress::Malformed);
}

TEST(ResponseReader, RefusesWhatIsMalformed) {
    for (const char* const text :
         {"GET / HTTP/1.1\r\n\r\n", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.1 20x OK\r\n\r\n", "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabcd\r\n", "HTTP/1.1 200 OK\r\nSpace : x\r\n\r\n"})
        for (std::size_t piece = 1; piece < 60; ++piece) {
            ResponseReader reader(1'000);
            EXPECT_EQ(feed(reader, text, piece), Progress::Malformed) << text;
        }
}

TEST(ResponseReader, BoundsHeadsAndBodies) {
    ResponseReader head(1'000);
    EXPECT_EQ(feed(head, "HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x'), 1'000), Progress::Malformed);
    ResponseReader body(10);
    EXPECT_EQ(feed(body, "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", 1'000), Progress::TooLarge);
    ResponseReader stream(10);
    EXPECT_EQ(feed(stream, "HTTP/1.1 200 OK\r\n\r\n12345678901", 3), Progress::TooLarge);
    ResponseReader chunks(10);
    EXPECT_EQ(feed(chunks, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n12345678\r\n8\r\n12345678\r\n", 3), Progress::TooLarge);
}

TEST(ResponseReader, LimitsHoldHoweverTheBytesAreCut) {
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string line = "1;" + std::string(18, 'x');
    for (const std::size_t piece : {std::size_t{1}, std::size_t{1'000}}) {
        ResponseReader as_long({.body = 10, .head = head.size() - 2, .line = line.size()});
        EXPECT_EQ(feed(as_long, head + line + "\r\n1\r\n0\r\n\r\n", piece), Progress::Done) << as_long.complaint();
        ResponseReader longer({.body = 10, .head = head.size() - 2, .line = line.size() - 1});
        EXPECT_EQ(feed(longer, head + line + "\r\n1\r\n0\r\n\r\n", piece), Progress::Malformed);
        ResponseReader short_head({.body = 10, .head = head.size() - 3});
        EXPECT_EQ(feed(short_head, head, piece), Progress::Malformed);
    }
}

}  // namespace
}  // namespace pawl::workers
