// Reads HTTP/1.x requests out of a stream of bytes, however they are cut into pieces. Knows no sockets. One parser a connection, one thread.
//
// Strict where laxness lets requests be smuggled (line ends, Content-Length beside Transfer-Encoding, folded headers, blanks before the colon),
// indifferent to Host. What is wrong comes out as the status to answer before closing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/api/http/message.hpp"

namespace pawl::engine::http {

struct ParserLimits {
    std::size_t head_bytes = 32 * 1024;        ///< request line and headers; beyond: 431
    std::size_t body_bytes = 4 * 1024 * 1024;  ///< beyond: 413
    std::size_t fields = 100;                  ///< number of headers; beyond: 431
};

class RequestParser {
  public:
    enum class Status : std::uint8_t { NeedMore, Complete, Bad };

    explicit RequestParser(const ParserLimits& limits) : limits_(limits) {}

    /// Takes bytes from the front of `data` and removes them from it. Stops behind the end of a request (the rest belongs to the next one).
    Status consume(std::string_view& data);
    /// The request, after Complete. The parser is ready for the next one.
    HttpRequest take();

    /// Something of a request is here, but not all of it.
    bool in_request() const { return phase_ != Phase::Head || !head_.empty(); }
    /// The client waits for "100 Continue" before it sends the body. True once for a request.
    bool wants_continue();

    // After Bad:
    int error_status() const { return error_status_; }
    const char* error_reason() const { return error_reason_; }

  private:
    enum class Phase : std::uint8_t { Head, Body, ChunkSize, ChunkData, ChunkEnd, Trailer, Complete, Bad };

    Status bad(int status, const char* reason);
    Status read_head(std::string_view& data);
    Status parse_head();
    bool parse_request_line(std::string_view line);
    bool parse_target(std::string_view target);
    bool parse_fields(std::size_t begin);
    bool note_field(std::string_view name, std::string_view value);
    Status read_body(std::string_view& data);
    Status read_chunked(std::string_view& data);
    bool read_line(std::string_view& data, bool& too_long);

    ParserLimits limits_;
    Phase phase_ = Phase::Head;
    bool has_length_ = false, chunked_ = false, expects_continue_ = false, has_connection_close_ = false, has_connection_keep_alive_ = false;
    std::size_t scanned_ = 0;  ///< bytes of head_ searched for the end already
    std::size_t line_start_ = 0;
    std::uint64_t remaining_ = 0;  ///< of the body or the chunk
    std::size_t trailer_bytes_ = 0;
    std::string head_;
    std::string line_;
    HttpRequest request_;
    int error_status_ = 400;
    const char* error_reason_ = "";
};

}  // namespace pawl::engine::http
