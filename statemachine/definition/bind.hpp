// A checked definition → a Machine: names become indices, paths, templates and choice rules are compiled.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "statemachine/definition/machine.hpp"
#include "statemachine/definition/outline.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::definition {

/// What keeps a definition from being bound.
struct Unbindable {
    std::string what;  ///< "state \"A\": its Next points nowhere"
};

/// The definition must use nothing unsupported. One that has passed all checks can be bound; of another, only what running it needs is asked for.
Result<std::shared_ptr<const Machine>, Unbindable> bind(std::string_view text, const Node& root, const Outline& outline);

}  // namespace pawl::definition
