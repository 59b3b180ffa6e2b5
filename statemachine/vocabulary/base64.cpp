#include "statemachine/vocabulary/base64.hpp"

#include <cstdint>

namespace pawl {

namespace {

std::string_view digits_of(Base64 alphabet) {
    return alphabet == Base64::UrlSafe ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                                       : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
}

int value_of(char c, std::string_view digits) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == digits[62] ? 62 : c == digits[63] ? 63 : -1;
}

}  // namespace

std::string base64_encode(std::string_view bytes, Base64 alphabet) {
    const std::string_view digits = digits_of(alphabet);
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const auto byte = [&](std::size_t i) -> std::uint32_t { return at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U; };
        const std::uint32_t bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        out += digits[bits >> 18];
        out += digits[bits >> 12 & 63];
        out += at + 1 < bytes.size() ? digits[bits >> 6 & 63] : '=';
        out += at + 2 < bytes.size() ? digits[bits & 63] : '=';
    }
    return out;
}

std::optional<std::string> base64_decode(std::string_view text, Base64 alphabet) {
    const std::string_view digits = digits_of(alphabet);
    const std::size_t given = text.size();
    while (text.ends_with('=')) text.remove_suffix(1);
    const std::size_t padding = given - text.size();
    if (text.size() % 4 == 1 || (padding > 0 && (padding > 2 || given % 4 != 0))) return std::nullopt;
    std::string out;
    out.reserve(text.size() / 4 * 3 + 2);
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const int value = value_of(c, digits);
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

}  // namespace pawl
