// A filter expression, the inside of [?(…)]: comparisons joined by && and ||. The dialect compares loosely: a literal is a text that takes
// the type of the value it meets, and a path that finds nothing makes its comparison false, whatever the operator.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/jsonata/library/regular_expression.hpp"
#include "statemachine/query/jsonpath/fuel.hpp"
#include "statemachine/query/jsonpath/steps.hpp"

namespace pawl::query::jsonpath {

enum class Comparison { Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, Matches };

struct FilterPath {
    bool from_root = false;  ///< $… rather than @…
    Steps steps;
};
struct Literal {
    std::string text;
    bool is_null = false;
    std::shared_ptr<const json::value> number;  ///< the text read as a number, if it is one
};
/// /…/ or /…/i, anchored at both ends: the dialect asks for a match of the whole text.
struct Pattern {
    jsonata::library::RegularExpression expression;
};
using Operand = std::variant<Literal, FilterPath, Pattern>;

struct Filter {
    struct Exists {
        FilterPath path;
        bool negated = false;
    };
    struct Compare {
        Operand left, right;
        Comparison comparison = Comparison::Equal;
    };
    struct Matches {
        FilterPath path;
        Pattern pattern;
    };
    struct Any {
        std::vector<Filter> parts;
    };
    struct All {
        std::vector<Filter> parts;
    };
    struct Never {};
    /// "[?]", the place for a filter that a program gives: good as a path, but it can't be applied.
    struct Absent {};
    std::variant<Never, Absent, Exists, Compare, Matches, Any, All> node;
};

/// `text` is what stands between the brackets: "?(@.a == 1)".
Result<Filter, PathSyntaxError> compile_filter(std::string_view text, int depth);

/// Accepted or not; the error is the sentence of a comparison that can't be made (a number with a text that is none).
Result<bool, std::string> accepts(const Filter& filter, const json::value& item, const json::value& root, Fuel& fuel);

}  // namespace pawl::query::jsonpath
