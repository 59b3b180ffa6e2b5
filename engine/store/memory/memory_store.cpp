#include "engine/store/memory/memory_store.hpp"

#include <algorithm>

#include "engine/store/memory/memory_tables.hpp"

namespace pawl::engine {

MemoryStore::MemoryStore() : tables_(std::make_shared<Tables>()) {}
MemoryStore::~MemoryStore() = default;

Result<void, StoreError> MemoryStore::commit(const Batch& batch) {
    const std::lock_guard lock(tables_->mutex);
    if (stopped_) return *stopped_;
    Tables& t = *tables_;
    if (auto fault = t.fault_of(batch)) {
        stopped_ = fault;
        return *std::move(fault);
    }
    for (const JournalRow& row : batch.journal) {
        t.journal.emplace_hint(t.journal.end(), row.id, row);
        t.high.row = row.id;
    }
    for (const RevisionRow& row : batch.revisions) {
        t.revisions.emplace(row.key, row);
        t.high.revision = std::max(t.high.revision, row.key);
    }
    const std::set<MachineKey> removed(batch.machines_removed.begin(), batch.machines_removed.end());
    for (const MachineKey key : removed) t.remove_machine(key);
    for (const MachineRow& row : batch.machines) {
        t.high.machine = std::max(t.high.machine, row.key);
        if (!removed.contains(row.key)) t.put(row);
    }
    for (const ExecutionRow& row : batch.executions) t.put(row);
    for (const FunctionRow& row : batch.functions) t.functions.insert_or_assign(row.name, row);
    for (const std::string& name : batch.functions_removed) t.functions.erase(name);
    if (batch.recovery_mark) t.recovery_mark = *batch.recovery_mark;
    return {};
}

Result<HighWater, StoreError> MemoryStore::high_water() {
    const std::lock_guard lock(tables_->mutex);
    return tables_->high;
}

Result<RowId, StoreError> MemoryStore::recovery_mark() {
    const std::lock_guard lock(tables_->mutex);
    return tables_->recovery_mark;
}

Result<std::vector<JournalRow>, StoreError> MemoryStore::rows_after(RowId after, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    std::vector<JournalRow> rows;
    for (auto at = tables_->journal.upper_bound(after); at != tables_->journal.end() && rows.size() < limit; ++at) rows.push_back(at->second);
    return rows;
}

Result<std::vector<ExecutionRow>, StoreError> MemoryStore::due(Instant until, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    std::vector<ExecutionRow> rows;
    for (const auto& [wakeup, key] : tables_->wakeups) {
        if (wakeup > until || rows.size() == limit) break;
        rows.push_back(tables_->executions.at(key));
    }
    return rows;
}

Result<Instant, StoreError> MemoryStore::next_due() {
    const std::lock_guard lock(tables_->mutex);
    return tables_->wakeups.empty() ? Instant::never() : tables_->wakeups.begin()->first;
}

Result<std::vector<ExecutionRow>, StoreError> MemoryStore::waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    std::vector<ExecutionRow> rows;
    for (auto at = tables_->waiting.upper_bound({what, after}); at != tables_->waiting.end() && at->first == what && rows.size() < limit; ++at) {
        rows.push_back(tables_->executions.at(at->second));
    }
    return rows;
}

Result<std::size_t, StoreError> MemoryStore::retire(Instant before, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    if (stopped_) return *stopped_;
    Tables& t = *tables_;
    std::size_t gone = 0;
    const auto cut_chains = [&] {
        while (!t.retiring.empty() && gone < limit) {
            RowId at = *t.retiring.begin();
            t.retiring.erase(at);
            for (auto row = t.journal.find(at); row != t.journal.end() && gone < limit; row = t.journal.find(at)) {
                at = row->second.previous;
                t.journal.erase(row);
                ++gone;
            }
            if (t.journal.contains(at)) t.retiring.insert(at);
        }
    };
    cut_chains();
    std::vector<std::pair<Instant, ExecutionKey>> closed;
    for (const auto& [key, row] : t.executions) {
        if (row.status != running_status && row.stop < before) closed.emplace_back(row.stop, key);
    }
    std::sort(closed.begin(), closed.end());
    for (const auto& [stop, key] : closed) {
        if (gone >= limit) break;
        const RowId last_row = t.executions.at(key).last_row;
        if (last_row != 0) t.retiring.insert(last_row);
        t.remove_execution(key);
        ++gone;
        cut_chains();
    }
    return gone;
}

Result<void, StoreError> MemoryStore::checkpoint() { return {}; }

std::unique_ptr<StoreReader> MemoryStore::reader() { return std::make_unique<Reader>(tables_); }

}  // namespace pawl::engine
