#include "statemachine/execution/integrations/integration.hpp"

#include <concepts>
#include <cstddef>
#include <type_traits>

namespace pawl::execution {
namespace {

template <class Kind, class Form>
concept Reads = requires(const Kind& kind, const Form& form, std::size_t payload_bytes) {
    { read(kind, form, payload_bytes) } -> std::same_as<Result<Payload, Failure>>;
};

template <class Kind, class... Forms>
consteval bool reads_an_answer(std::type_identity<std::variant<Forms...>>) {
    return (Reads<Kind, Forms> || ...);
}

}  // namespace

Result<PlannedCall, Unstartable> plan_call(const definition::Integration& integration, const Payload& input) {
    return std::visit([&](const auto& kind) { return plan(kind, input); }, integration);
}

std::optional<Result<Payload, Failure>> read_answer(const definition::Integration& integration, const TaskAnswer& answer, std::size_t payload_bytes) {
    return std::visit(
        [&]<class Kind, class Form>(const Kind& kind, const Form& form) -> std::optional<Result<Payload, Failure>> {
            static_assert(reads_an_answer<Kind>(std::type_identity<TaskAnswer>()), "every kind reads one form of answers at least");
            if constexpr (std::same_as<Form, Failure>) {
                return Result<Payload, Failure>(form);
            } else if constexpr (Reads<Kind, Form>) {
                return read(kind, form, payload_bytes);
            } else {
                return std::nullopt;
            }
        },
        integration, answer);
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
