// What the checks find: diagnostics in the order they were found, and uses of what pawl cannot run yet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statemachine/definition/json_reader.hpp"
#include "statemachine/definition/machine.hpp"

namespace pawl::definition {

/// AWS's codes (ValidateStateMachineDefinitionDiagnostic).
namespace codes {
inline constexpr const char* schema = "SCHEMA_VALIDATION_FAILED";
inline constexpr const char* missing_target = "MISSING_TRANSITION_TARGET";
inline constexpr const char* missing_end = "MISSING_END_STATE";
inline constexpr const char* duplicate_state = "DUPLICATE_STATE_NAME";
inline constexpr const char* invalid_state_name = "INVALID_STATE_NAME";
inline constexpr const char* duplicate_label = "DUPLICATE_LABEL_NAME";
inline constexpr const char* invalid_label = "INVALID_LABEL_NAME";
inline constexpr const char* no_dollar = "NO_DOLLAR";
inline constexpr const char* no_path = "NO_PATH";
inline constexpr const char* static_result = "PASS_RESULT_IS_STATIC";
inline constexpr const char* duplicate_field = "DUPLICATE_FIELD";  ///< ours: AWS takes the last one without a word
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

    std::size_t error_count() const { return errors_; }
    std::size_t unsupported_count() const { return unsupported_.size(); }

    void move_to(Compiled& out);

  private:
    void add(Diagnostic diagnostic);

    std::vector<Diagnostic> diagnostics_;
    std::vector<Unsupported> unsupported_;
    std::size_t errors_ = 0;
};

/// "did you mean 'Next'?" when one of the names is near enough to `word`; empty otherwise.
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names);

/// What every check gets.
struct CheckContext {
    std::string_view text;
    const Options& options;
    Findings& findings;
};

}  // namespace pawl::definition
