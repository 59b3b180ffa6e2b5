#include "engine/store/memory/memory_tables.hpp"

#include <algorithm>

namespace pawl::engine {

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

}  // namespace pawl::engine
