#include "statemachine/execution/integrations/lambda.hpp"

#include <map>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/arn.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::execution {
namespace {

constexpr std::size_t shown_of_a_bad_body = 1'000;  // bytes

bool is_direct(const definition::Integration& integration) { return std::holds_alternative<definition::LambdaFunction>(integration); }

Unstartable not_startable(const Payload& parameters, const std::string& why) {
    return {"The Parameters '" + parameters.text() + "' could not be used to start the Task: [" + why + "]"};
}

// What the function gets for lambda:invoke's Payload: nothing and null are {}, a string is sent as it is (recorded:
// services::test_invoke_json_values, where "true" arrives as true).
std::string event_of(const json::value* payload) {
    if (payload == nullptr || payload->is_null()) return "{}";
    if (is_string(*payload)) return std::string(payload->get_string());
    return to_json(*payload);
}

Result<FunctionCall, Unstartable> plan_invoke(const Payload& parameters) {
    const json::object* object = parameters.value().if_object();
    if (object == nullptr) return not_startable(parameters, "The value must be an object");
    const json::value* name = object->if_contains("FunctionName");
    if (name == nullptr) return not_startable(parameters, "The field 'FunctionName' is required but was missing");
    if (!is_string(*name)) return not_startable(parameters, "The value of the field 'FunctionName' has an invalid format");
    if (const json::value* type = object->if_contains("InvocationType"); type != nullptr && *type != "RequestResponse") {
        return not_startable(parameters, "pawl does not support InvocationType " + to_json(*type) + " yet; leave it out or use \"RequestResponse\"");
    }
    const json::value* payload = object->if_contains("Payload");
    return FunctionCall{function_name_of(std::string_view(name->get_string())), event_of(payload)};
}

// The function said that it failed: X-Amz-Function-Error.
Failure function_failure(const definition::Integration& integration, const FunctionAnswer& answer) {
    const auto body = Payload::parse(answer.body);
    if (!body) return within_limits({errors::lambda_unknown, answer.body});
    std::string cause = is_direct(integration) ? answer.body : to_json(body->value());
    const json::object* error = body->value().if_object();
    const json::value* type = error == nullptr ? nullptr : error->if_contains("errorType");
    const bool named = type != nullptr && is_string(*type) && !type->get_string().empty();
    return within_limits({named ? std::string(type->get_string()) : errors::lambda_unknown, std::move(cause)});
}

// lambda:invoke's result around the function's: {ExecutedVersion, Payload, SdkHttpMetadata, SdkResponseMetadata, StatusCode}.
std::string envelope(const json::value& payload, const FunctionAnswer& answer) {
    std::map<std::string, std::vector<const std::string*>> by_name;
    std::vector<const std::string*> order;
    for (const auto& [name, value] : answer.headers) {
        auto& values = by_name[name];
        if (values.empty()) order.push_back(&name);
        values.push_back(&value);
    }
    std::string out = "{\"ExecutedVersion\":";
    write_json_string(answer.executed_version, out);
    for (const auto& [name, value] : answer.headers) {
        if (name != "X-Amz-Log-Result") continue;
        out += ",\"LogResult\":";
        write_json_string(value, out);
    }
    out += ",\"Payload\":";
    write_json(payload, out);
    out += ",\"SdkHttpMetadata\":{\"AllHttpHeaders\":{";
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i > 0) out += ',';
        write_json_string(*order[i], out);
        out += ":[";
        const auto& values = by_name[*order[i]];
        for (std::size_t k = 0; k < values.size(); ++k) {
            if (k > 0) out += ',';
            write_json_string(*values[k], out);
        }
        out += ']';
    }
    out += "},\"HttpHeaders\":{";
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i > 0) out += ',';
        write_json_string(*order[i], out);
        out += ':';
        write_json_string(*by_name[*order[i]].back(), out);
    }
    out += "},\"HttpStatusCode\":200},\"SdkResponseMetadata\":{\"RequestId\":";
    write_json_string(answer.request_id, out);
    out += "},\"StatusCode\":200}";
    return out;
}

}  // namespace

Result<FunctionCall, Unstartable> plan_call(const definition::Integration& integration, const Payload& input) {
    if (const auto* function = std::get_if<definition::LambdaFunction>(&integration)) return FunctionCall{function->function_name, input.text()};
    return plan_invoke(input);
}

Result<Payload, Failure> read_answer(const definition::Integration& integration, const FunctionAnswer& answer, std::size_t payload_bytes) {
    if (answer.function_error) return function_failure(integration, answer);
    if (answer.body.size() > payload_bytes) return Failure{errors::data_limit_exceeded, result_too_large(integration)};
    auto body = Payload::parse(answer.body);
    if (!body) {
        return Failure{errors::lambda_unknown, "The function answered with a body that is no JSON (" + body.error().message +
                                                   "): " + truncate_utf8(answer.body, shown_of_a_bad_body)};
    }
    if (is_direct(integration)) return *std::move(body);
    std::string text = envelope(body->value(), answer);
    if (text.size() > payload_bytes) return Failure{errors::data_limit_exceeded, result_too_large(integration)};
    Payload result = Payload::from_checked_text(std::move(text));
    if (!result.is_too_deep()) return result;
    return Failure{errors::lambda_unknown,
                   "The function's answer is nested deeper than the maximum allowed (512 levels, lambda:invoke's own included)."};
}

std::string result_too_large(const definition::Integration& integration) {
    const auto* function = std::get_if<definition::LambdaFunction>(&integration);
    return "The state/task '" + (function != nullptr ? function->resource : std::string("lambda")) +
           "' returned a result with a size exceeding the maximum number of bytes service limit.";
}

}  // namespace pawl::execution
