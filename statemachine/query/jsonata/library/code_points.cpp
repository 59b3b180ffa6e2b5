#include "statemachine/query/jsonata/library/code_points.hpp"

namespace pawl::query::jsonata::library {

std::u32string to_code_points(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    for (; !text.empty(); text.remove_prefix(character_length(text))) points += first_code_point(text);
    return points;
}

std::string to_utf8(std::u32string_view points) {
    std::string out;
    out.reserve(points.size());
    for (const char32_t point : points) append_code_point(out, point);
    return out;
}

std::string regex_literal(std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (plain) {
            out += c;
        } else {
            out += "\\x";
            out += hex[byte >> 4];
            out += hex[byte & 0xf];
        }
    }
    return out;
}

std::size_t utf16_length(std::string_view text) {
    std::size_t units = 0;
    while (!text.empty()) {
        const std::size_t bytes = character_length(text);
        units += bytes == 4 ? 2 : 1;
        text.remove_prefix(bytes);
    }
    return units;
}

}  // namespace pawl::query::jsonata::library
