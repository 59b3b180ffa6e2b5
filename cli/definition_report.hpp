// The faults of a definition, for people (as a compiler shows them: file, line, column, the line itself, a caret) and for programs (JSON).
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/definition/machine.hpp"

namespace pawl::cli {

namespace json = boost::json;

using Findings = std::vector<definition::Diagnostic>;

/// What is valid but can't be run by this version, too, under the code PAWL_NOT_SUPPORTED and with the severity given: an error for who wants to
/// run it, a warning for who wants to know whether it is right.
Findings findings_of(const definition::Compiled& compiled, definition::Severity unsupported);

std::size_t count(const Findings& findings, definition::Severity severity);

/// From the top of the file down; nothing when there is nothing to say. `colours`: for a terminal.
void print_findings(std::ostream& out, Findings findings, std::string_view text, const std::string& file_name, bool colours);

/// The same as {"file":…,"result":"OK"|"FAIL","diagnostics":[…]}: ValidateStateMachineDefinition's answer with file, line, column and hint.
json::value report_of(const Findings& findings, const std::string& file_name);

}  // namespace pawl::cli
