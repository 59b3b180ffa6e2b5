// The refusals the runtime makes: what it knows by name is told by ARN.
#pragma once

#include "engine/runtime/api_error.hpp"
#include "engine/runtime/requests.hpp"
#include "statemachine/vocabulary/arn.hpp"

namespace pawl::engine::refusal {

inline ApiError of_machine(Refusal why, const Realm& realm, std::string_view machine) { return ApiError(why, state_machine_arn(realm, machine)); }
inline ApiError no_machine(const Realm& realm, std::string_view machine) { return of_machine(Refusal::MachineDoesNotExist, realm, machine); }
inline ApiError machine_exists(const Realm& realm, std::string_view machine) { return of_machine(Refusal::MachineAlreadyExists, realm, machine); }
inline ApiError machine_deleting(const Realm& realm, std::string_view machine) { return of_machine(Refusal::MachineDeleting, realm, machine); }
inline ApiError no_execution(const Realm& realm, const ExecutionName& name) {
    return ApiError(Refusal::ExecutionDoesNotExist, execution_arn(realm, name.machine, name.execution));
}

}  // namespace pawl::engine::refusal
