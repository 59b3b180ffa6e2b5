#include "statemachine/query/jsonata/library/url.hpp"

#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::query::jsonata::library {

namespace {

// ECMA-262, URI handling functions.
constexpr std::string_view unescaped = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
constexpr std::string_view reserved = ";/?:@&=+$,#";

LibraryError malformed(std::string_view function, std::string_view text) {
    return error_about("D3140", "Malformed URL passed to $" + std::string(function) + "(): ", quoted(text));
}

bool is_in(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

Outcome<std::string> encode(std::string_view text, bool keep_reserved, std::string_view function) {
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t size = utf8_length(text.substr(at));
        if (size == 0) return malformed(function, text);
        for (const std::size_t end = at + size; at < end; ++at) {
            const auto byte = static_cast<unsigned char>(text[at]);
            if (is_in(text[at], unescaped) || (keep_reserved && is_in(text[at], reserved))) {
                out += text[at];
            } else {
                out += '%';
                out += hex[byte >> 4];
                out += hex[byte & 0xf];
            }
        }
    }
    return out;
}

int nibble(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; }

Outcome<std::string> decode(std::string_view text, bool keep_reserved, std::string_view function) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != '%') {
            out += text[at++];
            continue;
        }
        // The bytes of one character.
        const std::size_t start = at;
        std::string bytes;
        do {
            const int high = at + 2 < text.size() && text[at] == '%' ? nibble(text[at + 1]) : -1;
            const int low = high >= 0 ? nibble(text[at + 2]) : -1;
            if (low < 0) return malformed(function, text);
            bytes += static_cast<char>(high * 16 + low);
            at += 3;
        } while (utf8_length(bytes) == 0 && bytes.size() < 4 && at < text.size());
        if (utf8_length(bytes) != bytes.size()) return malformed(function, text);
        if (keep_reserved && is_in(bytes.front(), reserved)) {
            out += text.substr(start, at - start);
        } else {
            out += bytes;
        }
    }
    return out;
}

}  // namespace

Outcome<std::string> encode_url(std::string_view text) { return encode(text, true, "encodeUrl"); }
Outcome<std::string> encode_url_component(std::string_view text) { return encode(text, false, "encodeUrlComponent"); }
Outcome<std::string> decode_url(std::string_view text) { return decode(text, true, "decodeUrl"); }
Outcome<std::string> decode_url_component(std::string_view text) { return decode(text, false, "decodeUrlComponent"); }

}  // namespace pawl::query::jsonata::library
