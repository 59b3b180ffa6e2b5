// YAML text → the tree that the JSON reader makes, every value and key with its line and column in the YAML, and the JSON text it stands for.
// Takes any bytes; what is no YAML, or has no counterpart in JSON, comes back as one fault. Aliases are copied out and "<<" is merged, both within
// limits, so that a small text can't become a large tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "statemachine/definition/json_reader.hpp"

namespace pawl::definition {

struct YamlDocument {
    Node root;         ///< line and column: of the YAML; offset and end: of `json`. Keeps duplicate keys
    std::string json;  ///< indented by two; what is to be deployed
};

struct YamlFault {
    std::string message;
    Place place;  ///< line and column in the YAML
    bool too_deep = false;
};

/// No value for a text without a document.
Result<std::optional<YamlDocument>, YamlFault> read_yaml(std::string_view text);

}  // namespace pawl::definition
