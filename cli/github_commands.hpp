// Findings as GitHub Actions' workflow commands, which put them beside the lines of a pull request.
#pragma once

#include <iosfwd>
#include <string>

#include "cli/definition_report.hpp"

namespace pawl::cli {

/// "::error file=a.json,line=3,col=5,title=CODE::message", a line each.
void print_github_commands(std::ostream& out, const Findings& findings, const std::string& file_name);

}  // namespace pawl::cli
