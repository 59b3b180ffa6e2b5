#include "engine/api/http/message.hpp"

#include <algorithm>

#include "statemachine/vocabulary/percent_encoding.hpp"

namespace pawl::engine::http {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
}

std::optional<std::string_view> HttpRequest::header(std::string_view name) const {
    const std::string_view head = head_;
    for (const Field& field : fields_) {
        if (field.name_size == name.size() && equals_ignoring_case(head.substr(field.name, field.name_size), name)) {
            return head.substr(field.value, field.value_size);
        }
    }
    return std::nullopt;
}

std::optional<std::string> HttpRequest::query_value(std::string_view name) const {
    std::string_view rest = query;
    while (!rest.empty()) {
        const std::size_t end = rest.find('&');
        const std::string_view pair = rest.substr(0, end);
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        const std::size_t equals = pair.find('=');
        const std::optional<std::string> key = decode_part(pair.substr(0, equals), true);
        if (!key || *key != name) continue;
        return equals == std::string_view::npos ? std::string{} : decode_part(pair.substr(equals + 1), true);
    }
    return std::nullopt;
}

std::vector<std::string_view> HttpRequest::segments() const {
    std::vector<std::string_view> found;
    std::string_view rest = path;
    while (!rest.empty()) {
        if (rest.front() == '/') {
            rest.remove_prefix(1);
            continue;
        }
        const std::size_t end = rest.find('/');
        found.push_back(rest.substr(0, end));
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    }
    return found;
}

std::optional<std::string> decode_part(std::string_view text, bool plus_is_blank) {
    std::string plain;
    if (plus_is_blank && text.find('+') != std::string_view::npos) {
        plain = text;
        std::replace(plain.begin(), plain.end(), '+', ' ');
        text = plain;
    }
    std::optional<std::string> decoded = percent_decode(text);
    if (decoded && decoded->find('\0') != std::string::npos) return std::nullopt;
    return decoded;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 413:
            return "Content Too Large";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 422:
            return "Unprocessable Content";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Status";
    }
}

}  // namespace pawl::engine::http
