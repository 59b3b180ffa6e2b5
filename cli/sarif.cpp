#include "cli/sarif.hpp"

#include <algorithm>
#include <map>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace pawl::cli {
namespace {

using definition::Diagnostic;

bool may_stay(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || std::string_view("-._~/").find(c) != std::string_view::npos;
}

// A relative reference, so that it fits the repository the file is in; an absolute name is a file: URI.
std::string uri_of(const std::string& file_name) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    if (file_name == "-") return "stdin";
    std::string uri = file_name.starts_with('/') ? "file://" : "";
    for (const char c : file_name) {
        if (may_stay(c)) {
            uri += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        uri.append("%").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
    }
    return uri;
}

json::object result_of(const Diagnostic& finding, const std::string& file_name, std::size_t rule) {
    json::object physical{{"artifactLocation", {{"uri", uri_of(file_name)}}}};
    if (finding.line > 0) physical["region"] = json::object{{"startLine", finding.line}, {"startColumn", std::max(finding.column, 1U)}};
    json::object location{{"physicalLocation", std::move(physical)}};
    if (!finding.location.empty()) location["logicalLocations"] = json::array{json::object{{"fullyQualifiedName", finding.location}}};
    const std::string text = finding.hint.empty() ? finding.message : finding.message + " (" + finding.hint + ")";
    return {{"ruleId", finding.code},
            {"ruleIndex", rule},
            {"level", finding.severity == definition::Severity::Error ? "error" : "warning"},
            {"message", {{"text", text}}},
            {"locations", json::array{std::move(location)}}};
}

}  // namespace

json::value sarif_of(const std::vector<std::pair<std::string, Findings>>& files) {
    std::map<std::string, std::size_t> numbers;
    json::array rules, results;
    for (const auto& [file_name, findings] : files) {
        for (const Diagnostic& finding : findings) {
            const auto [rule, is_new] = numbers.emplace(finding.code, rules.size());
            if (is_new) rules.push_back(json::object{{"id", finding.code}});
            results.push_back(result_of(finding, file_name, rule->second));
        }
    }
    const json::object driver{{"name", "pawl"}, {"version", PAWL_VERSION}, {"rules", std::move(rules)}};
    return json::object{
        {"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
        {"version", "2.1.0"},
        {"runs", json::array{json::object{{"tool", {{"driver", driver}}}, {"columnKind", "utf16CodeUnits"}, {"results", std::move(results)}}}}};
}

}  // namespace pawl::cli
