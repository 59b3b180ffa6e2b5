// The refusals the runtime makes, in AWS's recorded words.
#pragma once

#include "engine/runtime/api_error.hpp"
#include "engine/runtime/requests.hpp"
#include "statemachine/vocabulary/arn.hpp"

namespace pawl::engine::refusal {

inline ApiError no_machine(const Realm& realm, std::string_view machine) {
    return {"StateMachineDoesNotExist", "State Machine Does Not Exist: '" + state_machine_arn(realm, machine) + "'"};
}
inline ApiError machine_exists(const Realm& realm, std::string_view machine) {
    return {"StateMachineAlreadyExists", "State Machine Already Exists: '" + state_machine_arn(realm, machine) + "'"};
}
inline ApiError machine_deleting(const Realm& realm, std::string_view machine) {
    return {"StateMachineDeleting", "State Machine is being deleted: '" + state_machine_arn(realm, machine) + "'"};
}
inline ApiError no_execution(const Realm& realm, const ExecutionName& name) {
    return {"ExecutionDoesNotExist", "Execution Does Not Exist: '" + execution_arn(realm, name.machine, name.execution) + "'"};
}
inline ApiError execution_exists(const std::string& arn) { return {"ExecutionAlreadyExists", "Execution Already Exists: '" + arn + "'"}; }
inline ApiError bad_input(const std::string& why) { return {"InvalidExecutionInput", "Invalid State Machine Execution Input: '" + why + "'"}; }
inline ApiError changed_meanwhile(const std::string& what) {
    return {"ConflictException", what + " was changed by another request at the same time. Try again."};
}
inline ApiError throttled() { return {"ThrottlingException", "Rate exceeded"}; }
inline ApiError closed() { return {"ServiceUnavailable", "pawl is shutting down or has stopped after a storage failure. Try again later.", 503}; }
inline ApiError unreadable(const std::string& why) { return {"InternalFailure", why, 500}; }

}  // namespace pawl::engine::refusal
