#include "engine/service/state_machines.hpp"

#include "engine/runtime/store_faults.hpp"
#include "engine/service/definitions.hpp"
#include "engine/service/naming.hpp"
#include "engine/service/page_token.hpp"

namespace pawl::engine {

namespace {

constexpr std::string_view list_operation = "ListStateMachines";

/// What is asked of versions, which come with a later issue.
std::optional<ApiError> check_publishing(bool publish, bool has_description, const std::string& version) {
    if (publish) return ApiError(Refusal::NotBuiltYet, "publish (state machine versions)", version);
    if (has_description) return ApiError(Refusal::Validation, {}, "Version description can only be set when publish is true");
    return std::nullopt;
}

std::optional<ApiError> check_role(const std::string& role_arn) {
    if (role_arn.starts_with("arn:")) return std::nullopt;
    return ApiError(Refusal::InvalidRoleArn, role_arn);
}

}  // namespace

Result<StateMachineView, ApiError> read_machine(StoreReader& reader, const Realm& realm, std::string_view name) {
    const std::string arn = state_machine_arn(realm, name);
    const auto machine = reader.machine_named(name);
    if (!machine) return from_store(machine.error());
    if (!*machine) return ApiError(Refusal::MachineDoesNotExist, arn);
    const auto revision = reader.revision((*machine)->revision);
    if (!revision) return from_store(revision.error());
    // Between the two reads the machine may have gone, or its revision may be a newer one.
    if (!*revision) return ApiError(Refusal::MachineDoesNotExist, arn);
    return StateMachineView{arn, **machine, **revision, false};
}

void StateMachines::create(NewStateMachine machine, Answer<StateMachineView> answer) {
    if (!is_valid_name(machine.name)) return answer(ApiError(Refusal::InvalidName, machine.name));
    if (const auto error = check_publishing(machine.publish, machine.has_version_description, context_.version)) return answer(*error);
    if (const auto error = check_role(machine.role_arn)) return answer(*error);
    context_.reading.post([this, machine = std::move(machine), answer = std::move(answer)](StoreReader& reader) mutable {
        create_with(reader, std::move(machine), std::move(answer));
    });
}

void StateMachines::create_with(StoreReader& reader, NewStateMachine machine, Answer<StateMachineView> answer) {
    if (const auto checked = check_definition(machine.definition, machine.type == "EXPRESS", context_.realm, context_.version); !checked)
        return answer(checked.error());
    if (machine.type != "STANDARD") {
        return answer(ApiError(Refusal::TypeNotSupported, machine.type, context_.version));
    }
    const Result<std::string, ApiError> settings = merge_settings(machine.settings, {});
    if (!settings) return answer(settings.error());
    const Result<TagList, ApiError> tags = merge_tags({}, machine.tags, state_machine_arn(context_.realm, machine.name));
    if (!tags) return answer(tags.error());

    Result<StateMachineView, ApiError> existing = read_machine(reader, context_.realm, machine.name);
    if (existing) {
        if (existing->machine.deleting) return answer(ApiError(Refusal::MachineDeleting, existing->arn));
        const bool same =
            existing->revision.definition == machine.definition && existing->machine.type == machine.type && existing->revision.settings == *settings;
        return same ? answer(std::move(existing)) : answer(ApiError(Refusal::MachineAlreadyExists, existing->arn));
    }
    if (existing.error().refusal != Refusal::MachineDoesNotExist) return answer(existing.error());

    CreateMachine request;
    request.machine.name = machine.name;
    request.machine.type = machine.type;
    request.machine.tags = write_tags(*tags);
    request.revision.definition = machine.definition;
    request.revision.role_arn = machine.role_arn;
    request.revision.settings = *settings;
    request.answer = [this, machine = std::move(machine), answer = std::move(answer)](Result<MachineChanged, ApiError> changed) {
        if (changed) {
            StateMachineView view{state_machine_arn(context_.realm, changed->machine.name), changed->machine, changed->revision, true};
            view.revision.definition = machine.definition;
            return answer(std::move(view));
        }
        if (changed.error().refusal != Refusal::MachineAlreadyExists) return answer(changed.error());
        // Somebody else created it meanwhile: compare with theirs.
        context_.reading.post([this, machine, answer](StoreReader& later) { create_with(later, machine, answer); });
    };
    context_.engine.post(std::move(request));
}

void StateMachines::update(StateMachineChange change, Answer<StateMachineView> answer) {
    if (!change.definition && !change.role_arn && !change.settings.any()) {
        return answer(ApiError(Refusal::MissingChange));
    }
    if (const auto error = check_publishing(change.publish, change.has_version_description, context_.version)) return answer(*error);
    if (change.role_arn) {
        if (const auto error = check_role(*change.role_arn)) return answer(*error);
    }
    context_.reading.post([this, change = std::move(change), answer = std::move(answer)](StoreReader& reader) mutable {
        update_with(reader, std::move(change), std::move(answer));
    });
}

void StateMachines::update_with(StoreReader& reader, StateMachineChange change, Answer<StateMachineView> answer) {
    Result<StateMachineView, ApiError> existing = read_machine(reader, context_.realm, change.name);
    if (!existing) return answer(existing.error());
    if (existing->machine.deleting) return answer(ApiError(Refusal::MachineDeleting, existing->arn));
    if (change.definition) {
        if (const auto checked = check_definition(*change.definition, false, context_.realm, context_.version); !checked)
            return answer(checked.error());
    }
    const RevisionRow& old = existing->revision;
    Result<std::string, ApiError> settings = merge_settings(change.settings, old.settings);
    if (!settings) return answer(settings.error());

    UpdateMachine request;
    request.machine = change.name;
    request.based_on = old.key;
    request.revision.definition = change.definition.value_or(old.definition);
    request.revision.role_arn = change.role_arn.value_or(old.role_arn);
    request.revision.settings = std::move(*settings);
    const RevisionRow& wanted = request.revision;
    if (wanted.definition == old.definition && wanted.role_arn == old.role_arn && wanted.settings == old.settings) return answer(std::move(existing));
    request.answer = [this, change = std::move(change), definition = wanted.definition,
                      answer = std::move(answer)](Result<MachineChanged, ApiError> changed) {
        if (changed) {
            StateMachineView view{state_machine_arn(context_.realm, changed->machine.name), changed->machine, changed->revision, false};
            view.revision.definition = definition;
            return answer(std::move(view));
        }
        if (changed.error().refusal != Refusal::MachineChanged) return answer(changed.error());
        context_.reading.post([this, change, answer](StoreReader& later) { update_with(later, change, answer); });
    };
    context_.engine.post(std::move(request));
}

void StateMachines::put(NewStateMachine machine, Answer<StateMachineView> answer) {
    if (!is_valid_name(machine.name)) return answer(ApiError(Refusal::InvalidName, machine.name));
    context_.reading.post([this, machine = std::move(machine), answer = std::move(answer)](StoreReader& reader) mutable {
        const auto existing = reader.machine_named(machine.name);
        if (!existing) return answer(from_store(existing.error()));
        if (!*existing) return create_with(reader, std::move(machine), std::move(answer));
        StateMachineChange change{std::move(machine.name), std::move(machine.definition), std::nullopt, std::move(machine.settings), false, false};
        if (!machine.role_arn.empty()) change.role_arn = std::move(machine.role_arn);
        update_with(reader, std::move(change), std::move(answer));
    });
}

void StateMachines::remove(std::string name, Answer<bool> answer) { context_.engine.post(DeleteMachine{std::move(name), std::move(answer)}); }

void StateMachines::describe(std::string name, Answer<StateMachineView> answer) {
    context_.reading.post([this, name = std::move(name), answer = std::move(answer)](StoreReader& reader) {
        Result<StateMachineView, ApiError> view = read_machine(reader, context_.realm, name);
        if (!view) return answer(std::move(view));
        if (auto bound = context_.engine.machine_cache().get(view->revision.key, reader)) view->bound = *std::move(bound);
        answer(std::move(view));
    });
}

void StateMachines::describe_for_execution(ExecutionName execution, Answer<StateMachineView> answer) {
    context_.reading.post([this, execution = std::move(execution), answer = std::move(answer)](StoreReader& reader) {
        const auto missing = [&] {
            return ApiError(Refusal::ExecutionDoesNotExist, execution_arn(context_.realm, execution.machine, execution.execution));
        };
        const auto machine = reader.machine_named(execution.machine);
        if (!machine) return answer(from_store(machine.error()));
        if (!*machine) return answer(missing());
        const auto row = reader.execution_named((*machine)->key, execution.execution);
        if (!row) return answer(from_store(row.error()));
        if (!*row) return answer(missing());
        const auto revision = reader.revision((*row)->revision);
        if (!revision) return answer(from_store(revision.error()));
        if (!*revision) return answer(missing());
        auto bound = context_.engine.machine_cache().get((*revision)->key, reader);
        answer(StateMachineView{state_machine_arn(context_.realm, execution.machine), **machine, **revision, false, bound ? *bound : nullptr});
    });
}

void StateMachines::list(std::size_t limit, std::optional<std::string> next_token, Answer<StateMachinePage> answer) {
    std::string after;
    if (next_token) {
        Result<PageToken, ApiError> token = read_token(*next_token, list_operation, context_.clock.now());
        if (!token) return answer(token.error());
        after = std::move(token->text);
    }
    if (limit == 0) limit = 100;
    context_.reading.post([this, after = std::move(after), limit, answer = std::move(answer)](StoreReader& reader) {
        auto rows = reader.machines(after, limit + 1);
        if (!rows) return answer(from_store(rows.error()));
        StateMachinePage page{std::move(*rows), std::nullopt};
        if (page.machines.size() > limit) {
            page.machines.resize(limit);
            page.next_token = write_token({{}, page.machines.back().name}, list_operation, context_.clock.now());
        }
        answer(std::move(page));
    });
}

}  // namespace pawl::engine
