#include "cli/definition_file.hpp"

#include <utility>

#include "statemachine/definition/compile_yaml.hpp"

namespace pawl::cli {
namespace {

bool looks_like_json(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    return first == std::string_view::npos || text[first] == '{' || text[first] == '[' || text[first] == '"';
}

}  // namespace

Result<DefinitionFile, FileError> read_definition(const std::string& name) {
    auto text = read_file(name);
    if (text.has_error()) return text.error();
    DefinitionFile file{name, *std::move(text), false};
    if (name.ends_with(".yaml") || name.ends_with(".yml")) {
        file.is_yaml = true;
    } else if (!name.ends_with(".json") && !name.ends_with(".asl")) {
        file.is_yaml = !looks_like_json(file.text);
    }
    return file;
}

CheckedDefinition check_definition(const DefinitionFile& file, const definition::Options& options) {
    if (!file.is_yaml) return {definition::compile(file.text, options), file.text};
    definition::CompiledYaml yaml = definition::compile_yaml(file.text, options);
    return {std::move(yaml.compiled), std::move(yaml.json)};
}

}  // namespace pawl::cli
