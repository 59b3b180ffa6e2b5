#include "engine/runtime/machine_table.hpp"

namespace pawl::engine {

Result<void, StoreError> MachineTable::load(CatalogReader& reader, Instant look) {
    constexpr std::size_t slice = 500;
    std::string after;
    for (;;) {
        auto rows = reader.machines(after, slice);
        if (!rows) return rows.error();
        for (const MachineRow& row : *rows) put(row, look);
        if (rows->size() < slice) return {};
        after = rows->back().name;
    }
}

const MachineRow* MachineTable::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : find(found->second);
}

const MachineRow* MachineTable::find(MachineKey key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &found->second;
}

void MachineTable::put(const MachineRow& row, Instant look) {
    by_key_[row.key] = row;
    by_name_[row.name] = row.key;
    if (row.deleting) deleting_.emplace(row.key, look);
}

void MachineTable::remove(MachineKey key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    by_name_.erase(found->second.name);
    by_key_.erase(found);
    deleting_.erase(key);
}

}  // namespace pawl::engine
