#include "cli/text/suggestion.hpp"

#include <algorithm>
#include <cstddef>

#include "statemachine/vocabulary/word_distance.hpp"

namespace pawl::cli {

std::optional<std::string> most_similar(std::string_view word, const std::vector<std::string>& candidates) {
    std::optional<std::string> best;
    std::size_t least = std::max<std::size_t>(1, word.size() / 3) + 1;
    for (const std::string& candidate : candidates) {
        const std::size_t d = word_distance(word, candidate);
        if (d < least) {
            least = d;
            best = candidate;
        }
    }
    return best;
}

}  // namespace pawl::cli
