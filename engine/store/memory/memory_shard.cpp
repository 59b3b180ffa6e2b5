// A shard of a MemoryStore: commits, and what a restart and retention ask.
#include <algorithm>

#include "engine/store/memory/memory_tables.hpp"

namespace pawl::engine {
namespace {

StoreError misuse(std::string message) { return {StoreError::Kind::Misuse, std::move(message) + ": this is a bug of pawl; the store stops"}; }

}  // namespace

// ------------------------------------------------------------------------------------------------ committing
std::optional<StoreError> MemoryStore::MemoryShard::fault_of(const Batch& batch) const {
    const auto foreign = [this](std::int64_t key) { return shard_of(key) != id_; };
    RowId highest = high_.row;
    for (const JournalRow& row : batch.journal) {
        if (row.id <= highest)
            return misuse("journal row id " + std::to_string(row.id) + " is not above the highest ever used, " + std::to_string(highest));
        if (row.previous >= row.id) return misuse("journal row " + std::to_string(row.id) + " follows a later one");
        if (foreign(row.id) || foreign(row.execution)) return misuse("journal row " + std::to_string(row.id) + " is of another shard");
        highest = row.id;
    }
    std::map<std::pair<MachineKey, std::string>, ExecutionKey> names_here;
    for (const ExecutionRow& row : batch.executions) {
        if (foreign(row.key)) return misuse("execution " + std::to_string(row.key) + " is of another shard");
        if (tables_->executions.contains(row.key)) continue;
        if (row.key <= high_.execution) return misuse("execution key " + std::to_string(row.key) + " was used before");
        const auto machine = tables_->execution_names.find(row.machine);
        const bool stored = machine != tables_->execution_names.end() && machine->second.contains(row.name);
        const auto fresh = names_here.emplace(std::pair(row.machine, row.name), row.key).first;
        if (stored || fresh->second != row.key) return misuse("the state machine has another execution named " + row.name);
    }
    return fault_of(batch.catalog);
}

std::optional<StoreError> MemoryStore::MemoryShard::fault_of(const CatalogBatch& batch) const {
    const Tables& t = *tables_;
    const std::set<MachineKey> removed(batch.machines_removed.begin(), batch.machines_removed.end());
    std::map<std::string, MachineKey, std::less<>> names;
    for (const MachineRow& row : batch.machines) {
        if (!t.machines.contains(row.key) && row.key <= t.high.machine)
            return misuse("state machine key " + std::to_string(row.key) + " was used before");
        if (removed.contains(row.key)) continue;
        const auto stored = t.machine_names.find(row.name);
        const auto fresh = names.emplace(row.name, row.key).first;
        if ((stored != t.machine_names.end() && stored->second != row.key && !removed.contains(stored->second)) || fresh->second != row.key) {
            return misuse("there is another state machine named " + row.name);
        }
    }
    std::set<std::int64_t> fresh_revisions;
    for (const RevisionRow& row : batch.revisions) {
        if (row.key <= t.high.revision || !fresh_revisions.insert(row.key).second)
            return misuse("revision key " + std::to_string(row.key) + " was used before");
    }
    return std::nullopt;
}

Result<void, StoreError> MemoryStore::MemoryShard::commit(const Batch& batch) {
    const std::lock_guard lock(tables_->mutex);
    Tables& t = *tables_;
    if (t.stopped) return *t.stopped;
    if (auto fault = fault_of(batch)) {
        t.stopped = fault;
        return *std::move(fault);
    }
    for (const JournalRow& row : batch.journal) {
        t.journal.emplace(row.id, row);
        high_.row = row.id;
    }
    commit(batch.catalog);
    for (const ExecutionRow& row : batch.executions) put(row);
    if (batch.recovery_mark) recovery_mark_ = *batch.recovery_mark;
    return {};
}

void MemoryStore::MemoryShard::commit(const CatalogBatch& batch) {
    Tables& t = *tables_;
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
    for (const FunctionRow& row : batch.functions) t.functions.insert_or_assign(row.name, row);
    for (const std::string& name : batch.functions_removed) t.functions.erase(name);
}

void MemoryStore::MemoryShard::put(const ExecutionRow& row) {
    Tables& t = *tables_;
    const auto [place, is_new] = t.executions.try_emplace(row.key, row);
    ExecutionRow& stored = place->second;
    if (is_new) {
        t.execution_names[row.machine].emplace(row.name, row.key);
        t.by_start.emplace(row.start, row.key);
        high_.execution = std::max(high_.execution, row.key);
    } else {
        if (!stored.next_wakeup.is_never()) wakeups_.erase({stored.next_wakeup, stored.key});
        waiting_.erase({stored.waiting, stored.key});
        stored.status = row.status;
        stored.stop = row.stop;
        stored.last_row = row.last_row;
        stored.next_wakeup = row.next_wakeup;
        stored.waiting = row.waiting;
    }
    if (row.waiting != 0) waiting_.emplace(row.waiting, row.key);
    if (!row.next_wakeup.is_never()) wakeups_.emplace(row.next_wakeup, row.key);
}

// ------------------------------------------------------------------------------------------------ a restart
Result<HighWater, StoreError> MemoryStore::MemoryShard::high_water() {
    const std::lock_guard lock(tables_->mutex);
    return high_;
}

Result<RowId, StoreError> MemoryStore::MemoryShard::recovery_mark() {
    const std::lock_guard lock(tables_->mutex);
    return recovery_mark_;
}

Result<std::vector<JournalRow>, StoreError> MemoryStore::MemoryShard::rows_after(RowId after, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    const auto& journal = tables_->journal;
    std::vector<JournalRow> rows;
    for (auto at = journal.upper_bound(std::max(after, make_key(id_, 0))); at != journal.end() && rows.size() < limit; ++at) {
        if (shard_of(at->first) != id_) break;
        rows.push_back(at->second);
    }
    return rows;
}

Result<std::vector<ExecutionRow>, StoreError> MemoryStore::MemoryShard::due(Instant until, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    std::vector<ExecutionRow> rows;
    for (const auto& [wakeup, key] : wakeups_) {
        if (wakeup > until || rows.size() == limit) break;
        rows.push_back(tables_->executions.at(key));
    }
    return rows;
}

Result<Instant, StoreError> MemoryStore::MemoryShard::next_due() {
    const std::lock_guard lock(tables_->mutex);
    return wakeups_.empty() ? Instant::never() : wakeups_.begin()->first;
}

Result<std::vector<ExecutionRow>, StoreError> MemoryStore::MemoryShard::waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    std::vector<ExecutionRow> rows;
    for (auto at = waiting_.upper_bound({what, after}); at != waiting_.end() && at->first == what && rows.size() < limit; ++at) {
        rows.push_back(tables_->executions.at(at->second));
    }
    return rows;
}

