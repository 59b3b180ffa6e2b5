#include "workers/dispatch/url.hpp"

#include <algorithm>
#include <charconv>

namespace pawl::workers {
namespace {

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string base64(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : base64_digits[group >> (18 - 6 * k) & 63U];
    }
    return out;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out;
}

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
        std::string credentials = percent_decoded(authority.substr(0, at));
        if (credentials.find(':') == std::string::npos) credentials += ':';
        url.authorization = "Basic " + base64(credentials);
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

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~';
        if (plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

std::string without_credentials(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (true) {
        const std::size_t scheme = text.find("://");
        if (scheme == std::string_view::npos) break;
        out += text.substr(0, scheme + 3);
        text.remove_prefix(scheme + 3);
        const std::string_view authority = text.substr(0, text.find_first_of("/?# \t\r\n\"<>"));
        if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) text.remove_prefix(at + 1);
    }
    out += text;
    return out;
}

}  // namespace pawl::workers
