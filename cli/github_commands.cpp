#include "cli/github_commands.hpp"

#include <ostream>

namespace pawl::cli {
namespace {

// GitHub's own escapes: of everything %, CR and LF; of properties : and , too.
std::string escaped(std::string_view text, bool property) {
    std::string out;
    for (const char c : text) {
        if (c == '%') {
            out += "%25";
        } else if (c == '\r') {
            out += "%0D";
        } else if (c == '\n') {
            out += "%0A";
        } else if (property && c == ':') {
            out += "%3A";
        } else if (property && c == ',') {
            out += "%2C";
        } else {
            out += c;
        }
    }
    return out;
}

}  // namespace

void print_github_commands(std::ostream& out, const Findings& findings, const std::string& file_name) {
    for (const definition::Diagnostic& finding : findings) {
        out << (finding.severity == definition::Severity::Error ? "::error " : "::warning ") << "file=" << escaped(file_name, true);
        if (finding.line > 0) out << ",line=" << finding.line << ",col=" << finding.column;
        std::string text = finding.message;
        if (!finding.location.empty()) text += " at " + finding.location;
        if (!finding.hint.empty()) text += "\n" + finding.hint;
        out << ",title=" << escaped(finding.code, true) << "::" << escaped(text, false) << '\n';
    }
}

}  // namespace pawl::cli
