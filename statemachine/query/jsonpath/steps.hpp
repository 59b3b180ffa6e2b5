// The compiled form of a JSONPath: a list of steps. Immutable once compiled; only the files of this folder look inside.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "statemachine/query/jsonpath/path.hpp"

namespace pawl::query::jsonpath {

struct Filter;

struct Name {
    std::string name;
};
/// ['a','b']: one new object with the members that are there. No name at all gives {}.
struct Names {
    std::vector<std::string> names;
};
struct Wildcard {};
/// "..": the step behind it is tried on every object and array below.
struct Scan {};
/// [3] or [1,2,3]. A negative index is never there: the dialect knows no counting from the end.
struct Indices {
    std::vector<std::int32_t> indices;
};
/// [from:to], either of them absent.
struct Slice {
    std::optional<std::int32_t> from, to;
};
/// [(@.length-n)]
struct FromLength {
    std::int32_t minus = 0;
};
struct Predicate {
    std::shared_ptr<const Filter> filter;
};

using Step = std::variant<Name, Names, Wildcard, Scan, Indices, Slice, FromLength, Predicate>;

struct Steps {
    std::vector<Step> steps;
    bool definite = true;  ///< selects at most one value
    bool plain = true;     ///< single names and single indices only: the result lies inside the document

    bool is_last(std::size_t index) const { return index + 1 == steps.size(); }
};

/// Compiles a path in the dialect itself: "$.a", "@.a" and the bare "a" mean the same; blanks around are cut off.
/// `depth` counts filters inside filters.
Result<Steps, PathSyntaxError> compile_steps(std::string_view text, int depth = 0);

/// A step as it stands in messages: "['a']", "[1]", "[1:3]", "[?]".
std::string to_text(const Step& step);

}  // namespace pawl::query::jsonpath
