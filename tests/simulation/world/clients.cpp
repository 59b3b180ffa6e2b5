#include "tests/simulation/world/clients.hpp"

#include <memory>

#include <boost/json/serialize.hpp>

#include "engine/runtime/cold_execution.hpp"

namespace pawl::simulation {

using engine::Refusal;

namespace {

constexpr const char* action_names[] = {"StartExecution",
                                        "StartExecution unnamed",
                                        "StartExecution again, same input",
                                        "StartExecution again, other input",
                                        "StartExecution with bad input",
                                        "StopExecution",
                                        "DescribeExecution",
                                        "WaitForClose",
                                        "FindHistory",
                                        "UpdateMachine",
                                        "DeleteMachine",
                                        "SetTags",
                                        "PutFunction",
                                        "RemoveFunction"};

/// The runtime's, for logs.
std::string name_of(Refusal refusal) {
    switch (refusal) {
        case Refusal::InvalidExecutionInput:
            return "InvalidExecutionInput";
        case Refusal::MachineDoesNotExist:
            return "MachineDoesNotExist";
        case Refusal::MachineAlreadyExists:
            return "MachineAlreadyExists";
        case Refusal::MachineDeleting:
            return "MachineDeleting";
        case Refusal::ExecutionDoesNotExist:
            return "ExecutionDoesNotExist";
        case Refusal::ExecutionRetired:
            return "ExecutionRetired";
        case Refusal::ExecutionAlreadyExists:
            return "ExecutionAlreadyExists";
        case Refusal::MachineChanged:
            return "MachineChanged";
        case Refusal::TagsChanged:
            return "TagsChanged";
        case Refusal::Closed:
            return "Closed";
        case Refusal::StoreBusy:
            return "StoreBusy";
        default:
            return "refusal " + std::to_string(static_cast<int>(refusal));
    }
}

std::string machine_name(std::size_t number) { return "m" + std::to_string(number); }

}  // namespace

void Clients::engine(engine::Engine* engine) {
    engine_ = engine;
    ++life_;
    open_requests_ = 0;
}

void Clients::create_machines() {
    for (std::size_t i = 0; i < scenario_.machines.size(); ++i) create_machine(i);
}

/// Wraps what a client does with an answer: counts, and drops what comes from an engine that died.
template <class Reply>
engine::Answer<Reply> Clients::client(const char* what, std::function<void(Result<Reply, engine::ApiError>)> then, std::function<void()> lost) {
    ++requests_;
    ++open_requests_;
    coverage_.count("request", what);
    log(std::string("client: ") + what);
    auto pending = std::make_shared<bool>(true);
    if (lost) on_death(pending, std::move(lost));
    return [this, life = life_, then = std::move(then), pending](Result<Reply, engine::ApiError> reply) {
        if (life != life_ || engine_ == nullptr) return;
        if (!*pending) complaints_.add("liveness", "a request was answered twice");
        *pending = false;
        --open_requests_;
        then(std::move(reply));
        if (after_answer) after_answer();
    };
}

/// A client that got no answer because the engine died tries again.
void Clients::on_death(std::shared_ptr<bool> pending, std::function<void()> again) {
    time_.after(5'000, [this, life = life_, pending = std::move(pending), again = std::move(again)] {
        if (*pending && life != life_) again();
    });
}

void Clients::create_machine(std::size_t number) {
    engine::CreateMachine create;
    create.machine.name = machine_name(number);
    create.revision.definition = boost::json::serialize(scenario_.machines[number]);
    create.revision.role_arn = "arn:aws:iam::000000000000:role/r";
    create.answer = client<engine::MachineChanged>(
        "CreateMachine",
        [this, number](Result<engine::MachineChanged, engine::ApiError> reply) {
            if (!reply && reply.error().refusal != Refusal::MachineAlreadyExists && reply.error().refusal != Refusal::Closed)
                complaints_.add("check",
                                "CreateMachine " + machine_name(number) + ": " + name_of(reply.error().refusal) + " " + reply.error().detail);
        },
        [this, number] { when_up([this, number] { create_machine(number); }); });
    engine_->post(std::move(create));
}

