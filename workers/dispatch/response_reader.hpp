// Reads one HTTP/1.x response from bytes as they arrive: status, headers, body by Content-Length, in chunks or up to the end of the stream.
// Knows no sockets. Used again for the next response after reset().
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pawl::workers {

struct HttpResponse {
    unsigned status = 0;
    std::string reason;
    std::vector<std::pair<std::string, std::string>> headers;  ///< in order of arrival, names as sent
    std::string body;
    bool keep_alive = true;  ///< the connection may carry another request

    /// The first header of that name, letter case ignored; empty when there is none.
    std::string_view header(std::string_view name) const;
};

struct ReaderLimits {
    std::size_t body = 6 * 1024 * 1024;
    std::size_t head = 64 * 1024;  ///< status line and headers, of interim responses each
    std::size_t line = 8 * 1024;   ///< a chunk's size and extensions, a line of the trailer
};

class ResponseReader {
  public:
    enum class Progress : std::uint8_t { More, Done, Malformed, TooLarge };

    explicit ResponseReader(const ReaderLimits& limits) : limits_(limits) {}
    explicit ResponseReader(std::size_t body_limit) : limits_{.body = body_limit} {}

    /// Takes what belongs to this response off the front of `bytes`.
    Progress feed(std::string_view& bytes);
    /// The peer closed: Done when the response ends that way, else Malformed.
    Progress end_of_stream();
    bool started() const { return started_; }
    /// Moves the finished response out and gets ready for the next one.
    HttpResponse take();
    /// Why it is malformed, as a phrase.
    std::string_view complaint() const { return complaint_; }
    std::size_t body_limit() const { return limits_.body; }

  private:
    enum class Part : std::uint8_t { Head, Length, UntilClose, ChunkSize, ChunkData, ChunkEnd, Trailer, Done };

    Progress read_head(std::string_view& bytes);
    Progress parse_head(std::string_view head);
    bool parse_status_line(std::string_view line);
    bool parse_header_line(std::string_view line);
    Progress choose_body();
    Progress read_chunks(std::string_view& bytes);
    bool take_line(std::string_view& bytes, std::string_view& line);
    Progress append(std::string_view& bytes);
    Progress malformed(std::string_view why);

    ReaderLimits limits_;
    HttpResponse response_;
    std::string held_;  ///< an unfinished head or line
    Part part_ = Part::Head;
    std::uint64_t left_ = 0;  ///< bytes of body or chunk still to come
    bool started_ = false, chunked_ = false, has_length_ = false, line_was_held_ = false;
    std::string_view complaint_;
};

}  // namespace pawl::workers
