// A Store that lives as long as the process: for tests, the simulator and engines that need no durability. It keeps the same promises as the SQLite
// one, durability apart, and holds as many shards as it is told to.
//
// Threads: as every Store; readers may outlive the store and be used from other threads.
#pragma once

#include <memory>
#include <vector>

#include "engine/ports/store.hpp"

namespace pawl::engine {

class MemoryStore final : public Store {
  public:
    explicit MemoryStore(const std::vector<ShardId>& shards = {0});
    ~MemoryStore() override;

    std::vector<ShardId> shards() const override;
    Shard& shard(ShardId id) override;
    Result<CatalogHighWater, StoreError> catalog_high_water() override;
    std::unique_ptr<StoreReader> reader() override;
    Result<void, StoreError> checkpoint() override;

  private:
    struct Tables;
    class MemoryShard;
    class Reader;
    std::shared_ptr<Tables> tables_;
    std::vector<std::unique_ptr<MemoryShard>> shards_;  ///< by id ascending
};

}  // namespace pawl::engine
