#include "engine/api/health.hpp"

#include "engine/api/json_object.hpp"

namespace pawl::engine {

namespace {

void write_metric(std::string& out, std::string_view name, std::string_view type, std::string_view help, std::uint64_t value) {
    const std::string full = "pawl_" + std::string(name);
    out.append("# HELP ").append(full).append(" ").append(help).append("\n# TYPE ").append(full).append(" ").append(type).append("\n");
    out.append(full).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

void Health::not_ready(std::string reason) {
    const std::lock_guard lock(mutex_);
    reason_ = std::move(reason);
}

std::optional<http::HttpResponse> Health::answer(const http::HttpRequest& request) const {
    if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
    if (request.path == "/livez") {
        http::HttpResponse response;
        response.content_type = "text/plain";
        response.body = "ok\n";
        return response;
    }
    if (request.path == "/readyz") return readiness();
    if (request.path == "/metrics") return metrics();
    return std::nullopt;
}

http::HttpResponse Health::readiness() const {
    std::string reason;
    {
        const std::lock_guard lock(mutex_);
        reason = reason_;
    }
    std::string aside = "[";
    for (const auto& [key, why] : engine_.set_aside()) {
        if (aside.size() > 1) aside += ',';
        aside += JsonObject().raw("key", std::to_string(key)).text("why", why).take();
    }
    http::HttpResponse response;
    response.status = reason.empty() ? 200 : 503;
    JsonObject object;
    object.boolean("ready", reason.empty()).text("version", version_);
    if (!reason.empty()) object.text("reason", reason);
    response.body = object.raw("executionsSetAside", aside + "]").take();
    return response;
}

http::HttpResponse Health::metrics() const {
    const Totals c = engine_.counters();
    const http::ServerCounters s = server_.counters();
    http::HttpResponse response;
    response.content_type = "text/plain; version=0.0.4";
    std::string& out = response.body;
    const auto counter = [&out](std::string_view name, std::string_view help, std::uint64_t value) {
        write_metric(out, name, "counter", help, value);
    };
    const auto gauge = [&out](std::string_view name, std::string_view help, std::uint64_t value) { write_metric(out, name, "gauge", help, value); };
    counter("executions_started_total", "Executions started", c.starts);
    counter("executions_closed_total", "Executions that ended, however", c.closed);
    counter("executions_retired_total", "Executions deleted after their retention", c.retired);
    counter("executions_evicted_total", "Executions that left memory", c.evictions);
    counter("executions_loaded_total", "Executions read back into memory", c.loads);
    counter("decisions_total", "Decisions made", c.decisions);
    counter("records_total", "Records written to the journal", c.records);
    counter("commits_total", "Commits to the store", c.commits);
    counter("commit_retries_total", "Commits tried again because the store was busy", c.commit_retries);
    counter("tasks_dispatched_total", "Calls handed to functions", c.dispatches);
    counter("tasks_cancelled_total", "Calls given up", c.cancels);
    counter("tasks_stale_answers_total", "Answers that came too late and were dropped", c.stale_answers);
    counter("throttled_total", "Starts refused because too many waited", c.throttled);
    gauge("executions_in_memory", "Executions in memory", c.hot_executions);
    gauge("executions_set_aside", "Executions that could not be loaded", c.set_aside);
    gauge("tasks_in_flight", "Calls to functions under way", c.tasks_in_flight);
    gauge("tasks_queued", "Tasks that wait for a dispatch slot", c.tasks_queued);
    gauge("mailbox", "Requests that wait for their partition", c.mailbox);
    gauge("waiters", "Clients that wait for an execution to close", c.waiters);
    counter("http_requests_total", "HTTP requests received", s.requests);
    counter("http_connections_total", "HTTP connections accepted", s.connections);
    counter("http_connections_refused_total", "HTTP connections beyond the limit", s.refused);
    counter("http_malformed_requests_total", "HTTP requests refused as malformed", s.malformed);
    counter("http_timeouts_total", "HTTP connections closed for being slow or idle", s.timed_out);
    gauge("http_connections_open", "HTTP connections open", s.connections_open);
    return response;
}

}  // namespace pawl::engine
