// A function's ARN or bare name as Resource: the task's input is its event, its answer the result (recorded-behaviour#lambda-functions).
#include <utility>

#include "statemachine/execution/integrations/integration.hpp"
#include "statemachine/execution/integrations/lambda_answer.hpp"

namespace pawl::execution {

Result<PlannedCall, Unstartable> plan(const definition::LambdaFunction& task, const Payload& input) {
    TaskTarget target{TargetKind::Lambda, task.function_name};
    return PlannedCall{std::move(target), input.text()};
}

Result<Payload, Failure> read(const definition::LambdaFunction& task, const FunctionAnswer& answer, std::size_t payload_bytes) {
    if (answer.function_error) return lambda_failure(answer, [&](const Payload&) { return answer.body; });
    if (answer.body.size() > payload_bytes) return Failure{errors::data_limit_exceeded, result_too_large(name_in_causes(task))};
    return lambda_result(answer);
}

std::string_view name_in_causes(const definition::LambdaFunction& task) { return task.resource; }

TaskEvents events_of(const definition::LambdaFunction& task) {
    return {"LambdaFunctionScheduled", "LambdaFunctionStarted",  "LambdaFunctionSucceeded",
            "LambdaFunctionFailed",    "LambdaFunctionTimedOut", OwnEvents{task.resource}};
}

}  // namespace pawl::execution
