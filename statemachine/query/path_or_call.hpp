// What a field may hold that takes "a path or an intrinsic function": the members "x.$" of a template, ErrorPath, CausePath. Compiled once,
// immutable, shared between threads.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/intrinsics/call.hpp"
#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/resources.hpp"
#include "statemachine/query/scope.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::query {

class PathOrCall {
  public:
    static Result<PathOrCall, PathSyntaxError> compile(std::string_view text);

    const std::string& text() const;  ///< as written
    /// The variables it reads: names without "$", sorted, each once.
    std::vector<std::string> variable_references() const;

    /// `field` is the field's name as messages show it ("x.$", "CausePath"): "The JSONPath '$.a' specified for the field 'x.$' could not be
    /// found in the input '{}'".
    Result<Payload, QueryFailure> evaluate(const Scope& scope, std::string_view field) const;
    /// The same as a value of its own, for what is put together of many; they share the resources.
    Result<json::value, QueryFailure> build(const Scope& scope, Resources& resources, std::string_view field) const;

  private:
    explicit PathOrCall(std::variant<Path, intrinsics::Call> form) : form_(std::move(form)) {}
    std::variant<Path, intrinsics::Call> form_;
};

}  // namespace pawl::query
