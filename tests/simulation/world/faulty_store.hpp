// A memory store that is the disk of the simulated machine: what was committed survives the engine's death, the batch at hand does not. It is Busy
// to commits or to readers, fails for good, or dies right before or right after a commit when told to.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/store/memory/memory_store.hpp"

namespace pawl::simulation {

class FaultyStore final : public engine::Store {
  public:
    explicit FaultyStore(const std::vector<ShardId>& shards);
    ~FaultyStore() override;

    enum class Next { Normal, CrashBefore, CrashAfter, FailLost, FailKept };

    /// What the next commit comes to, whichever shard's it is.
    void arm(Next next) { next_ = next; }
    bool is_armed() const { return next_ != Next::Normal; }
    /// So many commits find the store Busy.
    void busy(int times) { busy_ = times; }
    /// So many of the engine's reads find it Busy.
    void busy_for_readers(int times) { busy_reads_ = times; }
    /// The engine was started anew.
    void reopen() {
        failed_ = false;
        next_ = Next::Normal;
        busy_ = 0;
        busy_reads_ = 0;
    }
    /// Called with every batch that is durable.
    std::function<void(const engine::Batch&)> on_committed;
    /// Called with the name of every fault that happens.
    std::function<void(const char*)> on_fault;

    std::vector<ShardId> shards() const override { return inner_.shards(); }
    engine::Shard& shard(ShardId id) override { return *shards_.at(id); }
    Result<engine::CatalogHighWater, engine::StoreError> catalog_high_water() override { return inner_.catalog_high_water(); }
    Result<void, engine::StoreError> checkpoint() override { return inner_.checkpoint(); }
    std::unique_ptr<engine::StoreReader> reader() override;
    /// For those who watch: never Busy.
    std::unique_ptr<engine::StoreReader> calm_reader() { return inner_.reader(); }
    /// What a read finds that is made now, if it finds the store Busy.
    std::optional<engine::StoreError> busy_read();

  private:
    class FaultyShard;
    Result<void, engine::StoreError> commit(engine::Shard& shard, const engine::Batch& batch);
    Result<void, engine::StoreError> commit_for_real(engine::Shard& shard, const engine::Batch& batch);

    engine::MemoryStore inner_;
    std::map<ShardId, std::unique_ptr<engine::Shard>> shards_;
    Next next_ = Next::Normal;
    int busy_ = 0, busy_reads_ = 0;
    bool failed_ = false;
};

}  // namespace pawl::simulation
