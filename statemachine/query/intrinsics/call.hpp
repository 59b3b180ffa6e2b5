// A call of an intrinsic function, States.Format('{}', $.a), compiled once from its text: arguments are literals, compiled paths or calls.
// Immutable, shared between threads. Evaluation looks at its arguments where they lie: nothing is copied but what a function builds.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/resources.hpp"
#include "statemachine/query/scope.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::query::intrinsics {

class Call {
  public:
    /// The whole text must be one call; calls may be nested ten levels deep. The offset of a fault is that in `text`.
    static Result<Call, PathSyntaxError> compile(std::string_view text);

    const std::string& text() const;  ///< as written
    /// The variables it reads: names without "$", sorted, each once.
    const std::vector<std::string>& variable_references() const;

    /// A new value. Fails with States.Runtime: "There was an error while evaluating the intrinsic function: <call>. <what is wrong>"
    /// (recorded-behaviour#intrinsic-functions), or where an argument's path finds nothing "The function '<call>' had the following error: …"
    /// (measured by floci's #2872).
    Result<json::value, QueryFailure> build(const Scope& scope, Resources& resources) const;

    struct Compiled;

  private:
    explicit Call(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace pawl::query::intrinsics
