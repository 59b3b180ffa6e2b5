// "Did you mean …?": the candidate that a mistyped word most likely stands for.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pawl::cli {

/// Empty when none is near: more than a third of the word would have to change.
std::optional<std::string> most_similar(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace pawl::cli
