#include "engine/store/memory/memory_tables.hpp"

#include <algorithm>

namespace pawl::engine {
namespace {

StoreError misuse(std::string message) { return {StoreError::Kind::Misuse, std::move(message) + ": this is a bug of pawl; the store stops"}; }

}  // namespace

std::optional<StoreError> MemoryStore::Tables::fault_of(const Batch& batch) const {
    RowId highest = high.row;
    for (const JournalRow& row : batch.journal) {
        if (row.id <= highest)
            return misuse("journal row id " + std::to_string(row.id) + " is not above the highest ever used, " + std::to_string(highest));
        if (row.previous >= row.id) return misuse("journal row " + std::to_string(row.id) + " follows a later one");
        highest = row.id;
    }
    const std::set<MachineKey> removed(batch.machines_removed.begin(), batch.machines_removed.end());
    std::map<std::string, MachineKey, std::less<>> names;
    for (const MachineRow& row : batch.machines) {
        if (!machines.contains(row.key) && row.key <= high.machine)
            return misuse("state machine key " + std::to_string(row.key) + " was used before");
        if (removed.contains(row.key)) continue;
        const auto stored = machine_names.find(row.name);
        const auto fresh = names.emplace(row.name, row.key).first;
        if ((stored != machine_names.end() && stored->second != row.key && !removed.contains(stored->second)) || fresh->second != row.key) {
            return misuse("there is another state machine named " + row.name);
        }
    }
    std::set<std::int64_t> fresh_revisions;
    for (const RevisionRow& row : batch.revisions) {
        if (row.key <= high.revision || !fresh_revisions.insert(row.key).second)
            return misuse("revision key " + std::to_string(row.key) + " was used before");
    }
    std::map<std::pair<MachineKey, std::string>, ExecutionKey> execution_names_here;
    for (const ExecutionRow& row : batch.executions) {
        if (executions.contains(row.key)) continue;
        if (row.key <= high.execution) return misuse("execution key " + std::to_string(row.key) + " was used before");
        const auto machine = execution_names.find(row.machine);
        const bool stored = machine != execution_names.end() && machine->second.contains(row.name);
        const auto fresh = execution_names_here.emplace(std::pair(row.machine, row.name), row.key).first;
        if (stored || fresh->second != row.key) return misuse("the state machine has another execution named " + row.name);
    }
    return std::nullopt;
}

void MemoryStore::Tables::put(const MachineRow& row) {
    const auto [place, is_new] = machines.insert_or_assign(row.key, row);
    if (!is_new) std::erase_if(machine_names, [&](const auto& entry) { return entry.second == row.key; });
    machine_names[row.name] = row.key;
    high.machine = std::max(high.machine, row.key);
}

void MemoryStore::Tables::remove_machine(MachineKey key) {
    machines.erase(key);
    std::erase_if(machine_names, [&](const auto& entry) { return entry.second == key; });
    std::erase_if(revisions, [&](const auto& entry) { return entry.second.machine == key; });
}

void MemoryStore::Tables::put(const ExecutionRow& row) {
    const auto [place, is_new] = executions.try_emplace(row.key, row);
    ExecutionRow& stored = place->second;
    if (is_new) {
        execution_names[row.machine].emplace(row.name, row.key);
        by_start.emplace(row.start, row.key);
        high.execution = std::max(high.execution, row.key);
    } else {
        if (!stored.next_wakeup.is_never()) wakeups.erase({stored.next_wakeup, stored.key});
        waiting.erase({stored.waiting, stored.key});
        stored.status = row.status;
        stored.stop = row.stop;
        stored.last_row = row.last_row;
        stored.next_wakeup = row.next_wakeup;
        stored.waiting = row.waiting;
    }
    if (row.waiting != 0) waiting.emplace(row.waiting, row.key);
    if (!row.next_wakeup.is_never()) wakeups.emplace(row.next_wakeup, row.key);
}

void MemoryStore::Tables::remove_execution(ExecutionKey key) {
    const auto found = executions.find(key);
    if (found == executions.end()) return;
    const ExecutionRow& row = found->second;
    by_start.erase({row.start, key});
    wakeups.erase({row.next_wakeup, key});
    waiting.erase({row.waiting, key});
    const auto names = execution_names.find(row.machine);
    names->second.erase(row.name);
    if (names->second.empty()) execution_names.erase(names);
    executions.erase(found);
}

}  // namespace pawl::engine
