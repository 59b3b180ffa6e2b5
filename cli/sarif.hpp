// Findings as SARIF 2.1.0 (OASIS), which code-scanning services and editors read.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "cli/definition_report.hpp"

namespace pawl::cli {

/// One run with all files' findings; columns count UTF-16 units.
json::value sarif_of(const std::vector<std::pair<std::string, Findings>>& files);

}  // namespace pawl::cli
