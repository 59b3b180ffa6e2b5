#include "workers/dispatch/url.hpp"

#include <algorithm>
#include <charconv>

#include "statemachine/vocabulary/base64.hpp"
#include "statemachine/vocabulary/percent_encoding.hpp"

namespace pawl::workers {
namespace {

bool is_plain_text(std::string_view text) {
    for (const char c : text)
        if (static_cast<unsigned char>(c) <= ' ' || c == 0x7f) return false;
    return true;
}

bool has_prefix_ignoring_case(std::string_view text, std::string_view lower_case_prefix) {
    if (text.size() < lower_case_prefix.size()) return false;
    for (std::size_t i = 0; i < lower_case_prefix.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) | 0x20U) != (static_cast<unsigned char>(lower_case_prefix[i]) | 0x20U)) return false;
    return true;
}

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
    Url url;
    if (!is_plain_text(text)) return std::nullopt;
    if (has_prefix_ignoring_case(text, "http://")) {
        text.remove_prefix(7);
    } else if (has_prefix_ignoring_case(text, "https://")) {
        text.remove_prefix(8);
        url.tls = true;
    } else {
        return std::nullopt;
    }
    url.port = url.tls ? 443 : 80;

    text = text.substr(0, text.find('#'));
    const std::size_t authority_end = std::min(text.find_first_of("/?"), text.size());
    std::string_view authority = text.substr(0, authority_end);
    if (authority.find_first_of("\"<>") != std::string_view::npos) return std::nullopt;  // no URL has these; without_credentials() ends at them
    const std::string_view rest = text.substr(authority_end);
    url.target = rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);

    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        const std::string_view given = authority.substr(0, at);
        std::string credentials = percent_decode(given).value_or(std::string(given));  // a password with a bare % means what it says
        if (credentials.find(':') == std::string::npos) credentials += ':';
        url.authorization = "Basic " + base64_encode(credentials);
        authority.remove_prefix(at + 1);
    }
    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        url.host = std::string(authority.substr(1, end - 1));
        port = authority.substr(end + 1);
        if (!port.empty() && !port.starts_with(':')) return std::nullopt;
    } else {
        const std::size_t colon = std::min(authority.find(':'), authority.size());
        url.host = std::string(authority.substr(0, colon));
        port = authority.substr(colon);
    }
    if (url.host.empty() || url.host.find_first_of("{}*[]") != std::string::npos) return std::nullopt;
    if (port.size() > 1) {
        port.remove_prefix(1);
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
        if (error != std::errc{} || end != port.data() + port.size() || url.port == 0) return std::nullopt;
    }
    return url;
}

std::string Url::authority() const {
    std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != (tls ? 443 : 80)) out += ":" + std::to_string(port);
    return out;
}

std::string Url::origin() const { return (tls ? "https://" : "http://") + authority(); }

}  // namespace pawl::workers
