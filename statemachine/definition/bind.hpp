// A checked definition → a Machine: names become indices, paths, templates and choice rules are compiled.
#pragma once

#include <memory>
#include <string_view>

#include "statemachine/definition/machine.hpp"
#include "statemachine/definition/outline.hpp"

namespace pawl::definition {

/// The definition must have passed all checks and use nothing unsupported; whatever does not bind then is our bug and aborts.
std::shared_ptr<const Machine> bind(std::string_view text, const Node& root, const Outline& outline);

}  // namespace pawl::definition
