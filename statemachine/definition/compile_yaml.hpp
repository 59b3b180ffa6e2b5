// The compiler's other way in, beside machine.hpp's compile(): a definition written in YAML. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "statemachine/definition/machine.hpp"

namespace pawl::definition {

struct CompiledYaml {
    Compiled compiled;  ///< lines and columns: of the YAML
    std::string json;   ///< what the YAML stands for, to be deployed; empty when it could not be read
};

/// As compile() for a YAML text: the same checks, the same words; what is no YAML is INVALID_YAML, a key written twice an error.
CompiledYaml compile_yaml(std::string_view text, const Options& options = {});

}  // namespace pawl::definition
