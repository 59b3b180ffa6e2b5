// What clients ask of executions.
#include "engine/runtime/api_errors.hpp"
#include "engine/runtime/cold_execution.hpp"
#include "engine/runtime/partition_parts.hpp"
#include "engine/runtime/uuid.hpp"

namespace pawl::engine {

namespace {

bool is_running(const ExecutionRow& row) { return row.status == static_cast<std::uint8_t>(execution::Status::Running); }

ExecutionSnapshot snapshot(const HotExecution& hot) {
    ExecutionSnapshot shot = snapshot_of(hot.state);
    shot.key = hot.key;
    shot.machine = hot.machine;
    shot.revision = hot.revision->key;
    shot.last_row = hot.last_row;
    return shot;
}

}  // namespace

// ------------------------------------------------------------------------------------------------ starting
void Partition::Parts::handle(StartExecution& request) {
    const MachineRow* machine = machines.find(request.machine);
    if (machine == nullptr) return answer_later<StartedExecution>(request.answer, refusal::no_machine(settings.realm, request.machine));
    if (machine->deleting) return answer_later<StartedExecution>(request.answer, refusal::machine_deleting(settings.realm, request.machine));
    auto input = Payload::parse(std::move(request.input));
    if (!input) return answer_later<StartedExecution>(request.answer, ApiError(Refusal::InvalidExecutionInput, {}, input.error().message));
    if (!request.name) return start_now(request, *machine, make_uuid(ports.entropy), std::move(*input));

    const std::string arn = execution_arn(settings.realm, machine->name, *request.name);
    if (const HotExecution* same = hot.find(machine->key, *request.name)) {
        if (!same->state.is_closed() && same->state.input && same->state.input->text() == input->text()) {
            return answer_later<StartedExecution>(request.answer, StartedExecution{arn, same->state.start_time});
        }
        return answer_later<StartedExecution>(request.answer, ApiError(Refusal::ExecutionAlreadyExists, arn));
    }
    const auto row = reader->execution_named(machine->key, *request.name);
    if (!row) return refuse_unread<StartedExecution>(request.answer, row.error());
    if (!*row) return start_now(request, *machine, std::move(*request.name), std::move(*input));
    if (is_running(**row)) {  // asleep
        const auto asleep = read_snapshot(**row, *reader);
        if (!asleep && asleep.error().kind == StoreError::Kind::Busy) return refuse_unread<StartedExecution>(request.answer, asleep.error());
        if (!asleep) return answer_later<StartedExecution>(request.answer, ApiError(Refusal::Unreadable, {}, asleep.error().message));
        if (asleep->input == input->text()) return answer_later<StartedExecution>(request.answer, StartedExecution{arn, asleep->start});
    }
    answer_later<StartedExecution>(request.answer, ApiError(Refusal::ExecutionAlreadyExists, arn));
}

void Partition::Parts::start_now(StartExecution& request, const MachineRow& machine, std::string name, Payload input) {
    auto revision = place.machine_cache.get(machine.revision, *reader);
    if (!revision && revision.error().kind != StoreError::Kind::Corrupt) return refuse_unread<StartedExecution>(request.answer, revision.error());
    if (!revision) return answer_later<StartedExecution>(request.answer, ApiError(Refusal::Unreadable, {}, revision.error().message));

    auto started = std::make_unique<HotExecution>();
    started->key = ++used.execution;
    started->machine = machine.key;
    started->revision = std::move(*revision);
    started->row_outdated = true;
    execution::ExecutionHead head;
    head.arn = execution_arn(settings.realm, machine.name, name);
    head.name = std::move(name);
    head.state_machine_arn = state_machine_arn(settings.realm, machine.name);
    head.state_machine_name = machine.name;
    head.role_arn = started->revision->role_arn;
    head.trace_header = std::move(request.trace_header);
    decide(*started, execution::Start{std::move(head), std::move(input)});
    PAWL_CHECK(started->state.started, "A start that was decided has started.");
    const HotExecution& running = hot.add(std::move(started));
    ++counters.starts;
    answer_later<StartedExecution>(request.answer, StartedExecution{running.state.head.arn, running.state.start_time});
}

// ------------------------------------------------------------------------------------------------ finding
Result<Partition::Parts::Found, ApiError> Partition::Parts::locate(const ExecutionName& name) {
    const MachineRow* machine = machines.find(name.machine);
    if (machine == nullptr) return refusal::no_execution(settings.realm, name);
    if (HotExecution* found = hot.find(machine->key, name.execution)) return Found{found, {}};
    auto row = reader->execution_named(machine->key, name.execution);
    if (!row) {
        read_failed(row.error());
        return from_store(row.error());
    }
    if (!*row) return refusal::no_execution(settings.realm, name);
    return Found{nullptr, std::move(*row)};
}

Result<ExecutionView, ApiError> Partition::Parts::view_of(ExecutionKey key) {
    if (const HotExecution* found = hot.find(key)) return ExecutionView(snapshot(*found));
    auto row = reader->execution(key);
    if (!row) return from_store(row.error());
    if (!*row) return ApiError(Refusal::ExecutionRetired);
    return ExecutionView(ColdExecution{std::move(**row)});
}

void Partition::Parts::handle(DescribeExecution& request) {
    auto found = locate(request.execution);
    if (!found) return answer_later<ExecutionView>(request.answer, found.error());
    if (found->row) return answer_later<ExecutionView>(request.answer, ExecutionView(ColdExecution{std::move(*found->row)}));
    answer_at_seal(request.answer, [this, key = found->hot->key] { return view_of(key); });
}

void Partition::Parts::handle(WaitForClose& request) {
    auto found = locate(request.execution);
    if (!found) return answer_later<ExecutionView>(request.answer, found.error());
    if (found->row && !is_running(*found->row))
        return answer_later<ExecutionView>(request.answer, ExecutionView(ColdExecution{std::move(*found->row)}));
    waiters.add(found->hot ? found->hot->key : found->row->key, request.deadline, std::move(request.answer));
}

void Partition::Parts::handle(FindHistory& request) {
    auto found = locate(request.execution);
    if (!found) return answer_later<HistoryTail>(request.answer, found.error());
    if (found->row) {
        const ExecutionRow& row = *found->row;
        return answer_later<HistoryTail>(request.answer, HistoryTail{row.key, row.machine, row.revision, row.last_row, 0});
    }
    answer_at_seal(request.answer, [this, key = found->hot->key]() -> Result<HistoryTail, ApiError> {
        const HotExecution* running = hot.find(key);
        return HistoryTail{key, running->machine, running->revision->key, running->last_row, running->state.last_event};
    });
}

// ------------------------------------------------------------------------------------------------ stopping
void Partition::Parts::handle(StopExecution& request) {
    auto found = locate(request.execution);
    if (!found) return answer_later<Instant>(request.answer, found.error());
    HotExecution* execution = found->hot;
    if (execution == nullptr && !is_running(*found->row)) return answer_later<Instant>(request.answer, found->row->stop);
    if (execution == nullptr) {
        const auto awoken = awaken(*found->row);
        if (!awoken) return refuse_unread<Instant>(request.answer, awoken.error());
        execution = *awoken;
    }
    if (execution == nullptr) return answer_later<Instant>(request.answer, ApiError(Refusal::ExecutionNotLoaded, {}, why_set_aside(found->row->key)));
    decide(*execution, execution::Stop{std::move(request.error), std::move(request.cause)});
    answer_later<Instant>(request.answer, execution->state.stop_time);
}

}  // namespace pawl::engine
