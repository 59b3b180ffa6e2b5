// The command line as a function: arguments in, exit code out. What a command prints goes to the two streams.
#pragma once

#include <iosfwd>

namespace pawl::cli {

int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err);

}  // namespace pawl::cli
