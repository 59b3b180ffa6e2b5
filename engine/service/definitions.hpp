// Checking definitions for those who store them and those who only ask.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/runtime/api_error.hpp"
#include "statemachine/definition/diagnostic.hpp"
#include "statemachine/vocabulary/arn.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

/// Whether a definition can be stored: InvalidDefinition with all of AWS's findings, or with PAWL_NOT_SUPPORTED for what AWS would take and pawl
/// can't run yet.
Result<void, ApiError> check_definition(std::string_view text, bool express, const Realm& realm, std::string_view version);

struct Validation {
    bool ok = false;
    bool truncated = false;
    std::vector<definition::Diagnostic> diagnostics;
};

/// Never fails: what is wrong is in the diagnostics.
Validation validate_definition(std::string_view text, bool express, bool with_warnings, std::size_t max_results, const Realm& realm);

}  // namespace pawl::engine
