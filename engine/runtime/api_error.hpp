// A refused request as the wire shows it: AWS's exception name, its message and the HTTP status. A value; nothing was changed.
#pragma once

#include <optional>
#include <string>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

using pawl::throw_exception_from_error;  // found by argument, for Result::value() of this namespace's errors

struct ApiError {
    std::string code;  ///< "ExecutionDoesNotExist"; the exception's bare name
    std::string message;
    int http_status = 400;
    std::optional<std::string> reason = {};         ///< ValidationException's `reason`
    std::optional<std::string> resource_name = {};  ///< ResourceNotFound's `resourceName`
};

}  // namespace pawl::engine
