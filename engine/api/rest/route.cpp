#include "engine/api/rest/route.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <charconv>

namespace pawl::engine::rest {

namespace {

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

std::string string_of(const json::value& value) { return {value.get_string().data(), value.get_string().size()}; }

}  // namespace

void Route::not_allowed(std::string_view allowed) const {
    http::HttpResponse response = problem(405, "MethodNotAllowed", request.method + " is not possible here, but " + std::string(allowed));
    response.headers.emplace_back("Allow", allowed);
    reply->send(std::move(response));
}

std::optional<std::size_t> Route::number(std::string_view name, std::size_t most) const {
    const std::optional<std::string> text = request.query_value(name);
    if (!text) return 0;
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
    if (error == std::errc() && end == text->data() + text->size() && value <= most) return value;
    refuse(400, "InvalidParameter", std::string(name) + "=" + *text + " is not a number from 0 to " + std::to_string(most));
    return std::nullopt;
}

std::optional<Payload> read_object(const Route& route, std::initializer_list<std::string_view> members) {
    if (is_blank(route.request.body)) return Payload::empty_object();
    Result<Payload, JsonError> parsed = Payload::parse(route.request.body);
    if (!parsed) {
        route.refuse(400, "InvalidJson", "The body is no JSON, at offset " + std::to_string(parsed.error().offset) + ": " + parsed.error().message);
        return std::nullopt;
    }
    const json::object* object = parsed->value().if_object();
    if (object == nullptr) {
        route.refuse(400, "InvalidBody", "The body must be a JSON object");
        return std::nullopt;
    }
    for (const auto& member : *object) {
        if (std::find(members.begin(), members.end(), std::string_view(member.key().data(), member.key().size())) != members.end()) continue;
        std::string known;
        for (const std::string_view name : members) known += (known.empty() ? "" : ", ") + std::string(name);
        route.refuse(400, "UnknownMember", "The body's member '" + std::string(member.key()) + "' is not known here; these are: " + known);
        return std::nullopt;
    }
    return std::move(*parsed);
}

std::optional<std::string> member_json(const Payload& object, std::string_view name) {
    const json::value* value = object.value().get_object().if_contains(name);
    return value == nullptr ? std::nullopt : std::optional(object.select(*value).text());
}

std::optional<std::string> member_text(const Route& route, const Payload& object, std::string_view name, bool& failed) {
    const json::value* value = object.value().get_object().if_contains(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (is_string(*value)) return string_of(*value);
    failed = true;
    route.refuse(400, "InvalidBody", "The body's member '" + std::string(name) + "' must be a text");
    return std::nullopt;
}

http::HttpResponse json_response(int status, std::string body) {
    http::HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return response;
}

std::optional<ExecutionName> execution_id(std::string_view id) {
    const std::size_t colon = id.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == id.size()) return std::nullopt;
    return ExecutionName{std::string(id.substr(0, colon)), std::string(id.substr(colon + 1))};
}

std::string execution_id(std::string_view machine, std::string_view execution) { return std::string(machine) + ":" + std::string(execution); }

std::string write_execution(const ExecutionSnapshot& snapshot) {
    JsonObject object;
    object.text("id", execution_id(snapshot.head.state_machine_name, snapshot.head.name)).text("stateMachine", snapshot.head.state_machine_name);
    object.text("name", snapshot.head.name).text("status", to_string(snapshot.status)).iso("started", snapshot.start);
    if (snapshot.is_closed()) object.iso("stopped", snapshot.stop);
    object.raw("input", snapshot.input).raw("output", snapshot.output).text("error", snapshot.error).text("cause", snapshot.cause);
    return object.text("arn", snapshot.head.arn).take();
}

std::optional<std::chrono::milliseconds> read_wait(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0 || value > 300'000) return std::nullopt;
    const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
    const std::int64_t factor = unit.empty() || unit == "s" ? 1000 : unit == "ms" ? 1 : unit == "m" ? 60'000 : 0;
    if (factor == 0 || value * factor > 300'000) return std::nullopt;
    return std::chrono::milliseconds(value * factor);
}

}  // namespace pawl::engine::rest
