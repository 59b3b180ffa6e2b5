#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/api/rest/route.hpp"
#include "statemachine/vocabulary/credentials.hpp"

namespace pawl::engine::rest {

namespace {

std::string write_function(const Function& function) {
    JsonObject object;
    object.text("name", function.name).text("url", without_credentials(function.url));
    return object.number("concurrency", function.concurrency).number("timeoutSeconds", function.timeout_seconds).take();
}

bool read_number(const Route& route, const Payload& body, std::string_view name, std::uint32_t& number) {
    const json::value* value = body.value().get_object().if_contains(name);
    if (value == nullptr) return true;
    if (value->is_int64() && value->get_int64() >= 1 && value->get_int64() <= 1'000'000) {
        number = static_cast<std::uint32_t>(value->get_int64());
        return true;
    }
    route.refuse(400, "InvalidBody", "The body's member '" + std::string(name) + "' must be a whole number from 1 to 1000000");
    return false;
}

void put(Route&& route) {
    const std::optional<Payload> body = read_object(route, {"name", "url", "concurrency", "timeoutSeconds"});
    if (!body) return;
    Function function;
    function.name = std::string(route.parameters[0]);
    bool failed = false;
    const std::optional<std::string> url = member_text(route, *body, "url", failed);
    if (failed) return;
    if (!url)
        return route.refuse(400, "InvalidBody",
                            "The body's member 'url' is missing: where the function is called, such as http://127.0.0.1:9000/order");
    function.url = *url;
    if (!read_number(route, *body, "concurrency", function.concurrency)) return;
    if (!read_number(route, *body, "timeoutSeconds", function.timeout_seconds)) return;
    route.services.functions.put(std::move(function),
                                 answering<Function>(route.reply, [](const Function& stored) { return json_response(200, write_function(stored)); }));
}

void list(Route&& route) {
    std::string items = "[";
    for (const Function& function : route.services.functions.list()) items += (items.size() > 1 ? "," : "") + write_function(function);
    route.reply->send(json_response(200, JsonObject().raw("functions", items + "]").take()));
}

void get(Route&& route) {
    const Result<Function, ApiError> function = route.services.functions.get(std::string(route.parameters[0]));
    function ? route.reply->send(json_response(200, write_function(*function))) : route.reply->fail(function.error());
}

void remove(Route&& route) {
    route.services.functions.remove(std::string(route.parameters[0]), answering<bool>(route.reply, [](bool) { return json_response(204, ""); }));
}

constexpr RouteEntry routes[] = {
    {"GET", "/v1/functions", list},
    {"GET", "/v1/functions/{name}", get},
    {"PUT", "/v1/functions/{name}", put},
    {"DELETE", "/v1/functions/{name}", remove},
};

}  // namespace

std::span<const RouteEntry> function_routes() { return routes; }

}  // namespace pawl::engine::rest
