// What a Task's Resource names: a Lambda function, one of AWS's service integrations, an activity, or nothing AWS would know.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "statemachine/definition/machine.hpp"

namespace pawl::definition {

enum class ResourceKind : std::uint8_t {
    Callable,  ///< what pawl can call: an Integration (a function's bare name is pawl's own: AWS wants the ARN)
    Activity,
    Service,   ///< any other integration AWS has, .sync and .waitForTaskToken forms included
    Unknown,   ///< an ARN that AWS does not recognise
    Malformed  ///< neither an ARN nor a name
};

enum class IntegrationPattern : std::uint8_t { RequestResponse, Sync, WaitForTaskToken };

struct Resource {
    ResourceKind kind = ResourceKind::Malformed;
    IntegrationPattern pattern = IntegrationPattern::RequestResponse;
    std::optional<Integration> integration = {};  ///< Callable
};

Resource classify_resource(std::string_view text);

}  // namespace pawl::definition
