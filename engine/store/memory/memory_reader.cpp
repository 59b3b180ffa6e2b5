#include "engine/store/memory/memory_tables.hpp"

namespace pawl::engine {
namespace {

template <class Map, class Key>
auto find_copy(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
    const auto found = map.find(key);
    if (found == map.end()) return std::nullopt;
    return found->second;
}

}  // namespace

Result<std::optional<MachineRow>, StoreError> MemoryStore::Reader::machine(MachineKey key) {
    const std::lock_guard lock(tables_->mutex);
    return find_copy(tables_->machines, key);
}

Result<std::optional<MachineRow>, StoreError> MemoryStore::Reader::machine_named(std::string_view name) {
    const std::lock_guard lock(tables_->mutex);
    const auto key = tables_->machine_names.find(name);
    if (key == tables_->machine_names.end()) return std::optional<MachineRow>();
    return find_copy(tables_->machines, key->second);
}

Result<std::vector<MachineRow>, StoreError> MemoryStore::Reader::machines(std::string_view after_name, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    std::vector<MachineRow> rows;
    for (auto at = tables_->machine_names.upper_bound(after_name); at != tables_->machine_names.end() && rows.size() < limit; ++at) {
        rows.push_back(tables_->machines.at(at->second));
    }
    return rows;
}

Result<std::optional<RevisionRow>, StoreError> MemoryStore::Reader::revision(std::int64_t key) {
    const std::lock_guard lock(tables_->mutex);
    return find_copy(tables_->revisions, key);
}

Result<std::optional<ExecutionRow>, StoreError> MemoryStore::Reader::execution(ExecutionKey key) {
    const std::lock_guard lock(tables_->mutex);
    return find_copy(tables_->executions, key);
}

Result<std::optional<ExecutionRow>, StoreError> MemoryStore::Reader::execution_named(MachineKey machine, std::string_view name) {
    const std::lock_guard lock(tables_->mutex);
    const auto names = tables_->execution_names.find(machine);
    if (names == tables_->execution_names.end()) return std::optional<ExecutionRow>();
    const auto key = names->second.find(name);
    if (key == names->second.end()) return std::optional<ExecutionRow>();
    return find_copy(tables_->executions, key->second);
}

Result<std::vector<ExecutionRow>, StoreError> MemoryStore::Reader::executions(const ExecutionFilter& filter) {
    const std::lock_guard lock(tables_->mutex);
    std::vector<ExecutionRow> rows;
    auto at = filter.after ? tables_->by_start.lower_bound(*filter.after) : tables_->by_start.end();
    while (at != tables_->by_start.begin() && rows.size() < filter.limit) {
        const ExecutionRow& row = tables_->executions.at((--at)->second);
        if (filter.machine && row.machine != *filter.machine) continue;
        if (filter.status && row.status != *filter.status) continue;
        rows.push_back(row);
    }
    return rows;
}

Result<std::optional<JournalRow>, StoreError> MemoryStore::Reader::row(RowId id) {
    const std::lock_guard lock(tables_->mutex);
    return find_copy(tables_->journal, id);
}

Result<std::optional<JournalHeader>, StoreError> MemoryStore::Reader::row_header(RowId id) {
    const std::lock_guard lock(tables_->mutex);
    const auto found = tables_->journal.find(id);
    if (found == tables_->journal.end()) return std::optional<JournalHeader>();
    return std::optional<JournalHeader>(found->second);
}

Result<std::vector<FunctionRow>, StoreError> MemoryStore::Reader::functions() {
    const std::lock_guard lock(tables_->mutex);
    std::vector<FunctionRow> rows;
    for (const auto& [name, row] : tables_->functions) rows.push_back(row);
    return rows;
}

}  // namespace pawl::engine
