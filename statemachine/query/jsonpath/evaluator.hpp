// Evaluates compiled JSONPath steps on a document. Selects by pointer; only what must be new (merged members) is built.
#pragma once

#include <memory>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/query/jsonpath/fuel.hpp"
#include "statemachine/query/jsonpath/steps.hpp"

namespace pawl::query::jsonpath {

/// What a path found: pointers into the document or into `built`, in order.
struct Selection {
    std::vector<const json::value*> values;
    std::vector<std::shared_ptr<const json::value>> built;
};

/// The one value of a plain path, from its step `first` on; null when it is not there. A few nanoseconds a step.
const json::value* find_plain(const Steps& steps, const json::value& root, std::size_t first = 0);

/// Any path. A definite path that found nothing is an error, in Jayway's words.
Result<Selection, PathMiss> evaluate(const Steps& steps, const json::value& root);
/// The same as a part of a larger evaluation.
Result<Selection, PathMiss> evaluate(const Steps& steps, const json::value& root, Fuel& fuel);

}  // namespace pawl::query::jsonpath
