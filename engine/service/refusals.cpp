#include "engine/service/refusals.hpp"

#include <string>

namespace pawl::engine::refusals {

namespace {

std::string quoted(std::string_view before, std::string_view what) { return std::string(before) + "'" + std::string(what) + "'"; }

}  // namespace

ApiError invalid_arn_prefix(std::string_view arn) { return {"InvalidArn", quoted("Invalid Arn: ", "Invalid ARN prefix: " + std::string(arn))}; }

ApiError invalid_arn_type(std::string_view type) {
    return {"InvalidArn", quoted("Invalid Arn: ", "Resource type not valid in this context: " + std::string(type))};
}

ApiError invalid_name(std::string_view name) { return {"InvalidName", quoted("Invalid Name: ", name)}; }

ApiError invalid_token() { return {"InvalidToken", "Invalid Token: 'Invalid token'"}; }

ApiError machine_does_not_exist(std::string_view arn) { return {"StateMachineDoesNotExist", quoted("State Machine Does Not Exist: ", arn)}; }

ApiError machine_already_exists(std::string_view arn) { return {"StateMachineAlreadyExists", quoted("State Machine Already Exists: ", arn)}; }

ApiError machine_deleting(std::string_view arn) { return {"StateMachineDeleting", quoted("State Machine is being deleted: ", arn)}; }

ApiError execution_does_not_exist(std::string_view arn) { return {"ExecutionDoesNotExist", quoted("Execution Does Not Exist: ", arn)}; }

ApiError resource_not_found(std::string_view arn) {
    ApiError error{"ResourceNotFound", quoted("Resource not found: ", arn)};
    error.resource_name = std::string(arn);
    return error;
}

ApiError validation(std::string_view message) { return {"ValidationException", std::string(message)}; }

ApiError labeled_arn(std::string_view what) {
    ApiError error{"ValidationException", "Labeled " + std::string(what) + " ARNs are not supported for this API"};
    error.reason = "API_DOES_NOT_SUPPORT_LABELED_ARNS";
    return error;
}

ApiError not_built_yet(std::string_view what, std::string_view version) {
    return {"UnsupportedOperation", std::string(what) + " is part of AWS Step Functions but not of pawl " + std::string(version) + " yet"};
}

ApiError from_store(const StoreError& error) {
    if (error.kind == StoreError::Kind::Busy) return {"ServiceUnavailable", "The store is busy: " + error.message + ". Try again.", 503};
    return {"InternalFailure", "The store failed: " + error.message, 500};
}

}  // namespace pawl::engine::refusals