// ------------------------------------------------------------------------------------------------ retention
Result<std::size_t, StoreError> MemoryStore::MemoryShard::retire(Instant before, std::size_t limit) {
    const std::lock_guard lock(tables_->mutex);
    const Tables& t = *tables_;
    if (t.stopped) return *t.stopped;
    std::size_t gone = 0;
    cut_chains(gone, limit);
    std::vector<std::pair<Instant, ExecutionKey>> closed;
    for (auto at = t.executions.lower_bound(make_key(id_, 0)); at != t.executions.end() && shard_of(at->first) == id_; ++at) {
        if (at->second.status != running_status && at->second.stop < before) closed.emplace_back(at->second.stop, at->first);
    }
    std::sort(closed.begin(), closed.end());
    for (const auto& [stop, key] : closed) {
        if (gone >= limit) break;
        const RowId last_row = t.executions.at(key).last_row;
        if (last_row != 0) retiring_.insert(last_row);
        remove_execution(key);
        ++gone;
        cut_chains(gone, limit);
    }
    return gone;
}

void MemoryStore::MemoryShard::cut_chains(std::size_t& gone, std::size_t limit) {
    auto& journal = tables_->journal;
    while (!retiring_.empty() && gone < limit) {
        RowId at = *retiring_.begin();
        retiring_.erase(at);
        for (auto row = journal.find(at); row != journal.end() && gone < limit; row = journal.find(at)) {
            at = row->second.previous;
            journal.erase(row);
            ++gone;
        }
        if (journal.contains(at)) retiring_.insert(at);
    }
}

void MemoryStore::MemoryShard::remove_execution(ExecutionKey key) {
    Tables& t = *tables_;
    const auto found = t.executions.find(key);
    if (found == t.executions.end()) return;
    const ExecutionRow& row = found->second;
    t.by_start.erase({row.start, key});
    wakeups_.erase({row.next_wakeup, key});
    waiting_.erase({row.waiting, key});
    const auto names = t.execution_names.find(row.machine);
    names->second.erase(row.name);
    if (names->second.empty()) t.execution_names.erase(names);
    t.executions.erase(found);
}

}  // namespace pawl::engine
