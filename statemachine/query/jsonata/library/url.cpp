#include "statemachine/query/jsonata/library/url.hpp"

#include <optional>

#include "statemachine/vocabulary/percent_encoding.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::query::jsonata::library {

namespace {

// ECMA-262, URI handling functions.
constexpr std::string_view marks = "!*'()";  // beside RFC 3986's unreserved characters
constexpr std::string_view reserved = ";/?:@&=+$,#";
constexpr std::string_view marks_and_reserved = "!*'();/?:@&=+$,#";

LibraryError malformed(std::string_view function, std::string_view text) {
    return error_about("D3140", "Malformed URL passed to $" + std::string(function) + "(): ", quoted(text));
}

bool is_in(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

Outcome<std::string> encode(std::string_view text, std::string_view kept, std::string_view function) {
    if (!is_utf8(text)) return malformed(function, text);
    return percent_encode(text, kept);
}

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
            const std::optional<char> byte = percent_encoded_byte(text, at);
            if (!byte) return malformed(function, text);
            bytes += *byte;
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

Outcome<std::string> encode_url(std::string_view text) { return encode(text, marks_and_reserved, "encodeUrl"); }
Outcome<std::string> encode_url_component(std::string_view text) { return encode(text, marks, "encodeUrlComponent"); }
Outcome<std::string> decode_url(std::string_view text) { return decode(text, true, "decodeUrl"); }
Outcome<std::string> decode_url_component(std::string_view text) { return decode(text, false, "decodeUrlComponent"); }

}  // namespace pawl::query::jsonata::library
