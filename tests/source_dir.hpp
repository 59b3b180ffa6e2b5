// Where the sources of the running test lie: its fixtures, and ../shared beside them.
#pragma once

#include <string>

namespace pawl {

/// An absolute path without a slash at its end.
const std::string& source_dir();

}  // namespace pawl
