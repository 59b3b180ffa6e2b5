// The template of States.Format: text with '{}' where an argument goes; '\{', '\}', '\'' and '\\' stand for the second character.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::query::intrinsics {

struct FormatTemplate {
    std::vector<std::string> pieces;  ///< what stands around the arguments: one piece more than arguments

    /// The error is AWS's sentence: "Invalid template in States.Format: matching '}' not found for '{'."
    static Result<FormatTemplate, std::string> parse(std::string_view text);
};

}  // namespace pawl::query::intrinsics
