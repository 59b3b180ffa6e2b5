// Runs the command line in this process, as main() would: what it printed and how it ended.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "cli/app.hpp"

namespace pawl::cli {

struct Ran {
    int exit = -1;
    std::string out, err;
};

/// Arguments without the program's name.
inline Ran run_pawl(const std::vector<std::string>& arguments) {
    std::vector<const char*> pointers{"pawl"};
    for (const std::string& argument : arguments) pointers.push_back(argument.c_str());
    std::ostringstream out, err;
    Ran ran;
    ran.exit = run(static_cast<int>(pointers.size()), pointers.data(), out, err);
    ran.out = out.str();
    ran.err = err.str();
    return ran;
}

}  // namespace pawl::cli