void Clients::when_up(std::function<void()> thing) {
    if (engine_ != nullptr) return thing();
    time_.after(700, [this, thing = std::move(thing)] { when_up(thing); });
}

void Clients::act(const Action& action) {
    if (engine_ == nullptr) {
        time_.after(700, [this, &action] { act(action); });
        return;
    }
    const auto* name = action_names[static_cast<int>(action.kind)];
    switch (action.kind) {
        case Action::Kind::Start:
        case Action::Kind::StartUnnamed:
        case Action::Kind::StartAgain:
        case Action::Kind::StartOtherInput:
        case Action::Kind::StartBadInput:
            return start(action, name);
        case Action::Kind::Stop:
            return stop(action, name);
        case Action::Kind::Describe:
            return describe(action, name);
        case Action::Kind::Wait:
            return wait(action, name);
        case Action::Kind::History:
            return history(action, name);
        case Action::Kind::Update:
            return update(action, name);
        case Action::Kind::Delete:
            return remove(action, name);
        case Action::Kind::Tags:
            return tags(action, name);
        case Action::Kind::PutFunction: {
            engine::PutFunction put;
            put.function = {action.name, R"({"url":"http://localhost:1/"})"};
            put.answer = client<bool>(name, [](Result<bool, engine::ApiError>) {});
            return engine_->post(std::move(put));
        }
        case Action::Kind::RemoveFunction: {
            engine::RemoveFunction removal;
            removal.name = action.name;
            removal.answer = client<bool>(name, [](Result<bool, engine::ApiError>) {});
            return engine_->post(std::move(removal));
        }
    }
}

void Clients::refused(const char* what, const engine::ApiError& error, std::initializer_list<Refusal> expected) {
    log("  refused: " + name_of(error.refusal));
    if (error.refusal == Refusal::Closed) return;     // it came in while the engine was failing: nothing was done
    if (error.refusal == Refusal::StoreBusy) return;  // nor here
    for (const Refusal each : expected) {
        if (error.refusal == each) return;
    }
    complaints_.add("check", std::string(what) + " was refused: " + name_of(error.refusal) + " " + error.subject + " " + error.detail);
}

void Clients::start(const Action& action, const char* what) {
    engine::StartExecution start;
    start.machine = machine_name(action.machine);
    if (!action.name.empty()) start.name = action.name;
    start.input = action.input;
    start.answer = client<engine::StartedExecution>(
        what,
        [this, &action, what](Result<engine::StartedExecution, engine::ApiError> reply) {
            if (!reply) {
                if (action.kind == Action::Kind::StartBadInput)
                    return refused(what, reply.error(), {Refusal::InvalidExecutionInput, Refusal::MachineDoesNotExist, Refusal::MachineDeleting});
                return refused(what, reply.error(), {Refusal::ExecutionAlreadyExists, Refusal::MachineDoesNotExist, Refusal::MachineDeleting});
            }
            if (action.kind == Action::Kind::StartBadInput) return complaints_.add("check", "an input that is no JSON was accepted");
            const auto name = action.name.empty() ? reply->arn.substr(reply->arn.rfind(':') + 1) : action.name;
            const bool excused = deleted_.contains(action.machine);
            starts_.answered(reply->arn, {machine_name(action.machine), name, action.input, reply->start, excused}, watch_);
        },
        [this, &action] {
            if (action.kind == Action::Kind::Start) act(action);
        });
    engine_->post(std::move(start));
}

void Clients::stop(const Action& action, const char* what) {
    engine::StopExecution stop;
    stop.execution = {machine_name(action.machine), action.name};
    stop.error = "Stopped";
    stop.answer = client<Instant>(what, [this, &action, what](Result<Instant, engine::ApiError> reply) {
        if (!reply) not_there(action, what, reply.error());
    });
    engine_->post(std::move(stop));
}

void Clients::not_there(const Action& action, const char* what, const engine::ApiError& error) {
    const bool is_gone = error.refusal == Refusal::ExecutionDoesNotExist || error.refusal == Refusal::ExecutionRetired;
    if (!is_gone) return refused(what, error, {});
    log("  refused: " + name_of(error.refusal));
    starts_.denied(machine_name(action.machine), action.name);
}

void Clients::show(const engine::ExecutionView& view) {
    if (const auto* snapshot = std::get_if<engine::ExecutionSnapshot>(&view)) return starts_.shown(*snapshot);
    const auto reader = store_.calm_reader();
    auto cold = engine::read_snapshot(std::get<engine::ColdExecution>(view).row, *reader);
    if (!cold) return complaints_.add("answered-start", "a cold execution can't be read: " + cold.error().message);
    starts_.shown(*cold);
}

void Clients::describe(const Action& action, const char* what) {
    engine::DescribeExecution describe;
    describe.execution = {machine_name(action.machine), action.name};
    describe.answer = client<engine::ExecutionView>(what, [this, &action, what](Result<engine::ExecutionView, engine::ApiError> reply) {
        if (!reply) return not_there(action, what, reply.error());
        show(*reply);
    });
    engine_->post(std::move(describe));
}

void Clients::wait(const Action& action, const char* what) {
    engine::WaitForClose wait;
    wait.execution = {machine_name(action.machine), action.name};
    wait.deadline = clock_.now().plus_milliseconds(20'000);
    wait.answer = client<engine::ExecutionView>(
        what,
        [this, &action, what](Result<engine::ExecutionView, engine::ApiError> reply) {
            if (!reply) return not_there(action, what, reply.error());
            show(*reply);
        },
        [this, &action] { act(action); });
    engine_->post(std::move(wait));
}

void Clients::history(const Action& action, const char* what) {
    engine::FindHistory find;
    find.execution = {machine_name(action.machine), action.name};
    find.answer = client<engine::HistoryTail>(what, [this, &action, what](Result<engine::HistoryTail, engine::ApiError> reply) {
        if (!reply) return not_there(action, what, reply.error());
        const auto* watched = watch_.find(reply->key);
        if (watched == nullptr) return complaints_.add("replay", "FindHistory names an execution that is not durable");
        if (reply->last_row > watched->last_row || (reply->last_event > watched->fold.last_event))
            complaints_.add("replay", "FindHistory tells of what is not durable");
    });
    engine_->post(std::move(find));
}

std::optional<engine::MachineRow> Clients::machine_row(std::size_t number) {
    const auto row = store_.calm_reader()->machine_named(machine_name(number));
    return row ? *row : std::nullopt;
}

void Clients::update(const Action& action, const char* what) {
    const auto row = machine_row(action.machine);
    if (!row) return;
    engine::UpdateMachine update;
    update.machine = row->name;
    update.based_on = row->revision;
    update.revision.definition = action.input;
    update.revision.role_arn = "arn:aws:iam::000000000000:role/r";
    update.answer = client<engine::MachineChanged>(what, [this, what](Result<engine::MachineChanged, engine::ApiError> reply) {
        if (!reply) refused(what, reply.error(), {Refusal::MachineChanged, Refusal::MachineDoesNotExist, Refusal::MachineDeleting});
    });
    engine_->post(std::move(update));
}

void Clients::tags(const Action& action, const char* what) {
    const auto row = machine_row(action.machine);
    if (!row) return;
    engine::SetTags tags;
    tags.machine = row->name;
    tags.based_on = row->tags;
    tags.tags = R"({"a":"b"})";
    tags.answer = client<engine::MachineChanged>(what, [this, what](Result<engine::MachineChanged, engine::ApiError> reply) {
        if (!reply) refused(what, reply.error(), {Refusal::TagsChanged, Refusal::MachineDoesNotExist, Refusal::MachineDeleting});
    });
    engine_->post(std::move(tags));
}

void Clients::remove(const Action& action, const char* what) {
    deleted_.insert(action.machine);
    starts_.machine_deleted(machine_name(action.machine));
    engine::DeleteMachine removal;
    removal.machine = machine_name(action.machine);
    removal.answer = client<bool>(what, [this, what](Result<bool, engine::ApiError> reply) {
        if (!reply) refused(what, reply.error(), {});
    });
    engine_->post(std::move(removal));
}

}  // namespace pawl::simulation
