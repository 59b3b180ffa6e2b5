// arn:aws:states:::lambda:invoke: the Parameters name the function and hold its event; the result is an envelope around its answer
// (recorded-behaviour#lambda-functions).
#include "statemachine/execution/integrations/integration.hpp"
#include "statemachine/execution/integrations/lambda_answer.hpp"

#include <map>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/arn.hpp"

namespace pawl::execution {
namespace {

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

Result<PlannedCall, Unstartable> plan(const definition::LambdaInvoke&, const Payload& parameters) {
    const json::object* object = parameters.value().if_object();
    if (object == nullptr) return not_startable(parameters, "The value must be an object");
    const json::value* name = object->if_contains("FunctionName");
    if (name == nullptr) return not_startable(parameters, "The field 'FunctionName' is required but was missing");
    if (!is_string(*name)) return not_startable(parameters, "The value of the field 'FunctionName' has an invalid format");
    if (const json::value* type = object->if_contains("InvocationType"); type != nullptr && *type != "RequestResponse") {
        return not_startable(parameters, "pawl does not support InvocationType " + to_json(*type) + " yet; leave it out or use \"RequestResponse\"");
    }
    const json::value* payload = object->if_contains("Payload");
    TaskTarget target{TargetKind::Lambda, function_name_of(std::string_view(name->get_string()))};
    return PlannedCall{std::move(target), event_of(payload)};
}

Result<Payload, Failure> read(const definition::LambdaInvoke& task, const FunctionAnswer& answer, std::size_t payload_bytes) {
    if (answer.function_error) return lambda_failure(answer, [](const Payload& body) { return to_json(body.value()); });
    if (answer.body.size() > payload_bytes) return Failure{errors::data_limit_exceeded, result_too_large(name_in_causes(task))};
    const auto body = lambda_result(answer);
    if (!body) return body.error();
    std::string text = envelope(body->value(), answer);
    if (text.size() > payload_bytes) return Failure{errors::data_limit_exceeded, result_too_large(name_in_causes(task))};
    Payload result = Payload::from_checked_text(std::move(text));
    if (!result.is_too_deep()) return result;
    return Failure{errors::lambda_unknown,
                   "The function's answer is nested deeper than the maximum allowed (512 levels, lambda:invoke's own included)."};
}

std::string_view name_in_causes(const definition::LambdaInvoke&) { return "lambda"; }

TaskEvents events_of(const definition::LambdaInvoke&) {
    return {"TaskScheduled", "TaskStarted", "TaskSucceeded", "TaskFailed", "TaskTimedOut", IntegrationResource{"lambda", "invoke"}};
}

}  // namespace pawl::execution
