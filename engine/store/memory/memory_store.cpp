#include "engine/store/memory/memory_store.hpp"

#include <algorithm>

#include "engine/store/memory/memory_tables.hpp"
#include "statemachine/vocabulary/check.hpp"

namespace pawl::engine {

MemoryStore::MemoryStore(const std::vector<ShardId>& shards) : tables_(std::make_shared<Tables>()) {
    const std::set<ShardId> ascending(shards.begin(), shards.end());
    PAWL_CHECK(!ascending.empty(), "A store has at least one shard.");
    for (const ShardId id : ascending) shards_.push_back(std::make_unique<MemoryShard>(id, tables_));
}
MemoryStore::~MemoryStore() = default;

std::vector<ShardId> MemoryStore::shards() const {
    std::vector<ShardId> ids;
    for (const auto& shard : shards_) ids.push_back(shard->id());
    return ids;
}

Shard& MemoryStore::shard(ShardId id) {
    const auto found = std::find_if(shards_.begin(), shards_.end(), [id](const auto& shard) { return shard->id() == id; });
    PAWL_CHECK(found != shards_.end(), "The store is asked for a shard it holds.");
    return **found;
}

Result<CatalogHighWater, StoreError> MemoryStore::catalog_high_water() {
    const std::lock_guard lock(tables_->mutex);
    return tables_->high;
}

Result<void, StoreError> MemoryStore::checkpoint() { return {}; }

std::unique_ptr<StoreReader> MemoryStore::reader() { return std::make_unique<Reader>(tables_); }

}  // namespace pawl::engine
