// Evaluates one expression of any of the language's three query languages as a state would, for `pawl eval`. Reads no clock and draws no random
// number: both come in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::cli {

enum class QueryLanguage { Jsonata, JsonPath, Intrinsic };

/// {% … %} is JSONata, States.… an intrinsic function, what is a path is JSONPath ($states apart), all else JSONata.
QueryLanguage guess_language(std::string_view expression);

struct Evaluation {
    Payload input, context, variables;  ///< variables: an object
    std::optional<Payload> result;      ///< $states.result
    Instant now;
    std::uint64_t entropy = 0;
};

struct EvaluationResult {
    std::optional<Payload> value;
    std::string error;                    ///< "T2001: …", "States.Runtime: …"; empty when there is a value
    bool syntax = false;                  ///< the expression is wrong whatever the input is
    std::optional<std::size_t> position;  ///< of the error: a byte offset in the expression
    std::string note;                     ///< what Step Functions would have against the expression; may be empty
};

EvaluationResult evaluate(std::string_view expression, QueryLanguage language, const Evaluation& with);

}  // namespace pawl::cli
