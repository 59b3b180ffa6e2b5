// The names of variables a piece of language reads, for DescribeStateMachine and the checks before anything runs.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

namespace pawl::query {

/// Sorted, each once.
inline std::vector<std::string> distinct_names(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace pawl::query
