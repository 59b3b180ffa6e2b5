// Logging, tracing and encryption configuration: checked as AWS does, stored and echoed; nothing else is done with them yet.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/runtime/api_error.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

/// JSON object texts, as they came or as they are echoed.
struct MachineSettings {
    std::optional<std::string> logging, tracing, encryption;
    bool any() const { return logging || tracing || encryption; }
};

/// The text for RevisionRow::settings: what is given over what was (`base`, empty for a new machine), with AWS's defaults for the rest.
Result<std::string, ApiError> merge_settings(const MachineSettings& given, std::string_view base);
/// The members of a RevisionRow::settings text.
MachineSettings split_settings(std::string_view settings);

}  // namespace pawl::engine
