// What the engine keeps on disk: a catalog and one or more shards, integers and bytes. A store knows nothing of states or records. One process owns
// a store.
//
// Threads: a shard belongs to its partition's thread, and no two of these are the same where a store holds several. A StoreReader belongs to one
// thread at a time and sees only committed batches; make as many as there are reading threads.
#pragma once

#include <memory>
#include <vector>

#include "engine/ports/catalog.hpp"
#include "engine/ports/shard.hpp"

namespace pawl::engine {

class StoreReader : public CatalogReader, public JournalReader {};

class Store {
  public:
    virtual ~Store() = default;
    /// The shards it holds, ascending; at least one, for as long as the store is there. SQLite's is one.
    virtual std::vector<ShardId> shards() const = 0;
    /// One of shards(). It lives as long as the store.
    virtual Shard& shard(ShardId id) = 0;
    virtual Result<CatalogHighWater, StoreError> catalog_high_water() = 0;
    virtual std::unique_ptr<StoreReader> reader() = 0;
    /// Writes the log back into the database file, as far as possible without waiting. From a shard's thread.
    virtual Result<void, StoreError> checkpoint() = 0;
};

}  // namespace pawl::engine
