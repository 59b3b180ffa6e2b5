// A JSONata field: JSON in which strings written "{% … %}" are expressions (Output, Assign, Arguments, ItemSelector, Items, Seconds …). Compiled
// once, immutable, shared between threads; literal parts keep their text and the order of their members.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/jsonata/expression.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::query {

/// One fault of a template: where in it ("/key", "[0]"; empty for the whole) and what the compiler says.
struct ExpressionFault {
    std::string where;
    jsonata::SyntaxError error;
};

/// Why a field has no value: AWS's cause without its "An error occurred while executing the state …" prefix, and the field's path ("Output/r").
struct ExpressionFailure {
    std::string location;
    std::string message;
};

/// Evaluates one expression in surroundings of its own making. Implemented by whoever knows what $states and the variables are.
class ExpressionRunner {
  public:
    virtual ~ExpressionRunner() = default;
    virtual Result<std::optional<Payload>, jsonata::EvaluationError> run(const jsonata::Expression& expression) = 0;
};

class ExpressionTemplate {
  public:
    /// All faults, not the first. `field` is what failures name: "Output", "Catch[0]/Assign".
    static Result<ExpressionTemplate, std::vector<ExpressionFault>> compile(const json::value& source, std::string field);

    const std::string& field() const;
    /// The text of the expression if the whole field is one.
    std::optional<std::string_view> expression() const;
    std::vector<const jsonata::Expression*> expressions() const;
    /// The variables they read, without "$" and without "states"; sorted, each once.
    std::vector<std::string> variable_references() const;

    /// In the order of the text; the first that fails ends it. A result that is a part of a payload comes without a copy.
    Result<Payload, ExpressionFailure> evaluate(ExpressionRunner& runner) const;
    using Members = std::vector<std::pair<std::string, Payload>>;
    /// The members one by one, for a field that is an object (Assign).
    Result<Members, ExpressionFailure> evaluate_members(ExpressionRunner& runner) const;

    /// "The JSONata expression 'E' specified for the field 'F' returned an unexpected result type. Expected 'array', but was 'number' for value: 1",
    /// or about the literal value, as a failure of this field.
    ExpressionFailure unexpected_type(std::string_view expected, const Payload& value) const;

    struct Node;

  private:
    struct Compiled;
    explicit ExpressionTemplate(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

/// The text between "{%" and "%}" without the blanks around it; empty optional for a literal.
std::optional<std::string_view> expression_in(std::string_view text);

}  // namespace pawl::query
