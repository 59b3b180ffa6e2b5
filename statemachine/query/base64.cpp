#include "statemachine/query/base64.hpp"

#include <cstdint>

#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::query {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int value_of(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto byte = [&](std::size_t i) -> std::uint32_t { return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U; };
        const std::uint32_t bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        out += alphabet[bits >> 18];
        out += alphabet[bits >> 12 & 63];
        out += at + 1 < bytes.size() ? alphabet[bits >> 6 & 63] : '=';
        out += at + 2 < bytes.size() ? alphabet[bits & 63] : '=';
    }
    return out;
}

std::optional<std::string> base64_decode(std::string_view text) {
    const std::size_t given = text.size();
    while (text.ends_with('=')) text.remove_suffix(1);
    const std::size_t padding = given - text.size();
    if (text.size() % 4 == 1 || (padding > 0 && (padding > 2 || given % 4 != 0))) return std::nullopt;
    std::string out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = value_of(c);
        if (value < 0) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(static_cast<unsigned char>(bits >> count & 0xff));
        }
    }
    return out;
}

std::string lenient_utf8(std::string bytes) {
    std::string out;
    for (std::string_view rest = bytes; !rest.empty();) {
        const std::size_t size = utf8_length(rest);
        if (size == 0) {
            out += "\xef\xbf\xbd";
            rest.remove_prefix(1);
        } else {
            out += rest.substr(0, size);
            rest.remove_prefix(size);
        }
    }
    return out;
}

}  // namespace pawl::query
