#include "engine/api/aws_json/operation_call.hpp"
#include "engine/api/json_object.hpp"
#include "engine/service/naming.hpp"
#include "statemachine/execution/history_view.hpp"

namespace pawl::engine::aws_json {

namespace {

/// Whether RedriveExecution would take it, in the words recorded (recorded-behaviour#redrive-status).
void write_redrive(JsonObject& object, const ExecutionSnapshot& snapshot, EventId most_events) {
    object.number("redriveCount", 0);
    const char* reason = snapshot.status == execution::Status::Running     ? "Execution is RUNNING and cannot be redriven"
                         : snapshot.status == execution::Status::Succeeded ? "Execution is SUCCEEDED and cannot be redriven"
                         : snapshot.last_event >= most_events              ? "Execution has exceeded the maximum history event limit"
                                                                           : nullptr;
    object.text("redriveStatus", reason == nullptr ? "REDRIVABLE" : "NOT_REDRIVABLE");
    if (reason != nullptr) object.text("redriveStatusReason", reason);
}

std::string described(const ExecutionSnapshot& snapshot, bool with_data, EventId most_events) {
    JsonObject object;
    object.text("executionArn", snapshot.head.arn).text("stateMachineArn", snapshot.head.state_machine_arn);
    object.text("name", snapshot.head.name).text("status", to_string(snapshot.status)).epoch("startDate", snapshot.start);
    if (snapshot.is_closed()) object.epoch("stopDate", snapshot.stop);
    if (with_data) object.text("input", snapshot.input);
    object.raw("inputDetails", with_data ? R"({"included":true})" : R"({"included":false})");
    if (snapshot.output) {
        if (with_data) object.text("output", snapshot.output);
        object.raw("outputDetails", with_data ? R"({"included":true})" : R"({"included":false})");
    }
    // An execution that timed out shows neither (recorded-behaviour#stop-and-timeout).
    if (snapshot.status != execution::Status::TimedOut) object.text("error", snapshot.error).text("cause", snapshot.cause);
    if (!snapshot.head.trace_header.empty()) object.text("traceHeader", snapshot.head.trace_header);
    write_redrive(object, snapshot, most_events);
    return object.take();
}

void start_execution(const OperationCall& call) {
    Result<std::string, ApiError> machine = machine_of(call.realm(), call.text("stateMachineArn"));
    if (!machine) return call.reply->fail(machine.error());
    StartExecution start;
    start.machine = std::move(*machine);
    start.name = call.optional_text("name");
    if (auto input = call.optional_text("input")) start.input = *std::move(input);
    start.trace_header = call.text("traceHeader");
    if (const auto header = call.request.header("x-amzn-trace-id")) start.trace_header = *header;
    start.answer = answering<StartedExecution>(call.reply, [](const StartedExecution& started) {
        return ok(JsonObject().text("executionArn", started.arn).epoch("startDate", started.start).take());
    });
    call.services.executions.start(std::move(start));
}

void stop_execution(const OperationCall& call) {
    Result<ExecutionName, ApiError> execution = execution_of(call.realm(), call.text("executionArn"));
    if (!execution) return call.reply->fail(execution.error());
    call.services.executions.stop(std::move(*execution), call.optional_text("error"), call.optional_text("cause"),
                                  answering<Instant>(call.reply, [](Instant stop) { return ok(JsonObject().epoch("stopDate", stop).take()); }));
}

void describe_execution(const OperationCall& call) {
    Result<ExecutionName, ApiError> execution = execution_of(call.realm(), call.text("executionArn"));
    if (!execution) return call.reply->fail(execution.error());
    const bool with_data = call.text("includedData") != "METADATA_ONLY";
    call.services.executions.describe(
        std::move(*execution),
        answering<ExecutionSnapshot>(call.reply, [with_data, most = call.limits().history_events](const ExecutionSnapshot& snapshot) {
            return ok(described(snapshot, with_data, most));
        }));
}

std::string listed(const ExecutionPage& page) {
    std::string list = "[";
    for (const ListedExecution& e : page.executions) {
        if (list.size() > 1) list += ',';
        JsonObject item;
        item.text("executionArn", e.arn).text("stateMachineArn", e.machine_arn).text("name", e.name);
        item.text("status", to_string(e.status)).epoch("startDate", e.start);
        if (e.status != execution::Status::Running) item.epoch("stopDate", e.stop);
        list += item.number("redriveCount", 0).take();
    }
    return JsonObject().raw("executions", list + "]").text("nextToken", page.next_token).take();
}

void list_executions(const OperationCall& call) {
    const std::string& version = call.services.context.version;
    if (call.has("mapRunArn")) return call.reply->fail(ApiError(Refusal::NotBuiltYet, "ListExecutions with mapRunArn", version));
    if (!call.has("stateMachineArn"))
        return call.reply->fail(ApiError(Refusal::Validation, {}, "Either stateMachineArn or mapRunArn must be specified"));
    if (call.has("redriveFilter"))
        return call.reply->fail(ApiError(Refusal::Validation, {}, "redriveFilter is only supported together with mapRunArn"));
    Result<std::string, ApiError> machine = machine_of(call.realm(), call.text("stateMachineArn"));
    if (!machine) return call.reply->fail(machine.error());
    ExecutionQuery query;
    query.machine = std::move(*machine);
    if (const auto status = call.optional_text("statusFilter")) {
        query.status = execution::status_from(*status);
        query.nothing = !query.status;
    }
    query.limit = call.number("maxResults");
    query.next_token = call.optional_text("nextToken");
    call.services.executions.list(std::move(query), answering<ExecutionPage>(call.reply, [](const ExecutionPage& page) { return ok(listed(page)); }));
}

void get_execution_history(const OperationCall& call) {
    Result<ExecutionName, ApiError> execution = execution_of(call.realm(), call.text("executionArn"));
    if (!execution) return call.reply->fail(execution.error());
    HistoryQuery query;
    query.execution = std::move(*execution);
    query.limit = call.number("maxResults");
    query.reverse = call.flag("reverseOrder");
    query.next_token = call.optional_text("nextToken");
    const execution::HistoryOptions options{.include_execution_data = call.flag("includeExecutionData", true), .region = call.realm().region};
    call.services.history.read(std::move(query), answering_at_once<HistoryPage>(call.reply, [options](const HistoryPage& page) {
                                   std::string events = "[";
                                   for (const execution::Record& record : page.events) {
                                       if (events.size() > 1) events += ',';
                                       write_history_event(*page.revision->definition, record, options, events);
                                   }
                                   return ok(JsonObject().raw("events", events + "]").text("nextToken", page.next_token).take());
                               }));
}

}  // namespace

std::span<const CallEntry> execution_calls() {
    static constexpr CallEntry calls[] = {
        {"StartExecution", start_execution}, {"DescribeExecution", describe_execution}, {"GetExecutionHistory", get_execution_history},
        {"StopExecution", stop_execution},   {"ListExecutions", list_executions},
    };
    return calls;
}

}  // namespace pawl::engine::aws_json
