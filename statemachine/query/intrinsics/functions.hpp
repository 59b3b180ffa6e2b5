// The eighteen intrinsic functions. Each takes arguments whose number is right already, and answers with a value or refuses in the workspace.
// What fractions, limits and wrong types do was measured on AWS (conformance cases of gabrielmoreira/tiny-asl-machine) where the
// documentation says something else: it promises rounding, and AWS cuts fractions off everywhere but in States.MathAdd.
#pragma once

#include "statemachine/query/intrinsics/compiled.hpp"

namespace pawl::query::intrinsics {

// ---- arrays (functions_array.cpp)
Outcome array_of(const CallNode& call, Values arguments, Workspace& workspace);
Outcome array_contains(const CallNode& call, Values arguments, Workspace& workspace);
Outcome array_get_item(const CallNode& call, Values arguments, Workspace& workspace);
Outcome array_length(const CallNode& call, Values arguments, Workspace& workspace);
Outcome array_partition(const CallNode& call, Values arguments, Workspace& workspace);
Outcome array_range(const CallNode& call, Values arguments, Workspace& workspace);
Outcome array_unique(const CallNode& call, Values arguments, Workspace& workspace);

// ---- texts (functions_text.cpp)
Outcome base64_decoded(const CallNode& call, Values arguments, Workspace& workspace);
Outcome base64_encoded(const CallNode& call, Values arguments, Workspace& workspace);
Outcome formatted(const CallNode& call, Values arguments, Workspace& workspace);
Outcome hashed(const CallNode& call, Values arguments, Workspace& workspace);
Outcome string_split(const CallNode& call, Values arguments, Workspace& workspace);

// ---- JSON (functions_json.cpp)
Outcome json_merged(const CallNode& call, Values arguments, Workspace& workspace);
Outcome json_to_string(const CallNode& call, Values arguments, Workspace& workspace);
Outcome string_to_json(const CallNode& call, Values arguments, Workspace& workspace);

// ---- numbers (functions_math.cpp)
Outcome math_sum(const CallNode& call, Values arguments, Workspace& workspace);
Outcome math_random(const CallNode& call, Values arguments, Workspace& workspace);
Outcome uuid(const CallNode& call, Values arguments, Workspace& workspace);

/// A number with its fraction cut off; empty when the value is no number or lies outside `least` to `most`.
std::optional<std::int64_t> whole_number(const json::value& value, std::int64_t least, std::int64_t most);

}  // namespace pawl::query::intrinsics
