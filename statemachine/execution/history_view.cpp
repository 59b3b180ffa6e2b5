#include "statemachine/execution/history_view.hpp"

#include <charconv>

#include "statemachine/execution/integrations/integration.hpp"

namespace pawl::execution {
namespace {

using definition::Machine;

// One row per state type: what its events are called.
struct StateTypeNames {
    std::string_view entered, exited, aborted;
};
constexpr StateTypeNames state_type_names[] = {
    {"PassStateEntered", "PassStateExited", ""},
    {"TaskStateEntered", "TaskStateExited", "TaskStateAborted"},
    {"ChoiceStateEntered", "ChoiceStateExited", ""},
    {"WaitStateEntered", "WaitStateExited", "WaitStateAborted"},
    {"SucceedStateEntered", "SucceedStateExited", ""},
    {"FailStateEntered", "", ""},
    {"ParallelStateEntered", "ParallelStateExited", "ParallelStateAborted"},
    {"MapStateEntered", "MapStateExited", "MapStateAborted"},
};
static_assert(std::size(state_type_names) == std::variant_size_v<definition::StateBody>);

const StateTypeNames& names_of(const Machine& machine, StateIndex state) { return state_type_names[machine.state(state).body.index()]; }

TaskEvents events_at(const Machine& machine, StateIndex state) {
    return task_events(std::get<definition::Task>(machine.state(state).body).integration);
}

class Namer {
  public:
    explicit Namer(const Machine& machine) : machine_(machine) {}

    std::string_view operator()(const ExecutionStarted&) const { return "ExecutionStarted"; }
    std::string_view operator()(const ExecutionSucceeded&) const { return "ExecutionSucceeded"; }
    std::string_view operator()(const ExecutionFailed&) const { return "ExecutionFailed"; }
    std::string_view operator()(const ExecutionAborted&) const { return "ExecutionAborted"; }
    std::string_view operator()(const ExecutionTimedOut&) const { return "ExecutionTimedOut"; }
    std::string_view operator()(const StateEntered& r) const { return names_of(machine_, r.state).entered; }
    std::string_view operator()(const StateExited& r) const { return names_of(machine_, r.state).exited; }
    std::string_view operator()(const StateAborted& r) const { return names_of(machine_, r.state).aborted; }
    std::string_view operator()(const EvaluationFailed&) const { return "EvaluationFailed"; }
    std::string_view operator()(const RetryPlanned&) const { return ""; }
    std::string_view operator()(const WaitPlanned&) const { return ""; }
    std::string_view operator()(const TaskScheduled& r) const { return events_at(machine_, r.state).scheduled; }
    std::string_view operator()(const TaskStarted& r) const { return events_at(machine_, r.state).started; }
    std::string_view operator()(const TaskSucceeded& r) const { return events_at(machine_, r.state).succeeded; }
    std::string_view operator()(const TaskFailed& r) const { return events_at(machine_, r.state).failed; }
    std::string_view operator()(const TaskTimedOut& r) const { return events_at(machine_, r.state).timed_out; }
    std::string_view operator()(const TaskHeartbeat&) const { return ""; }
    std::string_view operator()(const ParallelStarted&) const { return "ParallelStateStarted"; }
    std::string_view operator()(const ParallelSucceeded&) const { return "ParallelStateSucceeded"; }
    std::string_view operator()(const ParallelFailed&) const { return "ParallelStateFailed"; }
    std::string_view operator()(const BranchFinished&) const { return ""; }
    std::string_view operator()(const ChildrenErased&) const { return ""; }
    std::string_view operator()(const MapStarted&) const { return "MapStateStarted"; }
    std::string_view operator()(const MapSucceeded&) const { return "MapStateSucceeded"; }
    std::string_view operator()(const MapFailed&) const { return "MapStateFailed"; }
    std::string_view operator()(const IterationStarted&) const { return "MapIterationStarted"; }
    std::string_view operator()(const IterationSucceeded&) const { return "MapIterationSucceeded"; }
    std::string_view operator()(const IterationFailed&) const { return "MapIterationFailed"; }
    std::string_view operator()(const IterationAborted&) const { return "MapIterationAborted"; }

