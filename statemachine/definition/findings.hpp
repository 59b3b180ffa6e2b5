// What the checks find: diagnostics in the order they were found, and uses of what pawl cannot run yet.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/definition/json_reader.hpp"
#include "statemachine/definition/machine.hpp"
#include "statemachine/definition/variables.hpp"

namespace pawl::definition {

/// AWS's codes (ValidateStateMachineDefinitionDiagnostic).
namespace codes {
inline constexpr const char* schema = "SCHEMA_VALIDATION_FAILED";
inline constexpr const char* invalid_json = "INVALID_JSON_DESCRIPTION";
inline constexpr const char* too_deep = "TOO_DEEPLY_NESTED";
inline constexpr const char* missing_target = "MISSING_TRANSITION_TARGET";
inline constexpr const char* missing_end = "MISSING_END_STATE";
inline constexpr const char* duplicate_state = "DUPLICATE_STATE_NAME";
inline constexpr const char* invalid_state_name = "INVALID_STATE_NAME";
inline constexpr const char* duplicate_label = "DUPLICATE_LABEL_NAME";
inline constexpr const char* invalid_label = "INVALID_LABEL_NAME";
inline constexpr const char* no_dollar = "NO_DOLLAR";
inline constexpr const char* no_path = "NO_PATH";
inline constexpr const char* static_result = "PASS_RESULT_IS_STATIC";
inline constexpr const char* invalid_jsonata = "INVALID_JSONATA_EXPRESSION";
inline constexpr const char* unsupported_jsonata = "UNSUPPORTED_JSONATA_EXPRESSION";
inline constexpr const char* duplicate_variable = "DUPLICATE_VARIABLE_NAME";
inline constexpr const char* undefined_variable = "POSSIBLY_UNDEFINED_VARIABLE";
// Ours, where AWS says nothing.
inline constexpr const char* invalid_yaml = "INVALID_YAML";
inline constexpr const char* duplicate_field = "DUPLICATE_FIELD";  ///< AWS takes the last one
inline constexpr const char* no_default = "CHOICE_WITHOUT_DEFAULT";
inline constexpr const char* catch_never_fires = "CATCH_NEVER_FIRES";
inline constexpr const char* retry_never_fires = "RETRY_NEVER_FIRES";
inline constexpr const char* heartbeat_too_long = "HEARTBEAT_NOT_BELOW_TIMEOUT";
inline constexpr const char* placeholder = "PLACEHOLDER";
}  // namespace codes

class Findings {
  public:
    void error(const char* code, std::string message, std::string location, const Place& place, std::string hint = {});
    /// SCHEMA_VALIDATION_FAILED, by far the most frequent one.
    void schema(std::string message, std::string location, const Place& place, std::string hint = {});
    void warning(const char* code, std::string message, std::string location, const Place& place, std::string hint = {});
    /// Without a place in the text.
    void error_nowhere(const char* code, std::string message);
    void unsupported(std::string what, std::string location, const Place& place);
    /// A warning about a value that a deployment tool will fill in.
    void placeholder(std::string location, const Place& place);
    /// A state reads a variable.
    void variable_read(const std::string& state, std::string_view variable);

    std::size_t error_count() const { return errors_; }
    std::size_t unsupported_count() const { return unsupported_.size(); }
    std::size_t placeholder_count() const { return placeholders_; }

    void move_to(Compiled& out);

  private:
    void add(Diagnostic diagnostic);

    std::vector<Diagnostic> diagnostics_;
    std::vector<Unsupported> unsupported_;
    std::map<std::string, std::set<std::string, std::less<>>> variables_read_;
    std::size_t errors_ = 0, placeholders_ = 0;
};

/// "did you mean 'Next'?" when one of the names is near enough to `word`; empty otherwise.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names);

/// What every check gets.
struct CheckContext {
    std::string_view text;  ///< the JSON that the tree's offsets point into
    const Options& options;
    Findings& findings;
    const VariableScopes& variables;
    bool is_yaml = false;                 ///< then lines and columns are those of the YAML text
    const OutlineState* state = nullptr;  ///< the one at hand
    std::size_t state_index = 0;
};

}  // namespace pawl::definition
