// Reads a definition for the commands that need one, and shows its faults as a compiler does: file, line, column, the line itself, a caret.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "statemachine/definition/machine.hpp"

namespace pawl::cli {

namespace json = boost::json;

/// What pawl can't run yet counts as a fault, too.
bool is_fit_to_run(const definition::Compiled& compiled);

/// Prints every diagnostic and everything unsupported; nothing when there is nothing to say.
void print_report(std::ostream& out, const definition::Compiled& compiled, std::string_view text, const std::string& file_name);

/// The same as one JSON object: {"result":"OK"|"FAIL","diagnostics":[…]}, as ValidateStateMachineDefinition has it, with line and column.
json::value report_of(const definition::Compiled& compiled);

}  // namespace pawl::cli
