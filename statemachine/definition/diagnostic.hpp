// One finding about a definition, in AWS's words (ValidateStateMachineDefinition's diagnostic) with the place in the text it was found at.
#pragma once

#include <cstdint>
#include <string>

namespace pawl::definition {

enum class Severity { Error, Warning };

struct Diagnostic {
    Severity severity = Severity::Error;
    std::string code;                    ///< "SCHEMA_VALIDATION_FAILED", "MISSING_TRANSITION_TARGET", …
    std::string message;                 ///< "These fields are required: [States]"
    std::string location;                ///< AWS's location: "/States/A/Next"; may be empty
    std::uint32_t line = 0, column = 0;  ///< 1-based place in the text; 0 = unknown
    std::string hint = {};               ///< ours: "did you mean …"; may be empty
};

}  // namespace pawl::definition
