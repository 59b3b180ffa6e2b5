#include "statemachine/execution/integrations/integration.hpp"

namespace pawl::execution {

Result<PlannedCall, Unstartable> plan_call(const definition::Integration& integration, const Payload& input) {
    return std::visit([&](const auto& kind) { return plan(kind, input); }, integration);
}

Result<Payload, Failure> read_answer(const definition::Integration& integration, const FunctionAnswer& answer, std::size_t payload_bytes) {
    return std::visit([&](const auto& kind) { return read(kind, answer, payload_bytes); }, integration);
}

TaskEvents task_events(const definition::Integration& integration) {
    return std::visit([](const auto& kind) { return events_of(kind); }, integration);
}

std::string result_too_large(std::string_view name_in_causes) {
    return "The state/task '" + std::string(name_in_causes) + "' returned a result with a size exceeding the maximum number of bytes service limit.";
}

std::string result_too_large(const definition::Integration& integration) {
    return std::visit([](const auto& kind) { return result_too_large(name_in_causes(kind)); }, integration);
}

}  // namespace pawl::execution
