// What a MemoryStore and its readers share. Every access holds the mutex.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "engine/store/memory/memory_store.hpp"

namespace pawl::engine {

struct MemoryStore::Tables {
    std::mutex mutex;
    std::optional<StoreError> stopped;  ///< after a Misuse
    CatalogHighWater high;
    std::map<MachineKey, MachineRow> machines;
    std::map<std::string, MachineKey, std::less<>> machine_names;
    std::map<std::int64_t, RevisionRow> revisions;
    std::map<ExecutionKey, ExecutionRow> executions;
    std::map<MachineKey, std::map<std::string, ExecutionKey, std::less<>>> execution_names;
    std::set<std::pair<Instant, ExecutionKey>> by_start;
    std::map<RowId, JournalRow> journal;  ///< a shard's rows lie beside each other, as their ids begin with it
    std::map<std::string, FunctionRow> functions;

    void put(const MachineRow& row);
    void remove_machine(MachineKey key);
};

/// What is a shard's own, and its way into the tables.
class MemoryStore::MemoryShard final : public Shard {
  public:
    MemoryShard(ShardId id, std::shared_ptr<Tables> tables) : id_(id), tables_(std::move(tables)) {}
    ShardId id() const { return id_; }

    Result<void, StoreError> commit(const Batch& batch) override;
    Result<HighWater, StoreError> high_water() override;
    Result<RowId, StoreError> recovery_mark() override;
    Result<std::vector<JournalRow>, StoreError> rows_after(RowId after, std::size_t limit) override;
    Result<std::vector<ExecutionRow>, StoreError> due(Instant until, std::size_t limit) override;
    Result<Instant, StoreError> next_due() override;
    Result<std::vector<ExecutionRow>, StoreError> waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) override;
    Result<std::size_t, StoreError> retire(Instant before, std::size_t limit) override;

  private:
    /// Why the batch breaks a promise of the port; checked before anything is changed.
    std::optional<StoreError> fault_of(const Batch& batch) const;
    std::optional<StoreError> fault_of(const CatalogBatch& batch) const;
    void put(const ExecutionRow& row);
    void remove_execution(ExecutionKey key);
    void commit(const CatalogBatch& batch);
    void cut_chains(std::size_t& gone, std::size_t limit);

    const ShardId id_;
    const std::shared_ptr<Tables> tables_;
    // Under the tables' mutex, too.
    HighWater high_;
    RowId recovery_mark_ = 0;
    std::set<std::pair<Instant, ExecutionKey>> wakeups_;
    std::set<std::pair<std::uint8_t, ExecutionKey>> waiting_;
    std::set<RowId> retiring_;  ///< last rows of chains whose execution is gone
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
