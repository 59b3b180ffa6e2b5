#include "engine/api/aws_json/aws_json.hpp"

#include <sys/random.h>

#include <array>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <cstdint>

#include "engine/api/aws_json/model.hpp"
#include "engine/api/aws_json/operation_call.hpp"
#include "engine/api/json_object.hpp"
#include "engine/service/refusals.hpp"
#include "statemachine/vocabulary/check.hpp"
#include "statemachine/vocabulary/uuid.hpp"

namespace pawl::engine::aws_json {

namespace {

constexpr std::string_view target_prefix = "AWSStepFunctions.";
constexpr const char* content_type = "application/x-amz-json-1.0";

CallHandler find_handler(std::string_view operation) {
    for (const auto calls : {execution_calls(), state_machine_calls()}) {
        for (const CallEntry& entry : calls) {
            if (entry.operation == operation) return entry.handler;
        }
    }
    return nullptr;
}

const json::value* member(const json::object& body, std::string_view name) {
    const json::value* value = body.if_contains(name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

std::string make_request_id() {
    std::array<std::uint64_t, 2> bits{};
    PAWL_CHECK(getrandom(bits.data(), sizeof bits, 0) == static_cast<ssize_t>(sizeof bits), "the system gave no random bytes");
    return random_uuid(bits[0], bits[1]);
}

}  // namespace

http::HttpResponse ok(std::string body) {
    http::HttpResponse response;
    response.content_type = content_type;
    response.headers.emplace_back("x-amzn-RequestId", make_request_id());
    response.body = std::move(body);
    return response;
}

http::HttpResponse write_error(const ApiError& error) {
    const Wording wording = wording_of(error);
    JsonObject object;
    object.text("__type", std::string(wording.exception_space) += wording.exception);
    // The one recorded exception to the member's name.
    object.text(error.refusal == Refusal::SystemTag ? "Message" : "message", std::string_view(wording.message));
    object.text("reason", wording.reason).text("resourceName", wording.resource_name);
    http::HttpResponse response = ok(object.take());
    response.status = wording.aws_status;
    return response;
}

AwsJson::AwsJson(Services& services, http::Server& server) : services_(services), server_(server) {}

void AwsJson::handle(http::HttpRequest&& request, http::Responder responder) {
    const auto refuse = [&](const ApiError& error) { responder.answer(write_error(error)); };
    const std::string_view target = request.header("x-amz-target").value_or("");
    const std::string_view name = target.starts_with(target_prefix) ? target.substr(target_prefix.size()) : std::string_view();
    const Operation* operation = find_operation(name);
    if (operation == nullptr) return refuse(ApiError(Refusal::UnknownOperation, target));

    std::array<unsigned char, 4096> buffer;
    json::monotonic_resource memory(buffer.data(), buffer.size());
    boost::system::error_code error;
    json::value parsed = request.body.empty() ? json::value(json::object(&memory)) : json::parse(request.body, error, &memory);
    if (error) return refuse(ApiError(Refusal::Serialization, {}, "The body is no JSON: " + error.message()));
    const json::object* body = parsed.if_object();
    if (body == nullptr)
        return refuse(ApiError(Refusal::Serialization, {}, "Start of structure or map found where not expected: the body must be a JSON object"));

    const CallHandler handler = find_handler(name);
    if (handler == nullptr) return refuse(ApiError(Refusal::NotBuiltYet, name, services_.context.version));
    if (const std::optional<ApiError> wrong = check(*operation, *body, services_.context.engine.limits().payload_bytes)) return refuse(*wrong);
    handler({*body, request, services_, std::make_shared<Reply>(Reply{server_, std::move(responder), &write_error})});
}

std::string OperationCall::text(std::string_view name) const { return optional_text(name).value_or(std::string()); }

std::optional<std::string> OperationCall::optional_text(std::string_view name) const {
    const json::value* value = member(body, name);
    if (value == nullptr) return std::nullopt;
    return std::string(value->get_string().data(), value->get_string().size());
}

bool OperationCall::flag(std::string_view name, bool fallback) const {
    const json::value* value = member(body, name);
    return value == nullptr ? fallback : value->get_bool();
}

std::size_t OperationCall::number(std::string_view name) const {
    const json::value* value = member(body, name);
    return value == nullptr ? 0 : static_cast<std::size_t>(value->get_int64());
}

std::optional<std::string> OperationCall::object_text(std::string_view name) const {
    const json::value* value = member(body, name);
    return value == nullptr ? std::nullopt : std::optional(to_json(*value));
}

bool OperationCall::has(std::string_view name) const { return member(body, name) != nullptr; }

}  // namespace pawl::engine::aws_json
