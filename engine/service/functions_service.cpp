#include "engine/service/functions_service.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::engine {

namespace {

std::uint32_t number_or(const json::object& object, const char* name, std::uint32_t fallback) {
    const json::value* value = object.if_contains(name);
    if (value == nullptr || !value->is_int64() || value->get_int64() < 1 || value->get_int64() > 0xffff'ffff) return fallback;
    return static_cast<std::uint32_t>(value->get_int64());
}

}  // namespace

std::string write_function_settings(const Function& function) {
    std::string text = "{\"url\":";
    write_json_string(function.url, text);
    return text + ",\"concurrency\":" + std::to_string(function.concurrency) + ",\"timeoutSeconds\":" + std::to_string(function.timeout_seconds) +
           "}";
}

Function read_function(const FunctionRow& row) {
    Function function;
    function.name = row.name;
    boost::system::error_code error;
    const json::value value = json::parse(row.settings, error);
    if (const json::object* object = value.if_object()) {
        if (const json::value* url = object->if_contains("url"); url != nullptr && url->is_string()) function.url = url->get_string().c_str();
        function.concurrency = number_or(*object, "concurrency", function.concurrency);
        function.timeout_seconds = number_or(*object, "timeoutSeconds", function.timeout_seconds);
    }
    return function;
}

void FunctionsService::put(Function function, Answer<Function> answer) {
    if (const auto accepted = context_.functions.put(function); !accepted) return answer(ApiError(Refusal::Validation, {}, accepted.error().message));
    PutFunction request;
    request.function = {function.name, write_function_settings(function)};
    request.answer = [function = std::move(function), answer = std::move(answer)](Result<bool, ApiError> stored) {
        if (!stored) return answer(stored.error());
        answer(function);
    };
    context_.engine.post(std::move(request));
}

void FunctionsService::remove(std::string name, Answer<bool> answer) {
    if (!context_.functions.remove(name)) return answer(ApiError(Refusal::ResourceNotFound, name));
    context_.engine.post(RemoveFunction{std::move(name), std::move(answer)});
}

Result<Function, ApiError> FunctionsService::get(const std::string& name) const {
    std::optional<Function> function = context_.functions.get(name);
    if (!function) return ApiError(Refusal::ResourceNotFound, name);
    return std::move(*function);
}

}  // namespace pawl::engine
