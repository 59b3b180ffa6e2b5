#include "cli/definition_report.hpp"

#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/text/excerpt.hpp"

namespace pawl::cli {
namespace {

constexpr const char* not_supported = "PAWL_NOT_SUPPORTED";

std::string what_is_unsupported(const definition::Unsupported& unsupported) {
    return unsupported.what + " is valid, but this version of pawl can't run it yet";
}

void print_one(std::ostream& out, std::string_view text, const std::string& file_name, Place place, const char* severity, const std::string& code,
               const std::string& message, const std::string& location, const std::string& hint) {
    out << file_name;
    if (place.line > 0) out << ':' << place.line << ':' << place.column;
    out << ": " << severity << ": " << message << " [" << code << "]" << (location.empty() ? "" : " at ") << location << '\n';
    if (place.line > 0) out << excerpt(text, place);
    if (!hint.empty()) out << "  hint: " << hint << '\n';
}

json::object entry(const char* severity, const std::string& code, const std::string& message, const std::string& location, std::uint32_t line,
                   std::uint32_t column) {
    json::object object{{"severity", severity}, {"code", code}, {"message", message}};
    if (!location.empty()) object["location"] = location;
    if (line > 0) {
        object["line"] = line;
        object["column"] = column;
    }
    return object;
}

const char* severity_name(definition::Severity severity) { return severity == definition::Severity::Error ? "ERROR" : "WARNING"; }

}  // namespace

bool is_fit_to_run(const definition::Compiled& compiled) { return !compiled.has_errors() && compiled.machine != nullptr; }

void print_report(std::ostream& out, const definition::Compiled& compiled, std::string_view text, const std::string& file_name) {
    for (const definition::Diagnostic& fault : compiled.diagnostics) {
        print_one(out, text, file_name, {fault.line, fault.column}, fault.severity == definition::Severity::Error ? "error" : "warning", fault.code,
                  fault.message, fault.location, fault.hint);
    }
    for (const definition::Unsupported& missing : compiled.unsupported) {
        print_one(out, text, file_name, {missing.line, missing.column}, "error", not_supported, what_is_unsupported(missing), missing.location, "");
    }
}

json::value report_of(const definition::Compiled& compiled) {
    json::array diagnostics;
    for (const definition::Diagnostic& fault : compiled.diagnostics) {
        json::object one = entry(severity_name(fault.severity), fault.code, fault.message, fault.location, fault.line, fault.column);
        if (!fault.hint.empty()) one["hint"] = fault.hint;
        diagnostics.push_back(std::move(one));
    }
    for (const definition::Unsupported& missing : compiled.unsupported) {
        diagnostics.push_back(entry("ERROR", not_supported, what_is_unsupported(missing), missing.location, missing.line, missing.column));
    }
    return json::object{{"result", is_fit_to_run(compiled) ? "OK" : "FAIL"}, {"diagnostics", std::move(diagnostics)}};
}

}  // namespace pawl::cli
