// A definition file as the tree of its text, for the tools that look at definitions without running them: faulty ones are welcome as long as they
// are JSON objects.
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
    std::string text;
    definition::Node root;  ///< an object
};

/// "-" is the standard input.
Result<DefinitionTree, TreeError> read_definition_tree(const std::string& file);

}  // namespace pawl::cli
