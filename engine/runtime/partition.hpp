// The durable shell around the core: everything that happens to executions passes its turn(), always in the order decide → commit → act → answer.
// Nothing is dispatched or answered before the records behind it are durable; after a failed commit nothing is done at all.
//
// It owns one shard of the store. An Engine (engine.hpp) makes the partitions of a store and knows which of them a request is for.
//
// Threads: post(), slot_free(), counters() and set_aside() may be called from any; everything else belongs to one thread, the partition's. It has no
// thread of its own and meets the world only through its ports: see engine_threads.hpp, or drive turn() yourself.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports/clock.hpp"
#include "engine/ports/dispatcher.hpp"
#include "engine/ports/store.hpp"
#include "engine/runtime/counters.hpp"
#include "engine/runtime/machine_cache.hpp"
#include "engine/runtime/peers.hpp"
#include "engine/runtime/requests.hpp"
#include "engine/runtime/settings.hpp"

namespace pawl::engine {

/// The four things that can surprise an engine; all outlive it, and are called from the threads of all its partitions.
struct Ports {
    Store& store;
    Dispatcher& dispatcher;
    Clock& clock;
    Entropy& entropy;
};

/// A partition's place among those of its engine; what is referred to outlives it.
struct Place {
    ShardId shard;
    bool keeps_catalog;  ///< one of them does
    MachineCache& machine_cache;
    Peers& peers;
};

class Partition final {
  public:
    Partition(Ports ports, const Settings& settings, Place place);
    ~Partition();
    Partition(const Partition&) = delete;
    Partition& operator=(const Partition&) = delete;

    // ------------------------------------------------------------------------------------------ from any thread
    /// One that is this partition's (Engine knows which).
    void post(Request request);
    void post(DispatchAnswer answer);
    void post(CatalogChange change);
    void post(DeletionNews news);
    void slot_free(TaskTarget target);
    const Counters& counters() const;
    /// Executions left unloaded because their journal can't be read, and why.
    std::vector<std::pair<ExecutionKey, std::string>> set_aside() const;

    // ------------------------------------------------------------------------------------------ before the first turn
    /// Called, on the poster's thread, when something was posted to an empty mailbox.
    void on_post(std::function<void()> wake);
    /// Called once when a commit or a read of the store failed for good.
    void on_failure(std::function<void(const StoreError&)> handler);
    /// Loads what was running; the turns after it make the calls again that were in flight.
    Result<void, StoreError> recover();

    // ------------------------------------------------------------------------------------------ the loop
    /// One batch. True: more work is waiting, call again at once. False: call again at next_wakeup() or when something is posted.
    bool turn();
    /// What turn() returned, or more, if something was posted since.
    bool has_work() const;
    /// When a timer is due next; never() = none.
    Instant next_wakeup() const;
    const std::optional<StoreError>& failure() const;
    /// An execution as memory holds it, for tests that hold it against the journal; null when it is not in memory. Good until the next turn().
    const execution::Execution* in_memory(ExecutionKey key) const;
    /// Refuses what comes, commits what is there, answers those who wait, writes the log back. No turns after it.
    void shutdown();

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace pawl::engine
