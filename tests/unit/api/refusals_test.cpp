// Every refusal as each dialect shows it, byte for byte.
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "engine/api/aws_json/aws_json.hpp"
#include "engine/api/rest/rest.hpp"

namespace pawl::engine {
namespace {

struct Row {
    Refusal refusal;
    std::string subject, detail;
    std::string type;  // __type; the exception behind '#' is REST's code
    int aws_status, rest_status;
    std::string message;
    std::string more = "";  // of AWS JSON's body
};

const std::string model = "com.amazonaws.swf.service.v2.model#", service = "com.amazon.coral.service#";

const Row rows[] = {
    {Refusal::UnknownOperation, "AWSStepFunctions.Fly", "", service + "UnknownOperationException", 400, 400,
     "There is no operation AWSStepFunctions.Fly"},
    {Refusal::UnknownOperation, "", "", service + "UnknownOperationException", 400, 400,
     "The header X-Amz-Target is missing; it names the operation, as in AWSStepFunctions.StartExecution"},
    {Refusal::Serialization, "", "The body is no JSON: %s", service + "SerializationException", 400, 400, "The body is no JSON: %s"},
    {Refusal::Constraint, "", "1 validation error detected: x", "com.amazon.coral.validate#ValidationException", 400, 400,
     "1 validation error detected: x"},
    {Refusal::Validation, "", "no", model + "ValidationException", 400, 400, "no"},
    {Refusal::LabeledArn, "State Machine", "", model + "ValidationException", 400, 400, "Labeled State Machine ARNs are not supported for this API",
     R"(,"reason":"API_DOES_NOT_SUPPORT_LABELED_ARNS")"},
    {Refusal::InvalidArnPrefix, "x", "", model + "InvalidArn", 400, 400, "Invalid Arn: 'Invalid ARN prefix: x'"},
    {Refusal::InvalidArnType, "x", "", model + "InvalidArn", 400, 400, "Invalid Arn: 'Resource type not valid in this context: x'"},
    {Refusal::InvalidRoleArn, "x", "", model + "InvalidArn", 400, 400, "Invalid Role Arn: 'x'"},
    {Refusal::InvalidName, "a/b%d", "", model + "InvalidName", 400, 400, "Invalid Name: 'a/b%d'"},
    {Refusal::InvalidToken, "", "", model + "InvalidToken", 400, 400, "Invalid Token: 'Invalid token'"},
    {Refusal::InvalidDefinition, "", "X: y at z", model + "InvalidDefinition", 400, 422, "Invalid State Machine Definition: 'X: y at z'"},
    {Refusal::UnboundDefinition, "", "why", model + "InvalidDefinition", 400, 422, "why"},
    {Refusal::InvalidExecutionInput, "", "why", model + "InvalidExecutionInput", 400, 400, "Invalid State Machine Execution Input: 'why'"},
    {Refusal::EmptyExecutionInput, "", "", model + "InvalidExecutionInput", 400, 400,
     "Invalid State Machine Execution Input: 'Invalid execution input.'"},
    {Refusal::InvalidLoggingConfiguration, "", "", model + "InvalidLoggingConfiguration", 400, 400,
     "Invalid Logging Configuration: Must specify exactly one Log Destination."},
    {Refusal::MissingChange, "", "", model + "MissingRequiredParameter", 400, 400,
     "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified"},
    {Refusal::TypeNotSupported, "EXPRESS", "0.1", model + "StateMachineTypeNotSupported", 400, 400,
     "PAWL_NOT_SUPPORTED: type EXPRESS is not supported by pawl 0.1 yet; use STANDARD"},
    {Refusal::NotBuiltYet, "Fly", "0.1", "UnsupportedOperation", 400, 501, "Fly is part of AWS Step Functions but not of pawl 0.1 yet"},
    {Refusal::UnknownCaller, "", "", service + "UnrecognizedClientException", 400, 401, "The security token included in the request is invalid."},
    {Refusal::SystemTag, "", "", service + "AccessDeniedException", 400, 403, "Caller is an end user and not allowed to mutate system tags"},
    {Refusal::MachineDoesNotExist, "arn", "", model + "StateMachineDoesNotExist", 400, 404, "State Machine Does Not Exist: 'arn'"},
    {Refusal::MachineAlreadyExists, "arn", "", model + "StateMachineAlreadyExists", 400, 409, "State Machine Already Exists: 'arn'"},
    {Refusal::MachineDeleting, "arn", "", model + "StateMachineDeleting", 400, 409, "State Machine is being deleted: 'arn'"},
    {Refusal::ExecutionDoesNotExist, "arn", "", model + "ExecutionDoesNotExist", 400, 404, "Execution Does Not Exist: 'arn'"},
    {Refusal::ExecutionRetired, "", "", model + "ExecutionDoesNotExist", 400, 404,
     "Execution Does Not Exist: its retention time ended while it was asked for."},
    {Refusal::ExecutionAlreadyExists, "arn", "", model + "ExecutionAlreadyExists", 400, 409, "Execution Already Exists: 'arn'"},
    {Refusal::ResourceNotFound, "arn", "", model + "ResourceNotFound", 400, 404, "Resource not found: 'arn'", R"(,"resourceName":"arn")"},
    {Refusal::TooManyTags, "arn", "51", model + "TooManyTags", 400, 400, "The resource would have 51 tags; at most 50 are allowed",
     R"(,"resourceName":"arn")"},
    {Refusal::MachineChanged, "m", "", model + "ConflictException", 400, 409,
     "State machine m was changed by another request at the same time. Try again."},
    {Refusal::TagsChanged, "m", "", model + "ConflictException", 400, 409,
     "Tags of state machine m was changed by another request at the same time. Try again."},
    {Refusal::Throttled, "", "", "com.amazon.coral.availability#ThrottlingException", 400, 429, "Rate exceeded"},
    {Refusal::Closed, "", "", service + "ServiceUnavailable", 503, 503,
     "pawl is shutting down or has stopped after a storage failure. Try again later."},
    {Refusal::StoreBusy, "", "why", service + "ServiceUnavailable", 503, 503, "The store is busy: why. Try again."},
    {Refusal::StoreFailed, "", "why", service + "InternalFailure", 500, 500, "The store failed: why"},
    {Refusal::Unreadable, "", "why", service + "InternalFailure", 500, 500, "why"},
    {Refusal::ExecutionNotLoaded, "", "why", service + "InternalFailure", 500, 500, "The execution can't be loaded: why"},
    {Refusal::HistoryUnreadable, "", "why", service + "InternalFailure", 500, 500, "The history cannot be read: why"},
};

TEST(Refusals, AwsJsonShowsExceptionAndMessage) {
    for (const Row& row : rows) {
        const http::HttpResponse response = aws_json::write_error(ApiError(row.refusal, row.subject, row.detail));
        EXPECT_EQ(response.status, row.aws_status) << row.message;
        const char* const name = row.refusal == Refusal::SystemTag ? "Message" : "message";
        EXPECT_EQ(response.body, R"({"__type":")" + row.type + R"(",")" + name + R"(":")" + row.message + '"' + row.more + "}");
    }
}

TEST(Refusals, RestShowsAProblemDocument) {
    for (const Row& row : rows) {
        const http::HttpResponse response = rest::write_problem(ApiError(row.refusal, row.subject, row.detail));
        EXPECT_EQ(response.status, row.rest_status) << row.message;
        EXPECT_EQ(response.content_type, "application/problem+json");
        EXPECT_EQ(response.body, R"({"type":"about:blank","title":")" + std::string(http::reason_phrase(row.rest_status)) + R"(","status":)" +
                                     std::to_string(row.rest_status) + R"(,"detail":")" + row.message + R"(","code":")" +
                                     row.type.substr(row.type.find('#') + 1) + R"("})");
    }
}

TEST(Refusals, AllAreInThisTable) {
    std::set<Refusal> seen;
    for (const Row& row : rows) seen.insert(row.refusal);
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(Refusal::HistoryUnreadable) + 1);
}

}  // namespace
}  // namespace pawl::engine
