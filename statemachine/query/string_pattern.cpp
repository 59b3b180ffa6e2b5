#include "statemachine/query/string_pattern.hpp"

namespace pawl::query {

std::optional<StringPattern> StringPattern::compile(std::string_view text) {
    StringPattern pattern;
    pattern.pieces_.emplace_back();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '*') {
            pattern.pieces_.emplace_back();
            continue;
        }
        if (text[at] == '\\') {
            ++at;
            if (at == text.size() || (text[at] != '*' && text[at] != '\\')) return std::nullopt;
        }
        pattern.pieces_.back() += text[at];
    }
    return pattern;
}

bool StringPattern::matches(std::string_view text) const {
    if (pieces_.size() == 1) return text == pieces_.front();
    if (!text.starts_with(pieces_.front())) return false;
    text.remove_prefix(pieces_.front().size());
    if (!text.ends_with(pieces_.back())) return false;
    text.remove_suffix(pieces_.back().size());
    // The first place for each piece leaves the most room for the rest.
    for (std::size_t i = 1; i + 1 < pieces_.size(); ++i) {
        const std::size_t at = text.find(pieces_[i]);
        if (at == std::string_view::npos) return false;
        text.remove_prefix(at + pieces_[i].size());
    }
    return true;
}

}  // namespace pawl::query
