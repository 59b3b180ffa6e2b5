// A definition as a file or the standard input gives it, in JSON or YAML, and what the compiler says of it.
#pragma once

#include <string>

#include "cli/text/files.hpp"
#include "statemachine/definition/machine.hpp"

namespace pawl::cli {

struct DefinitionFile {
    std::string name;  ///< as it was given; "-" is the standard input
    std::string text;
    bool is_yaml = false;
};

/// By its name: .yaml and .yml are YAML, .json and .asl JSON. What has another name is JSON when it begins like JSON, else YAML.
Result<DefinitionFile, FileError> read_definition(const std::string& name);

struct CheckedDefinition {
    definition::Compiled compiled;
    std::string json;  ///< what can be deployed: the JSON as it is, or what the YAML stands for
};
CheckedDefinition check_definition(const DefinitionFile& file, const definition::Options& options = {});

}  // namespace pawl::cli
