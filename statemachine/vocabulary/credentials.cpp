#include "statemachine/vocabulary/credentials.hpp"

namespace pawl {

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

}  // namespace pawl
