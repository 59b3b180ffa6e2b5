#include "cli/definition_tree.hpp"

#include <utility>

#include "cli/definition_file.hpp"
#include "cli/text/excerpt.hpp"
#include "statemachine/definition/yaml_reader.hpp"

namespace pawl::cli {
namespace {

TreeError fault_at(const DefinitionFile& file, const std::string& message, const definition::Place& place) {
    std::string shown = file.name + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
                        message.substr(0, message.find('\n')) + "\n" + excerpt(file.text, {place.line, place.column});
    while (shown.ends_with('\n')) shown.pop_back();
    return {ExitCode::InvalidDefinition, std::move(shown)};
}

TreeError no_object(const DefinitionFile& file) { return {ExitCode::InvalidDefinition, file.name + ": a definition is an object; this is none"}; }

}  // namespace

Result<DefinitionTree, TreeError> read_definition_tree(const std::string& name) {
    auto file = read_definition(name);
    if (file.has_error()) return TreeError{file.error().missing ? ExitCode::NotFound : ExitCode::Failed, file.error().message};
    if (file->is_yaml) {
        auto read = definition::read_yaml(file->text);
        if (read.has_error()) return fault_at(*file, read.error().message, read.error().place);
        if (!*read || !(*read)->root.is_object()) return no_object(*file);
        return DefinitionTree{std::move((*read)->json), std::move((*read)->root), true};
    }
    auto read = definition::read_json(file->text);
    if (read.has_error()) return fault_at(*file, read.error().message, read.error().place);
    if (!*read || !(*read)->is_object()) return no_object(*file);
    return DefinitionTree{std::move(file->text), std::move(**read), false};
}

}  // namespace pawl::cli
