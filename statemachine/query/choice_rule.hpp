// A JSONPath choice rule: an operator on a Variable, or And, Or, Not of rules. Compiled once, immutable.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/scope.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::query {

class ChoiceRule {
  public:
    /// `source` is one element of Choices (its Next, Assign, Comment are not looked at). The definition room has checked it; a fault left
    /// over comes back as a sentence.
    static Result<ChoiceRule, std::string> compile(const json::value& source);

    /// Wrong types are false; a Variable that is not there fails with States.Runtime "Invalid path '$.x': The choice state's condition
    /// path references an invalid value." except for IsPresent. And/Or stop at the first decisive rule.
    Result<bool, QueryFailure> matches(const Scope& scope) const;

    /// The variables it reads: names without "$", sorted, each once.
    const std::vector<std::string>& variable_references() const;

    struct Node;

  private:
    struct Compiled;
    explicit ChoiceRule(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace pawl::query
