// What a path, template or rule may look at while a state runs: the input at hand and the context object, which is built only if asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::query {

/// Gives the context object ($$). Implemented by the execution room; may build it at the first call and keep it.
class ContextObject {
  public:
    virtual ~ContextObject() = default;
    virtual const Payload& context() const = 0;

    /// Where a path that begins with these names ("" = no name) may start: in `value`, behind the first `names` of them.
    struct Part {
        const Payload* value = nullptr;
        std::size_t names = 0;
    };
    /// The least that has to be built for such a path; by default the whole. What is not found there is not in the whole either.
    virtual Part part(std::string_view, std::string_view, std::string_view) const { return {&context(), 0}; }
};

/// Gives the variables a state can see ($name): those of its own flow and of the flows around it. Implemented by the execution room.
class Variables {
  public:
    virtual ~Variables() = default;
    /// Null: nothing was assigned to that name.
    virtual const Payload* find(std::string_view name) const = 0;
};

struct Scope {
    const Payload& input;                  ///< what $ means
    const ContextObject& context;          ///< what $$ means
    const Variables* variables = nullptr;  ///< what $name means; null = there are none
    /// What States.UUID and States.MathRandom draw from. Another number for every evaluation: equal numbers give equal results.
    std::uint64_t entropy = 0;
};

/// Why an evaluation failed: an error name ("States.Runtime", "States.ReferencePathConflict") and the message without the
/// "An error occurred while executing the state …" prefix, which the execution room adds.
struct QueryFailure {
    std::string error;
    std::string message;
    bool with_prefix = true;  ///< false where AWS was recorded to leave the prefix out
};

}  // namespace pawl::query
