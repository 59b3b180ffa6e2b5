// What a Task's Resource names: a Lambda function, one of AWS's service integrations, an activity, or nothing AWS would know.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pawl::definition {

enum class ResourceKind : std::uint8_t {
    LambdaFunction,  ///< a function's ARN, or its bare name (pawl's own: AWS wants the ARN)
    LambdaInvoke,    ///< arn:aws:states:::lambda:invoke
    Activity,
    Service,   ///< any other integration AWS has, .sync and .waitForTaskToken forms included
    Unknown,   ///< an ARN that AWS does not recognise
    Malformed  ///< neither an ARN nor a name
};

enum class IntegrationPattern : std::uint8_t { RequestResponse, Sync, WaitForTaskToken };

struct Resource {
    ResourceKind kind = ResourceKind::Malformed;
    IntegrationPattern pattern = IntegrationPattern::RequestResponse;
    std::string function_name;  ///< LambdaFunction: bare
};

Resource classify_resource(std::string_view text);

}  // namespace pawl::definition
