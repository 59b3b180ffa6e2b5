// What a plain scalar of YAML 1.2 means by the core schema (chapter 10.3): null, a boolean, a number or just a text. "yes", "on" and dates are texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "statemachine/definition/json_reader.hpp"

namespace pawl::definition {

struct YamlScalar {
    NodeKind kind = NodeKind::String;
    bool boolean = false;
    std::string text;     ///< String: as it is; Number: as JSON writes it
    std::string problem;  ///< not empty: JSON has no such value
};

YamlScalar resolve_plain_scalar(std::string_view text);

}  // namespace pawl::definition
