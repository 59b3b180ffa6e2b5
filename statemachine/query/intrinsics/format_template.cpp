#include "statemachine/query/intrinsics/format_template.hpp"

namespace pawl::query::intrinsics {

Result<FormatTemplate, std::string> FormatTemplate::parse(std::string_view text) {
    FormatTemplate out;
    out.pieces.emplace_back();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        if (c == '\\' && next != '\0' && std::string_view("{}'\\").find(next) != std::string_view::npos) {
            out.pieces.back() += next;
            ++i;
        } else if (c == '{') {
            if (next != '}') return std::string("Invalid template in States.Format: matching '}' not found for '{'.");
            out.pieces.emplace_back();
            ++i;
        } else if (c == '}') {
            return std::string("Invalid template in States.Format: matching '{' not found for '}'.");
        } else {
            out.pieces.back() += c;
        }
    }
    return out;
}

}  // namespace pawl::query::intrinsics
