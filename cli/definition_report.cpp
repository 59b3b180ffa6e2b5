#include "cli/definition_report.hpp"

#include <algorithm>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/text/excerpt.hpp"

namespace pawl::cli {
namespace {

using definition::Diagnostic;
using definition::Severity;

constexpr const char* not_supported = "PAWL_NOT_SUPPORTED";

std::string severity_word(Severity severity, bool colours) {
    const bool error = severity == Severity::Error;
    const std::string word = error ? "error" : "warning";
    return colours ? (error ? "\x1b[1;31m" : "\x1b[1;33m") + word + "\x1b[0m" : word;
}

void print_one(std::ostream& out, std::string_view text, const std::string& file_name, const Diagnostic& finding, bool colours) {
    const Place place{finding.line, finding.column};
    out << file_name;
    if (place.line > 0) out << ':' << place.line << ':' << place.column;
    out << ": " << severity_word(finding.severity, colours) << ": " << finding.message << " [" << finding.code << "]"
        << (finding.location.empty() ? "" : " at ") << finding.location << '\n';
    if (place.line > 0) out << excerpt(text, place);
    if (!finding.hint.empty()) out << "  hint: " << finding.hint << '\n';
}

}  // namespace

Findings findings_of(const definition::Compiled& compiled, Severity unsupported) {
    Findings findings = compiled.diagnostics;
    for (const definition::Unsupported& missing : compiled.unsupported) {
        findings.push_back({unsupported, not_supported, missing.what + " is valid, but this version of pawl can't run it yet", missing.location,
                            missing.line, missing.column});
    }
    return findings;
}

std::size_t count(const Findings& findings, Severity severity) {
    return static_cast<std::size_t>(std::count_if(findings.begin(), findings.end(), [&](const Diagnostic& d) { return d.severity == severity; }));
}

void print_findings(std::ostream& out, Findings findings, std::string_view text, const std::string& file_name, bool colours) {
    std::stable_sort(findings.begin(), findings.end(),
                     [](const Diagnostic& a, const Diagnostic& b) { return a.line != b.line ? a.line < b.line : a.column < b.column; });
    for (const Diagnostic& finding : findings) print_one(out, text, file_name, finding, colours);
}

json::value report_of(const Findings& findings, const std::string& file_name) {
    json::array diagnostics;
    for (const Diagnostic& finding : findings) {
        json::object one{
            {"severity", finding.severity == Severity::Error ? "ERROR" : "WARNING"}, {"code", finding.code}, {"message", finding.message}};
        if (!finding.location.empty()) one["location"] = finding.location;
        if (finding.line > 0) {
            one["line"] = finding.line;
            one["column"] = finding.column;
        }
        if (!finding.hint.empty()) one["hint"] = finding.hint;
        diagnostics.push_back(std::move(one));
    }
    return json::object{
        {"file", file_name}, {"result", count(findings, Severity::Error) == 0 ? "OK" : "FAIL"}, {"diagnostics", std::move(diagnostics)}};
}

}  // namespace pawl::cli
