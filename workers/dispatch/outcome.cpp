#include "workers/dispatch/outcome.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/credentials.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::workers {
namespace {

using execution::FunctionAnswer;

constexpr std::size_t cause_limit = 1'000;  // bytes

std::string shown(const std::string& cause) { return truncate_utf8(without_credentials(cause), cause_limit); }

const char* error_name_of(unsigned status) {
    if (status == 404) return "Lambda.ResourceNotFoundException";
    if (status == 429) return "Lambda.TooManyRequestsException";
    return status >= 500 ? "Lambda.ServiceException" : "Lambda.AWSLambdaException";
}

std::string request_id_of(const HttpResponse& response, const Call& call) {
    const std::string_view id = response.header("x-amzn-requestid");
    return id.empty() ? call.idempotency_key : std::string(id);
}

/// The message of an error as AWS services answer it: {"Message": …} or {"message": …}; empty when the body is something else.
std::string service_message(const std::string& body) {
    json::error_code error;
    const json::value parsed = json::parse(body, error);
    if (error || !parsed.is_object()) return {};
    for (const char* const member : {"Message", "message"})
        if (const json::value* const message = parsed.get_object().if_contains(member); message != nullptr && message->is_string())
            return std::string(message->get_string());
    return {};
}

/// Recorded: "Function not found: arn:… (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: …; Proxy: null)".
std::string service_cause(std::string_view message, std::string_view error_name, const HttpResponse& response, const Call& call) {
    std::string_view code = response.header("x-amzn-errortype");
    code = code.substr(0, code.find(':'));
    if (code.empty()) code = error_name.substr(error_name.find('.') + 1);
    return std::string(message) + " (Service: AWSLambda; Status Code: " + std::to_string(response.status) + "; Error Code: " + std::string(code) +
           "; Request ID: " + request_id_of(response, call) + "; Proxy: null)";
}

std::string function_at(const Call& call) { return "Function '" + call.function_name + "' at " + call.route->shown_url(call.function_name); }

/// A worker that does not speak as AWS does: say where the call went and what came back.
std::string plain_cause(const HttpResponse& response, const Call& call) {
    std::string cause = function_at(call) + " answered " + std::to_string(response.status);
    if (!response.reason.empty()) cause += " " + response.reason;
    if (response.status >= 300 && response.status < 400) {
        cause += "; redirects are not followed, register the final URL";
        if (const std::string_view location = response.header("location"); !location.empty()) cause += " (" + std::string(location) + ")";
    }
    if (!response.body.empty()) cause += ": " + response.body;
    return cause;
}

}  // namespace

Outcome outcome_of(HttpResponse response, const Call& call) {
    if (response.status >= 200 && response.status < 300) {
        FunctionAnswer answer;
        answer.function_error = !response.header("x-amz-function-error").empty();
        if (const std::string_view version = response.header("x-amz-executed-version"); !version.empty()) answer.executed_version = version;
        answer.request_id = request_id_of(response, call);
        answer.body = std::move(response.body);
        answer.headers = std::move(response.headers);
        return answer;
    }
    const char* const error = error_name_of(response.status);
    const std::string message = service_message(response.body);
    const std::string cause = message.empty() ? plain_cause(response, call) : service_cause(message, error, response, call);
    return Failure{error, shown(cause)};
}

Outcome outcome_of(const CallFault& fault, const Call& call, std::size_t response_limit) {
    const auto client_failure = [&](const std::string& what) { return Failure{"Lambda.SdkClientException", shown(function_at(call) + what)}; };
    switch (fault.kind) {
        case CallFault::Kind::NotConnected:
            return client_failure(" could not be reached: " + fault.reason + ". Is the worker running, and is the URL right?");
        case CallFault::Kind::Broken:
            return client_failure(" was lost: " + fault.reason + ". It may have done its work or not.");
        case CallFault::Kind::NotHttp:
            return client_failure(" did not answer in HTTP/1.1: " + fault.reason + ".");
        case CallFault::Kind::TimeLimit:
            return Failure{"Lambda.ClientExecutionTimeoutException", shown(function_at(call) + " gave no answer within its time limit of " +
                                                                           std::to_string(call.route->function.timeout_seconds) + " s.")};
        case CallFault::Kind::TooLarge:
            break;
    }
    // AWS Lambda makes a function error of it, named so.
    FunctionAnswer answer;
    answer.function_error = true;
    answer.request_id = call.idempotency_key;
    answer.body = R"({"errorMessage":"Response payload size exceeded maximum allowed payload size ()" + std::to_string(response_limit) +
                  R"( bytes).","errorType":"Function.ResponseSizeTooLarge"})";
    return answer;
}

Failure not_registered(std::string_view function_name) {
    const std::string name(function_name);
    return {"Lambda.ResourceNotFoundException", "Function not found: '" + name +
                                                    "' is not registered with pawl. Register its URL with `pawl serve --function " + name +
                                                    "=http://HOST:PORT/PATH`, with PUT /v1/functions/" + name +
                                                    " {\"url\": \"http://HOST:PORT/PATH\"}, or under `functions:` in pawl.yaml."};
}

}  // namespace pawl::workers
