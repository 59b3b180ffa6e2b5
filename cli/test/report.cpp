#include "cli/test/report.hpp"

#include <algorithm>
#include <cstdio>
#include <ostream>
#include <string_view>

#include "cli/text/duration.hpp"
#include "statemachine/vocabulary/xml_text.hpp"

namespace pawl::cli {
namespace {

std::string title_of(const TestResult& result) { return result.suite + (result.name.empty() ? "" : " > " + result.name); }

/// An attribute's reader turns line breaks into blanks: they are written as references; a bare return becomes U+FFFD.
std::string xml(std::string_view text) {
    std::string out;
    for (const char c : xml_text(text)) {
        if (c == '\n') {
            out += "&#10;";
        } else if (c == '\r') {
            out += "\xEF\xBF\xBD";
        } else {
            out += c;
        }
    }
    return out;
}

std::string seconds(std::int64_t ms) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3f", static_cast<double>(ms) / 1000);
    return text;
}

std::size_t count(const std::vector<TestResult>& results, TestResult::Kind kind) {
    return static_cast<std::size_t>(std::count_if(results.begin(), results.end(), [&](const TestResult& result) { return result.kind == kind; }));
}

}  // namespace

void print_results(std::ostream& out, const std::vector<TestResult>& results, bool verbose, bool colour) {
    const char *red = colour ? "\033[31m" : "", *green = colour ? "\033[32m" : "", *plain = colour ? "\033[0m" : "";
    for (const TestResult& result : results) {
        if (result.kind == TestResult::Kind::Passed) {
            if (verbose)
                out << green << "ok      " << plain << title_of(result) << "  (" << duration_text(result.virtual_ms) << ") " << result.summary
                    << '\n';
            continue;
        }
        out << red << (result.kind == TestResult::Kind::Failed ? "FAILED  " : "BROKEN  ") << plain << title_of(result);
        if (result.line > 0) out << "  (line " << result.line << ")";
        out << '\n';
        for (std::size_t begin = 0; begin < result.details.size();) {
            const std::size_t end = std::min(result.details.find('\n', begin), result.details.size());
            const std::string_view line = std::string_view(result.details).substr(begin, end - begin);
            const char* paint = line.starts_with("  - ") ? red : line.starts_with("  + ") ? green : "";
            out << "    " << paint << line << (*paint != '\0' ? plain : "") << '\n';
            begin = end + 1;
        }
    }
    const std::size_t failed = count(results, TestResult::Kind::Failed), broken = count(results, TestResult::Kind::Broken);
    out << results.size() - failed - broken << " passed, " << failed << " failed";
    if (broken > 0) out << ", " << broken << " could not be run";
    out << '\n';
}

std::string to_junit(const std::vector<TestResult>& results) {
    const auto counts = [](const std::vector<TestResult>& of) {
        return " tests=\"" + std::to_string(of.size()) + "\" failures=\"" + std::to_string(count(of, TestResult::Kind::Failed)) + "\" errors=\"" +
               std::to_string(count(of, TestResult::Kind::Broken)) + "\"";
    };
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pawl\"" + counts(results) + ">\n";
    for (auto begin = results.begin(); begin != results.end();) {
        const auto end = std::find_if(begin, results.end(), [&](const TestResult& result) { return result.suite != begin->suite; });
        const std::vector<TestResult> suite(begin, end);
        out += "  <testsuite name=\"" + xml(begin->suite) + "\"" + counts(suite) + ">\n";
        for (const TestResult& result : suite) {
            // The time is the execution's own, not what the test took.
            out += "    <testcase classname=\"" + xml(result.suite) + "\" name=\"" + xml(result.name.empty() ? result.suite : result.name) +
                   "\" file=\"" + xml(result.suite) + "\" line=\"" + std::to_string(result.line) + "\" time=\"" + seconds(result.virtual_ms) + "\"";
            if (result.kind == TestResult::Kind::Passed) {
                out += "/>\n";
                continue;
            }
            const char* element = result.kind == TestResult::Kind::Failed ? "failure" : "error";
            out += ">\n      <" + std::string(element) + " message=\"" + xml(result.details.substr(0, result.details.find('\n'))) + "\">" +
                   xml(result.details) + "</" + element + ">\n    </testcase>\n";
        }
        out += "  </testsuite>\n";
        begin = end;
    }
    return out + "</testsuites>\n";
}

}  // namespace pawl::cli
