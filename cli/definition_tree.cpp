#include "cli/definition_tree.hpp"

#include <utility>

#include "cli/text/excerpt.hpp"
#include "cli/text/files.hpp"

namespace pawl::cli {

Result<DefinitionTree, TreeError> read_definition_tree(const std::string& file) {
    auto text = read_file(file);
    if (text.has_error()) return TreeError{text.error().missing ? ExitCode::NotFound : ExitCode::Failed, text.error().message};
    auto read = definition::read_json(*text);
    if (read.has_error()) {
        const definition::JsonFault& fault = read.error();
        std::string message = file + ":" + std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + ": " +
                              fault.message.substr(0, fault.message.find('\n')) + "\n" + excerpt(*text, {fault.place.line, fault.place.column});
        while (message.ends_with('\n')) message.pop_back();
        return TreeError{ExitCode::InvalidDefinition, std::move(message)};
    }
    if (!*read || !(*read)->is_object()) return TreeError{ExitCode::InvalidDefinition, file + ": a definition is a JSON object; this is none"};
    return DefinitionTree{std::move(*text), std::move(**read)};
}

}  // namespace pawl::cli