  private:
    const Machine& machine_;
};

// Appends members of one details object.
class Members {
  public:
    Members(std::string& out, PayloadForm payloads) : out_(out), payloads_(payloads) {}

    void text(std::string_view name, std::string_view value) {
        key(name);
        write_json_string(value, out_);
    }
    void number(std::string_view name, std::int64_t value) {
        key(name);
        out_ += std::to_string(value);
    }
    void optional_text(std::string_view name, const std::optional<std::string>& value) {
        if (value) text(name, *value);
    }
    void optional_number(std::string_view name, const std::optional<std::int64_t>& value) {
        if (value) number(name, *value);
    }
    void json(std::string_view name, const Payload& value) {
        key(name);
        if (payloads_ == PayloadForm::Json) {
            out_ += value.text();
        } else {
            write_json_string(value.text(), out_);
        }
    }
    // "input" and "inputDetails", or the same of output.
    void payload(std::string_view name, const Payload& value) {
        json(name, value);
        key(std::string(name) + "Details");
        out_ += "{\"truncated\":false}";
    }
    // Names with the values' JSON texts; nothing of it without execution data (recorded-behaviour#event-data).
    void variables(const std::vector<Assigned>& assigned) {
        key("assignedVariables");
        out_ += '{';
        Members members(out_, payloads_);
        for (const auto& [name, value] : assigned) members.text(name, value.text());
        out_ += '}';
        key("assignedVariablesDetails");
        out_ += "{\"truncated\":false}";
    }
    void failure(const Failure& failure) {
        if (!failure.error.empty()) text("error", failure.error);
        optional_text("cause", failure.cause);
    }

  private:
    void key(std::string_view name) {
        if (!first_) out_ += ',';
        first_ = false;
        write_json_string(name, out_);
        out_ += ':';
    }
    std::string& out_;
    PayloadForm payloads_;
    bool first_ = true;
};

// Writes the details of an event as one member, if it has any.
class Details {
  public:
    Details(const Machine& machine, const HistoryOptions& options, std::string_view member, std::string& out)
        : machine_(machine), options_(options), member_(member), out_(out) {}

    void operator()(const ExecutionStarted& r) {
        object([&](Members& m) {
            if (options_.include_execution_data) m.payload("input", r.input);
            m.text("roleArn", r.head.role_arn);
        });
    }
    void operator()(const ExecutionSucceeded& r) { output(r.output); }
    void operator()(const ExecutionFailed& r) { failed(r.failure); }
    void operator()(const ExecutionTimedOut& r) { failed(r.failure); }
    void operator()(const ExecutionAborted& r) {
        object([&](Members& m) {
            m.optional_text("error", r.error);
            m.optional_text("cause", r.cause);
        });
    }
    void operator()(const StateEntered& r) {
        object([&](Members& m) {
            m.text("name", machine_.state(r.state).name);
            if (options_.include_execution_data) m.payload("input", r.input);
        });
    }
    void operator()(const StateExited& r) {
        object([&](Members& m) {
            m.text("name", machine_.state(r.state).name);
            if (!options_.include_execution_data) return;
            m.payload("output", r.output);
            if (!r.assigned.empty()) m.variables(r.assigned);
        });
    }
    void operator()(const EvaluationFailed& r) {
        object([&](Members& m) {
            m.failure(r.failure);
            m.optional_text("location", r.location);
            m.text("state", machine_.state(r.state).name);
        });
    }
    void operator()(const TaskScheduled& r) {
        object([&](Members& m) {
            const TaskEvents events = events_at(machine_, r.state);
            if (const auto* own = std::get_if<OwnEvents>(&events.shown_as)) {
                m.text("resource", own->resource);
                if (options_.include_execution_data) m.payload("input", r.input);
                m.optional_number("timeoutInSeconds", r.timeout_seconds);
            } else {
                resource(r.state, m);
                m.text("region", options_.region);
                m.json("parameters", r.input);
                m.optional_number("timeoutInSeconds", r.timeout_seconds);
                m.optional_number("heartbeatInSeconds", r.heartbeat_seconds);
            }
        });
    }
    void operator()(const TaskStarted& r) {
        if (std::holds_alternative<OwnEvents>(events_at(machine_, r.state).shown_as)) return;
        object([&](Members& m) { resource(r.state, m); });
    }
    void operator()(const TaskSucceeded& r) {
        object([&](Members& m) {
            resource(r.state, m);
            if (options_.include_execution_data) m.payload("output", r.output);
        });
    }
    void operator()(const TaskFailed& r) { task_failure(r.state, r.failure); }
    void operator()(const TaskTimedOut& r) { task_failure(r.state, r.failure); }
    void operator()(const MapStarted& r) {
        object([&](Members& m) { m.number("length", r.length); });
    }
    void operator()(const IterationStarted& r) { iteration(r.state, r.index); }
    void operator()(const IterationSucceeded& r) { iteration(r.state, r.index); }
    void operator()(const IterationFailed& r) { iteration(r.state, r.index); }
    void operator()(const IterationAborted& r) { iteration(r.state, r.index); }
    // Shown without details, or not at all.
    void operator()(const StateAborted&) {}
    void operator()(const RetryPlanned&) {}
    void operator()(const WaitPlanned&) {}
    void operator()(const TaskHeartbeat&) {}
    void operator()(const ParallelStarted&) {}
    void operator()(const ParallelSucceeded&) {}
    void operator()(const ParallelFailed&) {}
    void operator()(const BranchFinished&) {}
    void operator()(const ChildrenErased&) {}
    void operator()(const MapSucceeded&) {}
    void operator()(const MapFailed&) {}

