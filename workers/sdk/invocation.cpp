#include "workers/sdk/invocation.hpp"

#include <cxxabi.h>

#include <cstdlib>
#include <exception>
#include <memory>
#include <typeinfo>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/arn.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::workers {
namespace {

std::string readable_name(const std::type_info& type) {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type.name(), nullptr, nullptr, &status), &std::free);
    return status == 0 ? name.get() : type.name();
}

/// Application code may throw; an exception is the function's error, named by its type.
Answer run(const Handler& handler, const json::value& input, const Context& context) {
    try {
        return handler(input, context);
    } catch (const std::exception& thrown) {
        return Error{readable_name(typeid(thrown)), thrown.what()};
    } catch (...) {
        const std::type_info* const type = abi::__cxa_current_exception_type();
        return Error{type != nullptr ? readable_name(*type) : "UnknownException", "thrown by function '" + context.function + "'"};
    }
}

}  // namespace

InvocationReply invoke(const Handler& handler, const Context& context) {
    json::error_code error;
    json::parse_options options;
    options.max_depth = 1'000;
    const json::value input = context.input_text.empty() ? json::value(json::object_kind) : json::parse(context.input_text, error, {}, options);
    if (error) return refusal(400, "InvalidRequestContentException", "Could not parse request body into json: " + error.message());
    const Answer answer = run(handler, input, context);
    InvocationReply reply;
    reply.body = answer.text();
    reply.headers.emplace_back("X-Amz-Executed-Version", "$LATEST");
    if (answer.is_error()) reply.headers.emplace_back("X-Amz-Function-Error", "Unhandled");
    return reply;
}

InvocationReply refusal(int status, std::string_view error_type, std::string_view message) {
    InvocationReply reply;
    reply.status = status;
    reply.headers.emplace_back("x-amzn-ErrorType", error_type);
    reply.body = "{\"Type\":\"User\",\"Message\":";
    write_json_string(message, reply.body);
    reply.body += '}';
    return reply;
}

InvocationReply no_such_function(const Context& context) {
    Realm realm;
    if (const auto arn = Arn::parse(context.execution_arn)) realm = {arn->region, arn->account};
    return refusal(404, "ResourceNotFoundException",
                   "Function not found: arn:aws:lambda:" + realm.region + ":" + realm.account + ":function:" + context.function + ":$LATEST");
}

}  // namespace pawl::workers
