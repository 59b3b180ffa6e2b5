// Reads whole files, with an error that says what to do.
#pragma once

#include <string>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::cli {

struct FileError {
    bool missing = false;
    std::string message;
};

/// "-" is the standard input.
Result<std::string, FileError> read_file(const std::string& name);

}  // namespace pawl::cli
