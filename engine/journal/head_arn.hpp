// The execution ARN that follows from the rest of its head, so that the journal need not hold it: "…:stateMachine:M" gives "…:execution:M:NAME".
#pragma once

#include <string>
#include <string_view>

#include "statemachine/execution/command.hpp"

namespace pawl::engine {

/// Empty when the state machine's ARN has another form.
inline std::string usual_execution_arn(const execution::ExecutionHead& head) {
    constexpr std::string_view machine = ":stateMachine:";
    const std::size_t at = head.state_machine_arn.find(machine);
    if (at == std::string::npos) return {};
    std::string arn;
    arn.reserve(head.state_machine_arn.size() + head.name.size() + 1);
    arn.append(head.state_machine_arn, 0, at).append(":execution:").append(head.state_machine_arn, at + machine.size());
    return arn.append(":").append(head.name);
}

}  // namespace pawl::engine
