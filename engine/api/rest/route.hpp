// What the routes share: the request in hand, its way back, and small readers and writers. Internal to engine/api/rest.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/http/message.hpp"
#include "engine/api/json_object.hpp"
#include "engine/api/reply.hpp"
#include "engine/api/rest/rest.hpp"
#include "engine/service/services.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::engine::rest {

struct Route {
    http::HttpRequest request;
    std::vector<std::string_view> parameters;  ///< what stands in the place of the path's {…}, in their order; into request.path
    Services& services;
    ReplyPtr reply;

    bool is(std::string_view method) const { return request.method == method || (method == "GET" && request.method == "HEAD"); }
    void refuse(int status, std::string_view code, std::string_view detail) const { reply->send(problem(status, code, detail)); }
    void no_such_path() const { refuse(404, "NotFound", "There is nothing at " + request.path); }
    void not_allowed(std::string_view allowed) const;
    /// The query parameter as a number within [0, most]; refuses (and gives nothing) when it is something else.
    std::optional<std::size_t> number(std::string_view name, std::size_t most) const;
};

/// One thing that can be asked for. schemas/openapi.yaml has the same ones: tests/schema reads these tables and compares.
struct RouteEntry {
    std::string_view method;
    std::string_view path;  ///< {…} stands for any one segment
    void (*handle)(Route&& route);
};
std::span<const RouteEntry> execution_routes();
std::span<const RouteEntry> state_machine_routes();
std::span<const RouteEntry> function_routes();

/// A request's body as a JSON object with known members only; refuses and gives nothing when it is something else. An empty body is {}.
std::optional<Payload> read_object(const Route& route, std::initializer_list<std::string_view> members);
/// A member's JSON text, or nothing.
std::optional<std::string> member_json(const Payload& object, std::string_view name);
/// A member that must be a text. Nothing when it is absent; refuses and sets `failed` when it is something else.
std::optional<std::string> member_text(const Route& route, const Payload& object, std::string_view name, bool& failed);

http::HttpResponse json_response(int status, std::string body);

/// "machine:execution", an execution's id in paths, as names.
std::optional<ExecutionName> execution_id(std::string_view id);
std::string execution_id(std::string_view machine, std::string_view execution);
std::string write_execution(const ExecutionSnapshot& snapshot);
/// "30s", "500ms", "2m" or "30" (seconds); up to five minutes.
std::optional<std::chrono::milliseconds> read_wait(std::string_view text);

/// Follows an execution's history as server-sent events until it is closed and all was told.
void follow(Route&& route, ExecutionName execution, EventId after);

}  // namespace pawl::engine::rest
