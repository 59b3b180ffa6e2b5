// The partitions of a store, one a shard, as one engine: whoever asks need not know that there are several. An execution's shard is a hash of its
// state machine's name and its own, so that a start, a description and a stop all find their partition without a lookup; an answer finds it by the
// key. State machines and functions are changed by the first partition, the keeper of the catalog, and all know them (peers.hpp).
//
// Threads: what is said to be for any thread is; the rest belongs to whoever drives the partitions, each on one thread at a time (engine_threads.hpp,
// or turn() for all of them on one).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/runtime/partition.hpp"

namespace pawl::engine {

/// Which of `count` shards, counted from 0 in their order, an execution belongs to. On disk for ever where a store holds several: never changes.
std::size_t shard_of_names(std::string_view machine, std::string_view execution, std::size_t count);

class Engine final : public DispatchSink, private Peers {
  public:
    /// A partition for each shard that the store holds. The ports outlive it.
    Engine(Ports ports, Settings settings);
    ~Engine() override;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // ------------------------------------------------------------------------------------------ from any thread
    void post(Request request);
    void answered(DispatchAnswer answer) override;
    void slot_free(TaskTarget target) override;
    Totals counters() const;
    /// What executions are held to; never changes.
    const execution::Limits& limits() const { return settings_.limits; }
    MachineCache& machine_cache() { return machine_cache_; }
    /// Executions left unloaded because their journal can't be read, and why.
    std::vector<std::pair<ExecutionKey, std::string>> set_aside() const;

    // ------------------------------------------------------------------------------------------ before the first turn
    /// Called once, from a partition's thread, when a commit or a read of the store failed for good.
    void on_failure(std::function<void(const StoreError&)> handler);
    /// Called, on the poster's thread, when something was posted to an empty mailbox of any partition.
    void on_post(const std::function<void()>& wake);
    /// Loads what was running; the turns after it make the calls again that were in flight.
    Result<void, StoreError> recover();

    // ------------------------------------------------------------------------------------------ the loop
    const std::vector<std::unique_ptr<Partition>>& partitions() const { return partitions_; }
    /// One batch of each partition. True: more work is waiting, call again at once. False: call again at next_wakeup() or when something is posted.
    bool turn();
    Instant next_wakeup() const;
    /// The first partition's that failed.
    const std::optional<StoreError>& failure() const;
    const execution::Execution* in_memory(ExecutionKey key) const;
    void shutdown();

  private:
    void tell(const CatalogChange& change) override;
    void tell_keeper(DeletionNews news) override;
    Partition& keeper() { return *partitions_.front(); }
    Partition& owner(ExecutionKey key) const;
    Partition& owner(const ExecutionName& name) const;

    const Settings settings_;
    Entropy& entropy_;
    MachineCache machine_cache_;
    std::vector<ShardId> shards_;
    std::vector<std::unique_ptr<Partition>> partitions_;  ///< in the order of shards_
};

}  // namespace pawl::engine
