#include "statemachine/query/jsonpath/extent.hpp"

namespace pawl::query::jsonpath {

std::size_t end_of_path(std::string_view text, std::size_t at, std::string_view terminators) {
    int open = 0;
    bool quoted = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '\'' && open > 0) quoted = !quoted;
        if (quoted) continue;
        if (c == '[' || c == '(') ++open;
        if ((c == ']' || c == ')') && --open < 0) break;
        if (open == 0 && terminators.find(c) != std::string_view::npos) break;
    }
    return at;
}

}  // namespace pawl::query::jsonpath
