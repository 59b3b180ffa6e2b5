// Which parts of the language this version can run. What it cannot is still checked as language, and refused by name when a state machine is
// created (Unsupported).
#pragma once

namespace pawl::definition {

inline constexpr bool runs_jsonata = true;
inline constexpr bool runs_variables = true;

}  // namespace pawl::definition
