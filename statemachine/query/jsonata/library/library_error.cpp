#include "statemachine/query/jsonata/library/library_error.hpp"

#include <utility>

namespace pawl::query::jsonata::library {

std::string quoted(std::string_view text) {
    static constexpr char hex[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            default:
                if (byte < 0x20) {
                    out += "\\u00";
                    out += hex[byte >> 4];
                    out += hex[byte & 0xf];
                } else {
                    out += c;
                }
        }
    }
    return out + '"';
}

LibraryError error_about(std::string_view code, std::string_view message, std::string json_text) {
    std::string whole = std::string(message) + json_text;
    return {std::string(code), std::move(whole), std::move(json_text)};
}

LibraryError memory_exceeded() { return {"", "Expression evaluation memory limit exceeded: Check for excessive memory usage"}; }

}  // namespace pawl::query::jsonata::library
