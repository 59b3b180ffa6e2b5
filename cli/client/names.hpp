// People name state machines and executions; the API wants ARNs. Here a name becomes an ARN, and an ARN a name again.
#pragma once

#include <string>
#include <string_view>

#include "cli/client/client.hpp"

namespace pawl::cli {

/// "order" of "arn:aws:states:…:stateMachine:order", "order:e1" of "arn:aws:states:…:execution:order:e1"; what is no ARN stays as it is.
std::string name_of_arn(std::string_view arn);

/// A state machine by name or ARN. NotFound names those that exist.
ClientResult<std::string> state_machine_arn_of(Client& client, const std::string& machine);

/// An execution by "MACHINE:EXECUTION", by ARN, or by its own name when only one state machine has an execution of that name.
ClientResult<std::string> execution_arn_of(Client& client, const std::string& execution);

}  // namespace pawl::cli
