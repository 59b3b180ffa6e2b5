// A definition file as the tree of its text, for the tools that look at definitions without running them: faulty ones are welcome as long as they
// are objects, in JSON or YAML.
#pragma once

#include <string>

#include "cli/exit_code.hpp"
#include "statemachine/definition/json_reader.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::cli {

struct TreeError {
    ExitCode exit = ExitCode::Failed;
    std::string message;  ///< "order.json:3:4: …", with the line shown
};

struct DefinitionTree {
    std::string text;       ///< JSON; of a YAML file what it stands for
    definition::Node root;  ///< an object
    bool is_yaml = false;
};

/// "-" is the standard input.
Result<DefinitionTree, TreeError> read_definition_tree(const std::string& name);

}  // namespace pawl::cli
