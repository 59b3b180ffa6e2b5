// An HTTP request as the server hands it over, and the response it takes back. Plain values, owned by whoever holds them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pawl::engine::http {

class HttpRequest {
  public:
    std::string method;  ///< as sent: "GET"
    std::string path;    ///< percent-decoded; "/" at least. Absolute-form targets have lost scheme and host
    std::string query;   ///< what follows '?', raw
    std::string body;    ///< chunked bodies are put together
    bool keep_alive = true;
    bool is_http_1_0 = false;

    /// The value of the first header of that name (any case); empty optional when there is none.
    std::optional<std::string_view> header(std::string_view name) const;
    /// A query parameter's first value, decoded ('+' is a blank).
    std::optional<std::string> query_value(std::string_view name) const;
    /// The path's segments: "/v1/executions/a" → {"v1", "executions", "a"}; a trailing slash adds none.
    std::vector<std::string_view> segments() const;

  private:
    friend class RequestParser;
    struct Field {
        std::uint32_t name, name_size, value, value_size;  ///< places in head_
    };
    std::string head_;
    std::vector<Field> fields_;
};

struct HttpResponse {
    int status = 200;
    std::string content_type = "application/json";
    std::vector<std::pair<std::string, std::string>> headers;  ///< more of them; names and values must hold no line breaks
    std::string body;
    bool close = false;  ///< close the connection afterwards
};

std::string_view reason_phrase(int status);

/// A part of a request's target: "%41b" → "Ab"; empty when a percent sign isn't followed by two hex digits or a NUL would result.
std::optional<std::string> decode_part(std::string_view text, bool plus_is_blank);

bool equals_ignoring_case(std::string_view a, std::string_view b);

}  // namespace pawl::engine::http
