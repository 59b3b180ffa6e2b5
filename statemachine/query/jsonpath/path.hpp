// A JSONPath in the dialect of Jayway JsonPath 2.0.0, the one AWS behaves like (recorded-behaviour#jsonpath). Compiled once, immutable,
// shared between threads. Evaluation never copies what a definite path selects.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "statemachine/query/scope.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::query {

struct PathSyntaxError {
    std::string message;
    std::size_t offset = 0;
};

/// Nothing was found, in Jayway's words: "No results for path: $['x']", "Missing property in path $['no']".
struct PathMiss {
    std::string message;
    bool behind_the_end = false;  ///< the path ends in the index of an item that its array doesn't have
};

enum class PathRoot { Input, Context, Variable };

class Path {
  public:
    /// "$.a.b", "$$.Execution.Id", "$name.a" …
    static Result<Path, PathSyntaxError> compile(std::string_view text);

    const std::string& text() const;  ///< as written
    PathRoot root() const;
    const std::string& variable() const;  ///< "name" of "$name.a"; empty for another root
    bool is_whole() const;                ///< "$", "$$" or "$name": selects everything
    bool is_definite() const;             ///< selects one value; otherwise the result is a new array

    /// The value a path of names and single indices selects, without making a Payload; null when it is not there or the path is of
    /// another form (then ask select()). Of the context object no more is built than the path needs.
    const json::value* find(const Scope& scope) const;
    /// On the right root already: for $ the input, for $$ the context object, for $name the variable's value.
    Result<Payload, PathMiss> select(const Payload& root) const;
    /// Picks the root from the scope.
    Result<Payload, PathMiss> select(const Scope& scope) const;
    /// What the path starts from; null for a variable that was not assigned.
    const Payload* root_in(const Scope& scope) const;

  private:
    struct Compiled;
    ContextObject::Part start(const Scope& scope) const;
    explicit Path(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

/// A path that names one place: only member and index steps (specification, "Reference Paths"). ResultPath writes with it.
class ReferencePath {
  public:
    static Result<ReferencePath, PathSyntaxError> compile(std::string_view text);

    const std::string& text() const;
    bool is_whole() const;
    /// `into` with `value` at this place; missing parents are made. Fails with States.ReferencePathConflict
    /// "Unable to apply ReferencePath $.child to input 4" where a parent is no object.
    Result<Payload, QueryFailure> put(const Payload& into, const Payload& value) const;

  private:
    struct Compiled;
    explicit ReferencePath(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace pawl::query
