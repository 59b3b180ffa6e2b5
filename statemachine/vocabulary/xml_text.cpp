#include "statemachine/vocabulary/xml_text.hpp"

#include <algorithm>
#include <cstddef>

#include "statemachine/vocabulary/utf8.hpp"

namespace pawl {

std::string xml_text(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = utf8_length(text);
        const std::string_view one = text.substr(0, std::max<std::size_t>(1, length));
        text.remove_prefix(one.size());
        const auto byte = static_cast<unsigned char>(one.front());
        if (length == 0 || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || one == "\xEF\xBF\xBE" || one == "\xEF\xBF\xBF") {
            out += "\xEF\xBF\xBD";
        } else if (byte == '&') {
            out += "&amp;";
        } else if (byte == '<') {
            out += "&lt;";
        } else if (byte == '>') {
            out += "&gt;";
        } else if (byte == '"') {
            out += "&quot;";
        } else {
            out += one;
        }
    }
    return out;
}

}  // namespace pawl
