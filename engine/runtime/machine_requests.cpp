// Changes of state machines and function registrations: written by the same commits as everything else.
#include "engine/runtime/api_errors.hpp"
#include "engine/runtime/partition_parts.hpp"
#include "engine/runtime/uuid.hpp"

namespace pawl::engine {

namespace {

RevisionRow without_text(RevisionRow revision) {
    revision.definition.clear();
    return revision;
}

}  // namespace

void Partition::Parts::put_machine(const MachineRow& row) {
    machines.put(row, now);
    std::erase_if(hand.batch.catalog.machines, [&](const MachineRow& earlier) { return earlier.key == row.key; });
    hand.batch.catalog.machines.push_back(row);
}

void Partition::Parts::handle(CreateMachine& request) {
    MachineRow& machine = request.machine;
    RevisionRow& revision = request.revision;
    if (const MachineRow* taken = machines.find(machine.name)) {
        return answer_later<MachineChanged>(request.answer, taken->deleting ? refusal::machine_deleting(settings.realm, machine.name)
                                                                            : refusal::machine_exists(settings.realm, machine.name));
    }
    revision.key = ++catalog.revision;
    revision.machine = machine.key = ++catalog.machine;
    const auto bound = place.machine_cache.put(revision);
    if (!bound) return answer_later<MachineChanged>(request.answer, ApiError(Refusal::UnboundDefinition, {}, bound.error().message));
    machine.deleting = false;
    machine.revision = revision.key;
    machine.created = revision.created = now;
    put_machine(machine);
    hand.batch.catalog.revisions.push_back(revision);
    answer_later<MachineChanged>(request.answer, MachineChanged{std::move(machine), without_text(std::move(revision))});
}

void Partition::Parts::handle(UpdateMachine& request) {
    const MachineRow* current = machines.find(request.machine);
    if (current == nullptr) return answer_later<MachineChanged>(request.answer, refusal::no_machine(settings.realm, request.machine));
    if (current->deleting) return answer_later<MachineChanged>(request.answer, refusal::machine_deleting(settings.realm, request.machine));
    if (current->revision != request.based_on)
        return answer_later<MachineChanged>(request.answer, ApiError(Refusal::MachineChanged, request.machine));
    RevisionRow& revision = request.revision;
    revision.key = ++catalog.revision;
    revision.machine = current->key;
    revision.revision_id = make_uuid(ports.entropy);
    revision.created = now;
    const auto bound = place.machine_cache.put(revision);
    if (!bound) return answer_later<MachineChanged>(request.answer, ApiError(Refusal::UnboundDefinition, {}, bound.error().message));
    MachineRow machine = *current;
    machine.revision = revision.key;
    put_machine(machine);
    hand.batch.catalog.revisions.push_back(revision);
    answer_later<MachineChanged>(request.answer, MachineChanged{std::move(machine), without_text(std::move(revision))});
}

void Partition::Parts::handle(DeleteMachine& request) {
    const MachineRow* current = machines.find(request.machine);
    if (current == nullptr || current->deleting) return answer_later<bool>(request.answer, current != nullptr);
    MachineRow machine = *current;
    machine.deleting = true;
    put_machine(machine);
    machines.deleting()[machine.key] = now.plus_milliseconds(settings.deletion_milliseconds);
    const std::vector<ShardId> shards = ports.store.shards();
    if (shards.size() > 1) {
        auto& others = unaware[machine.key];
        others.insert(shards.begin(), shards.end());
        others.erase(place.shard);
    }
    answer_later<bool>(request.answer, true);
}

void Partition::Parts::handle(SetTags& request) {
    const MachineRow* current = machines.find(request.machine);
    if (current == nullptr) return answer_later<MachineChanged>(request.answer, refusal::no_machine(settings.realm, request.machine));
    if (current->tags != request.based_on) return answer_later<MachineChanged>(request.answer, ApiError(Refusal::TagsChanged, request.machine));
    MachineRow machine = *current;
    machine.tags = std::move(request.tags);
    put_machine(machine);
    RevisionRow revision;
    revision.key = machine.revision;
    revision.machine = machine.key;
    answer_later<MachineChanged>(request.answer, MachineChanged{std::move(machine), std::move(revision)});
}

void Partition::Parts::handle(PutFunction& request) {
    std::erase(hand.batch.catalog.functions_removed, request.function.name);
    std::erase_if(hand.batch.catalog.functions, [&](const FunctionRow& earlier) { return earlier.name == request.function.name; });
    hand.batch.catalog.functions.push_back(std::move(request.function));
    answer_later<bool>(request.answer, true);
}

void Partition::Parts::handle(RemoveFunction& request) {
    std::erase_if(hand.batch.catalog.functions, [&](const FunctionRow& earlier) { return earlier.name == request.name; });
    hand.batch.catalog.functions_removed.push_back(std::move(request.name));
    answer_later<bool>(request.answer, true);
}

}  // namespace pawl::engine
