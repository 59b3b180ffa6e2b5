// What a MemoryStore and its readers share. Every access holds the mutex.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <utility>

#include "engine/store/memory/memory_store.hpp"

namespace pawl::engine {

struct MemoryStore::Tables {
    std::mutex mutex;
    HighWater high;
    RowId recovery_mark = 0;
    std::map<MachineKey, MachineRow> machines;
    std::map<std::string, MachineKey, std::less<>> machine_names;
    std::map<std::int64_t, RevisionRow> revisions;
    std::map<ExecutionKey, ExecutionRow> executions;
    std::map<MachineKey, std::map<std::string, ExecutionKey, std::less<>>> execution_names;
    std::set<std::pair<Instant, ExecutionKey>> by_start;
    std::set<std::pair<Instant, ExecutionKey>> wakeups;
    std::set<std::pair<std::uint8_t, ExecutionKey>> waiting;
    std::map<RowId, JournalRow> journal;
    std::set<RowId> retiring;  // last rows of chains whose execution is gone
    std::map<std::string, FunctionRow> functions;

    /// Why the batch breaks a promise of the port; checked before anything is changed.
    std::optional<StoreError> fault_of(const Batch& batch) const;
    void put(const ExecutionRow& row);
    void put(const MachineRow& row);
    void remove_machine(MachineKey key);
    void remove_execution(ExecutionKey key);
};

class MemoryStore::Reader final : public StoreReader {
  public:
    explicit Reader(std::shared_ptr<Tables> tables) : tables_(std::move(tables)) {}
    Result<std::optional<MachineRow>, StoreError> machine(MachineKey key) override;
    Result<std::optional<MachineRow>, StoreError> machine_named(std::string_view name) override;
    Result<std::vector<MachineRow>, StoreError> machines(std::string_view after_name, std::size_t limit) override;
    Result<std::optional<RevisionRow>, StoreError> revision(std::int64_t key) override;
    Result<std::optional<ExecutionRow>, StoreError> execution(ExecutionKey key) override;
    Result<std::optional<ExecutionRow>, StoreError> execution_named(MachineKey machine, std::string_view name) override;
    Result<std::vector<ExecutionRow>, StoreError> executions(const ExecutionFilter& filter) override;
    Result<std::optional<JournalRow>, StoreError> row(RowId id) override;
    Result<std::optional<JournalHeader>, StoreError> row_header(RowId id) override;
    Result<std::vector<FunctionRow>, StoreError> functions() override;

  private:
    std::shared_ptr<Tables> tables_;
};

}  // namespace pawl::engine
