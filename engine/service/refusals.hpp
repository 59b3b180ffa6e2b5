// How a refusal is worded: one table for every dialect, with AWS's exceptions and messages word for word (recorded-behaviour#errors). Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/runtime/api_error.hpp"

namespace pawl::engine {

struct Wording {
    std::string_view exception;        ///< "ExecutionDoesNotExist"
    std::string_view exception_space;  ///< what AWS JSON writes before it: "com.amazonaws.swf.service.v2.model#"
    int aws_status = 400;              ///< in AWS JSON
    int rest_status = 400;             ///< in REST
    std::string message;
    std::optional<std::string> reason = {};         ///< ValidationException's `reason`
    std::optional<std::string> resource_name = {};  ///< `resourceName` of ResourceNotFound and TooManyTags
};

Wording wording_of(const ApiError& error);

}  // namespace pawl::engine