  private:
    template <class Fill>
    void object(Fill fill) {
        out_ += ",\"";
        out_ += member_;
        out_ += "\":{";
        Members members(out_, options_.payloads);
        fill(members);
        out_ += '}';
    }
    void output(const Payload& value) {
        object([&](Members& m) {
            if (options_.include_execution_data) m.payload("output", value);
        });
    }
    void failed(const Failure& failure) {
        object([&](Members& m) { m.failure(failure); });
    }
    void task_failure(StateIndex state, const Failure& failure) {
        object([&](Members& m) {
            resource(state, m);
            m.failure(failure);
        });
    }
    void iteration(StateIndex state, std::uint32_t index) {
        object([&](Members& m) {
            m.text("name", machine_.state(state).name);
            m.number("index", index);
        });
    }
    // Nothing for a kind with events of its own: only its Scheduled tells.
    void resource(StateIndex state, Members& m) {
        const TaskEvents events = events_at(machine_, state);
        const auto* shared = std::get_if<IntegrationResource>(&events.shown_as);
        if (shared == nullptr) return;
        m.text("resourceType", shared->type);
        m.text("resource", shared->resource);
    }

    const Machine& machine_;
    const HistoryOptions& options_;
    std::string_view member_;
    std::string& out_;
};

// Named after the event, "mapStateStartedEventDetails", except where all states share a name.
std::string details_name(const Record& record, std::string_view type) {
    if (std::holds_alternative<StateEntered>(record.body)) return "stateEnteredEventDetails";
    if (std::holds_alternative<StateExited>(record.body)) return "stateExitedEventDetails";
    std::string name(type);
    name.front() = static_cast<char>(name.front() + ('a' - 'A'));
    return name + "EventDetails";
}

}  // namespace

std::string_view event_type(const Machine& machine, const Record& record) { return std::visit(Namer(machine), record.body); }

void write_history_event(const Machine& machine, const Record& record, const HistoryOptions& options, std::string& out) {
    const std::string_view type = event_type(machine, record);
    PAWL_CHECK(record.event != 0 && !type.empty(), "only records with an event id are part of the history");
    out += "{\"timestamp\":" + to_epoch_seconds(record.time) + ",\"type\":\"";
    out += type;
    out += "\",\"id\":" + std::to_string(record.event) + ",\"previousEventId\":" + std::to_string(record.previous);
    write_event_details(machine, record, options, details_name(record, type), out);
    out += '}';
}

void write_event_details(const Machine& machine, const Record& record, const HistoryOptions& options, std::string_view member, std::string& out) {
    std::visit(Details(machine, options, member, out), record.body);
}

}  // namespace pawl::execution
