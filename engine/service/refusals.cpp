#include "engine/service/refusals.hpp"

#include "engine/service/tags.hpp"
#include "statemachine/vocabulary/check.hpp"

namespace pawl::engine {

namespace {

/// In a message, %s is the refusal's subject and %d its detail.
struct Entry {
    std::string_view exception;
    std::string_view space;
    int aws_status, rest_status;
    std::string_view message;
};

constexpr std::string_view model = "com.amazonaws.swf.service.v2.model#";
constexpr std::string_view service = "com.amazon.coral.service#";
constexpr std::string_view constraints = "com.amazon.coral.validate#";
constexpr std::string_view availability = "com.amazon.coral.availability#";
constexpr std::string_view ours = "";

Entry entry_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::UnknownOperation:
            return {"UnknownOperationException", service, 400, 400, "There is no operation %s"};
        case Refusal::Serialization:
            return {"SerializationException", service, 400, 400, "%d"};
        case Refusal::Constraint:
            return {"ValidationException", constraints, 400, 400, "%d"};
        case Refusal::Validation:
            return {"ValidationException", model, 400, 400, "%d"};
        case Refusal::LabeledArn:
            return {"ValidationException", model, 400, 400, "Labeled %s ARNs are not supported for this API"};
        case Refusal::InvalidArnPrefix:
            return {"InvalidArn", model, 400, 400, "Invalid Arn: 'Invalid ARN prefix: %s'"};
        case Refusal::InvalidArnType:
            return {"InvalidArn", model, 400, 400, "Invalid Arn: 'Resource type not valid in this context: %s'"};
        case Refusal::InvalidRoleArn:
            return {"InvalidArn", model, 400, 400, "Invalid Role Arn: '%s'"};
        case Refusal::InvalidName:
            return {"InvalidName", model, 400, 400, "Invalid Name: '%s'"};
        case Refusal::InvalidToken:
            return {"InvalidToken", model, 400, 400, "Invalid Token: 'Invalid token'"};
        case Refusal::InvalidDefinition:
            return {"InvalidDefinition", model, 400, 422, "Invalid State Machine Definition: '%d'"};
        case Refusal::UnboundDefinition:
            return {"InvalidDefinition", model, 400, 422, "%d"};
        case Refusal::InvalidExecutionInput:
            return {"InvalidExecutionInput", model, 400, 400, "Invalid State Machine Execution Input: '%d'"};
        case Refusal::EmptyExecutionInput:
            return {"InvalidExecutionInput", model, 400, 400, "Invalid State Machine Execution Input: 'Invalid execution input.'"};
        case Refusal::InvalidLoggingConfiguration:
            return {"InvalidLoggingConfiguration", model, 400, 400, "Invalid Logging Configuration: Must specify exactly one Log Destination."};
        case Refusal::MissingChange:
            return {"MissingRequiredParameter", model, 400, 400,
                    "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified"};
        case Refusal::TypeNotSupported:
            return {"StateMachineTypeNotSupported", model, 400, 400, "PAWL_NOT_SUPPORTED: type %s is not supported by pawl %d yet; use STANDARD"};
        case Refusal::NotBuiltYet:
            return {"UnsupportedOperation", ours, 400, 501, "%s is part of AWS Step Functions but not of pawl %d yet"};
        case Refusal::UnknownCaller:
            return {"UnrecognizedClientException", service, 400, 401, "The security token included in the request is invalid."};
        case Refusal::SystemTag:
            return {"AccessDeniedException", service, 400, 403, "Caller is an end user and not allowed to mutate system tags"};
        case Refusal::MachineDoesNotExist:
            return {"StateMachineDoesNotExist", model, 400, 404, "State Machine Does Not Exist: '%s'"};
        case Refusal::MachineAlreadyExists:
            return {"StateMachineAlreadyExists", model, 400, 409, "State Machine Already Exists: '%s'"};
        case Refusal::MachineDeleting:
            return {"StateMachineDeleting", model, 400, 409, "State Machine is being deleted: '%s'"};
        case Refusal::ExecutionDoesNotExist:
            return {"ExecutionDoesNotExist", model, 400, 404, "Execution Does Not Exist: '%s'"};
        case Refusal::ExecutionRetired:
            return {"ExecutionDoesNotExist", model, 400, 404, "Execution Does Not Exist: its retention time ended while it was asked for."};
        case Refusal::ExecutionAlreadyExists:
            return {"ExecutionAlreadyExists", model, 400, 409, "Execution Already Exists: '%s'"};
        case Refusal::ResourceNotFound:
            return {"ResourceNotFound", model, 400, 404, "Resource not found: '%s'"};
        case Refusal::TooManyTags:
            static_assert(most_tags == 50);  // as the message says
            return {"TooManyTags", model, 400, 400, "The resource would have %d tags; at most 50 are allowed"};
        case Refusal::MachineChanged:
            return {"ConflictException", model, 400, 409, "State machine %s was changed by another request at the same time. Try again."};
        case Refusal::TagsChanged:
            return {"ConflictException", model, 400, 409, "Tags of state machine %s was changed by another request at the same time. Try again."};
        case Refusal::Throttled:
            return {"ThrottlingException", availability, 400, 429, "Rate exceeded"};
        case Refusal::Closed:
            return {"ServiceUnavailable", service, 503, 503, "pawl is shutting down or has stopped after a storage failure. Try again later."};
        case Refusal::StoreBusy:
            return {"ServiceUnavailable", service, 503, 503, "The store is busy: %d. Try again."};
        case Refusal::StoreFailed:
            return {"InternalFailure", service, 500, 500, "The store failed: %d"};
        case Refusal::Unreadable:
            return {"InternalFailure", service, 500, 500, "%d"};
        case Refusal::ExecutionNotLoaded:
            return {"InternalFailure", service, 500, 500, "The execution can't be loaded: %d"};
        case Refusal::HistoryUnreadable:
            return {"InternalFailure", service, 500, 500, "The history cannot be read: %d"};
    }
    PAWL_CHECK(false, "every refusal has its words");
    return {};
}

std::string filled(std::string_view message, const ApiError& error) {
    std::string out;
    for (std::size_t at = 0; at < message.size(); ++at) {
        if (message[at] != '%') {
            out += message[at];
        } else {
            out += message[++at] == 's' ? error.subject : error.detail;
        }
    }
    return out;
}

}  // namespace

Wording wording_of(const ApiError& error) {
    const Entry entry = entry_of(error.refusal);
    Wording wording{entry.exception, entry.space, entry.aws_status, entry.rest_status, filled(entry.message, error)};
    if (error.refusal == Refusal::LabeledArn) wording.reason = "API_DOES_NOT_SUPPORT_LABELED_ARNS";
    if (error.refusal == Refusal::ResourceNotFound || error.refusal == Refusal::TooManyTags) wording.resource_name = error.subject;
    if (error.refusal == Refusal::UnknownOperation && error.subject.empty())
        wording.message = "The header X-Amz-Target is missing; it names the operation, as in AWSStepFunctions.StartExecution";
    return wording;
}

}  // namespace pawl::engine
