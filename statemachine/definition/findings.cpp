#include "statemachine/definition/findings.hpp"

#include <algorithm>
#include <utility>

#include "statemachine/vocabulary/word_distance.hpp"

namespace pawl::definition {

namespace {

// AWS shows 100; a definition with more defects than this is told the first ones, so that a hostile one does not fill the memory.
constexpr std::size_t most_findings = 1000;

}  // namespace

void Findings::add(Diagnostic diagnostic) {
    if (diagnostics_.size() >= most_findings) return;
    diagnostic.location = bounded_location(std::move(diagnostic.location));
    diagnostics_.push_back(std::move(diagnostic));
}

void Findings::error(const char* code, std::string message, std::string location, const Place& place, std::string hint) {
    ++errors_;
    // An error must never be lost behind warnings.
    if (errors_ == 1 && diagnostics_.size() == most_findings) diagnostics_.pop_back();
    add({Severity::Error, code, std::move(message), std::move(location), place.line, place.column, std::move(hint)});
}

void Findings::error_nowhere(const char* code, std::string message) { error(code, std::move(message), "", {0, 0, 0}); }

void Findings::schema(std::string message, std::string location, const Place& place, std::string hint) {
    error(codes::schema, std::move(message), std::move(location), place, std::move(hint));
}

void Findings::warning(const char* code, std::string message, std::string location, const Place& place, std::string hint) {
    add({Severity::Warning, code, std::move(message), std::move(location), place.line, place.column, std::move(hint)});
}

void Findings::placeholder(std::string location, const Place& place) {
    ++placeholders_;
    warning(codes::placeholder, "The value is a placeholder: it must be filled in before a state machine is made of this", std::move(location),
            place);
}

void Findings::unsupported(std::string what, std::string location, const Place& place) {
    if (unsupported_.size() < most_findings) unsupported_.push_back({std::move(what), std::move(location), place.line, place.column});
}

void Findings::variable_read(const std::string& state, std::string_view variable) {
    auto& names = variables_read_[state];
    if (names.find(variable) == names.end()) names.emplace(variable);
}

void Findings::move_to(Compiled& out) {
    out.diagnostics = std::move(diagnostics_);
    out.unsupported = std::move(unsupported_);
    for (auto& [state, names] : variables_read_) out.variable_references.emplace_back(state, std::vector<std::string>(names.begin(), names.end()));
}

std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names) {
    constexpr std::size_t longest = 80;
    std::string_view best;
    std::size_t best_distance = std::min<std::size_t>(3, word.size() / 2 + 1);  // at most 2 edits, fewer for short words
    if (word.size() > longest || names.size() > 1000) return "";
    for (const std::string_view name : names) {
        if (name.size() > longest || name.size() > word.size() + 2 || word.size() > name.size() + 2) continue;
        const std::size_t edits = word_distance(word, name);
        if (edits >= best_distance) continue;
        best = name;
        best_distance = edits;
    }
    return best.empty() ? "" : "did you mean '" + std::string(best) + "'?";
}

}  // namespace pawl::definition
