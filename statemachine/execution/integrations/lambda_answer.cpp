#include "statemachine/execution/integrations/lambda_answer.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::execution {
namespace {

constexpr std::size_t shown_of_a_bad_body = 1'000;  // bytes

}  // namespace

Failure lambda_failure(const FunctionAnswer& answer, const std::function<std::string(const Payload&)>& cause) {
    const auto body = Payload::parse(answer.body);
    if (!body) return within_limits({errors::lambda_unknown, answer.body});
    const json::object* error = body->value().if_object();
    const json::value* type = error == nullptr ? nullptr : error->if_contains("errorType");
    const bool named = type != nullptr && is_string(*type) && !type->get_string().empty();
    return within_limits({named ? std::string(type->get_string()) : errors::lambda_unknown, cause(*body)});
}

Result<Payload, Failure> lambda_result(const FunctionAnswer& answer) {
    auto body = Payload::parse(answer.body);
    if (body) return *std::move(body);
    return Failure{errors::lambda_unknown, "The function answered with a body that is no JSON (" + body.error().message +
                                               "): " + truncate_utf8(answer.body, shown_of_a_bad_body)};
}

}  // namespace pawl::execution
