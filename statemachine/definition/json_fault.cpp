#include "statemachine/definition/json_fault.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <utility>

#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::definition {

std::string source_location(std::string_view text, const Place& place) {
    constexpr std::size_t longest = 500;
    std::string out = "[Source: (String)\"";
    std::size_t units = 0, left_out = 0;
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const std::size_t width = length == 4 ? 2 : 1;
        if (left_out > 0 || units + width > longest) {
            left_out += width;
        } else {
            units += width;
            const auto first = static_cast<unsigned char>(text.front());
            if (length == 0) {
                out += "\xef\xbf\xbd";  // what Java reads in place of a malformed byte
            } else if (first < ' ' && first != '\n' && first != '\r') {
                std::array<char, 8> escaped;
                const int written = std::snprintf(escaped.data(), escaped.size(), "\\u%04X", static_cast<unsigned>(first));
                out.append(escaped.data(), static_cast<std::size_t>(written));
            } else {
                out += text.substr(0, length);
            }
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    out += '"';
    if (left_out > 0) out += "[truncated " + std::to_string(left_out) + " chars]";
    return out + "; line: " + std::to_string(place.line) + ", column: " + std::to_string(place.column) + "]";
}

JsonFault make_json_fault(std::string_view text, std::string message, const Place& place) {
    JsonFault fault;
    fault.location = source_location(text, place);
    fault.message = std::move(message) + "\n at " + fault.location;
    fault.place = place;
    return fault;
}

std::optional<JsonFault> find_invalid_utf8(std::string_view text) {
    Place place;
    while (place.offset < text.size()) {
        const std::size_t length = utf8_length(text.substr(place.offset));
        if (length == 0) {
            std::array<char, 4> hex;
            const int written = std::snprintf(hex.data(), hex.size(), "%02x", static_cast<unsigned>(static_cast<unsigned char>(text[place.offset])));
            return make_json_fault(text, "Invalid UTF-8 byte 0x" + std::string(hex.data(), static_cast<std::size_t>(written)), place);
        }
        if (text[place.offset] == '\n') {
            ++place.line;
            place.column = 1;
        } else {
            place.column += length == 4 ? 2 : 1;
        }
        place.offset += length;
    }
    return std::nullopt;
}

std::string describe_control(int code) { return "(CTRL-CHAR, code " + std::to_string(code) + ")"; }

std::string describe_character(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    const std::uint32_t code = utf8_length(rest) > 0 ? first_code_point(rest) : static_cast<unsigned char>(rest.front());
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return "character (" + describe_control(static_cast<int>(code)) + ")";
    std::string out = "character ('" + std::string(text.substr(at, utf8_length(text.substr(at)))) + "' (code " + std::to_string(code);
    if (code > 255) {
        std::array<char, 16> hex;
        const int written = std::snprintf(hex.data(), hex.size(), " / 0x%x", code);
        out.append(hex.data(), static_cast<std::size_t>(written));
    }
    return out + "))";
}

bool is_identifier_start(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 0x80; }
bool is_identifier_part(int c) { return is_identifier_start(c) || (c >= '0' && c <= '9'); }

}  // namespace pawl::definition
