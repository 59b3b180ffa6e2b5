#include "engine/api/rest/event.hpp"
#include "engine/api/rest/route.hpp"
#include "engine/service/naming.hpp"
#include "statemachine/vocabulary/percent_encoding.hpp"

namespace pawl::engine::rest {

namespace {

/// The execution the path names; refuses, and gives nothing, when that is no execution's id.
std::optional<ExecutionName> read_execution(const Route& route) {
    std::optional<ExecutionName> execution = execution_id(route.parameters[0]);
    if (!execution) {
        route.refuse(404, "ExecutionDoesNotExist",
                     "'" + std::string(route.parameters[0]) + "' is no execution's id, which is STATE-MACHINE:EXECUTION");
    }
    return execution;
}

void list(Route&& route) {
    ExecutionQuery query;
    query.machine = route.request.query_value("machine");
    query.next_token = route.request.query_value("next");
    if (const auto status = route.request.query_value("status")) {
        query.status = execution::status_from(*status);
        if (!query.status) {
            return route.refuse(400, "InvalidParameter", "status=" + *status + " is none of RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED");
        }
    }
    const auto limit = route.number("limit", 1000);
    if (!limit) return;
    query.limit = *limit;
    route.services.executions.list(std::move(query), answering<ExecutionPage>(route.reply, [](const ExecutionPage& page) {
                                       std::string items = "[";
                                       for (const ListedExecution& e : page.executions) {
                                           if (items.size() > 1) items += ',';
                                           JsonObject item;
                                           item.text("id", execution_id(e.machine, e.name)).text("stateMachine", e.machine).text("name", e.name);
                                           item.text("status", to_string(e.status)).iso("started", e.start);
                                           if (e.status != execution::Status::Running) item.iso("stopped", e.stop);
                                           items += item.text("arn", e.arn).take();
                                       }
                                       return json_response(200, JsonObject().raw("executions", items + "]").text("next", page.next_token).take());
                                   }));
}

void get(Route&& route) {
    std::optional<ExecutionName> execution = read_execution(route);
    if (!execution) return;
    const auto format = [](const ExecutionSnapshot& snapshot) { return json_response(200, write_execution(snapshot)); };
    const std::optional<std::string> wait_text = route.request.query_value("wait");
    if (!wait_text) return route.services.executions.describe(std::move(*execution), answering<ExecutionSnapshot>(route.reply, format));
    const auto wait = read_wait(*wait_text);
    if (!wait) return route.refuse(400, "InvalidParameter", "wait=" + *wait_text + " is not a time up to five minutes, such as 30s, 500ms or 2m");
    const Instant deadline = route.services.context.clock.now().plus_milliseconds(wait->count());
    route.services.executions.wait(std::move(*execution), deadline, answering<ExecutionSnapshot>(route.reply, format));
}

void history(Route&& route) {
    std::optional<ExecutionName> execution = read_execution(route);
    if (!execution) return;
    HistoryQuery query;
    query.execution = std::move(*execution);
    query.next_token = route.request.query_value("next");
    query.reverse = route.request.query_value("reverse") == "true";
    const auto limit = route.number("limit", 1000);
    if (!limit) return;
    query.limit = *limit;
    route.services.history.read(std::move(query),
                                answering_at_once<HistoryPage>(route.reply, [realm = route.services.context.realm](const HistoryPage& page) {
                                    std::string events = "[";
                                    for (const execution::Record& event : page.events)
                                        events += (events.size() > 1 ? "," : "") + write_event(page, event, realm);
                                    return json_response(200, JsonObject().raw("events", events + "]").text("next", page.next_token).take());
                                }));
}

void follow_history(Route&& route) {
    std::optional<ExecutionName> execution = read_execution(route);
    if (!execution) return;
    const std::string last(route.request.header("last-event-id").value_or(route.request.query_value("after").value_or("0")));
    follow(std::move(route), std::move(*execution), static_cast<EventId>(std::strtoul(last.c_str(), nullptr, 10)));
}

void stop(Route&& route) {
    const std::optional<ExecutionName> execution = read_execution(route);
    if (!execution) return;
    const std::optional<Payload> body = read_object(route, {"error", "cause"});
    if (!body) return;
    bool failed = false;
    std::optional<std::string> error = member_text(route, *body, "error", failed);
    std::optional<std::string> cause = failed ? std::nullopt : member_text(route, *body, "cause", failed);
    if (failed) return;
    Services& services = route.services;
    // What it is then, which for an execution that was closed before is not ABORTED.
    services.executions.stop(
        *execution, std::move(error), std::move(cause), [&services, execution = *execution, reply = route.reply](Result<Instant, ApiError> stopped) {
            const Answer<ExecutionSnapshot> answer =
                answering<ExecutionSnapshot>(reply, [](const ExecutionSnapshot& snapshot) { return json_response(200, write_execution(snapshot)); });
            if (!stopped) return answer(stopped.error());
            services.executions.describe(execution, answer);
        });
}

void start(Route&& route) {
    const std::optional<Payload> body = read_object(route, {"name", "input"});
    if (!body) return;
    bool failed = false;
    StartExecution request;
    request.machine = std::string(route.parameters[0]);
    request.name = member_text(route, *body, "name", failed);
    if (failed) return;
    if (auto input = member_json(*body, "input")) request.input = *std::move(input);
    request.trace_header = std::string(route.request.header("x-amzn-trace-id").value_or(""));
    request.answer = answering<StartedExecution>(route.reply, [machine = request.machine](const StartedExecution& started) {
        const std::string name = started.arn.substr(started.arn.rfind(':') + 1);
        const std::string id = execution_id(machine, name);
        JsonObject object;
        object.text("id", id).text("stateMachine", machine).text("name", name).iso("started", started.start);
        http::HttpResponse response = json_response(202, object.text("arn", started.arn).take());
        response.headers.emplace_back("Location", "/v1/executions/" + percent_encode(id, ":"));
        return response;
    });
    route.services.executions.start(std::move(request));
}

constexpr RouteEntry routes[] = {
    {"POST", "/v1/state-machines/{name}/executions", start},
    {"GET", "/v1/executions", list},
    {"GET", "/v1/executions/{id}", get},
    {"GET", "/v1/executions/{id}/history", history},
    {"GET", "/v1/executions/{id}/events", follow_history},
    {"POST", "/v1/executions/{id}/stop", stop},
};

}  // namespace

std::span<const RouteEntry> execution_routes() { return routes; }

}  // namespace pawl::engine::rest
