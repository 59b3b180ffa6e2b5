// What the partitions of one engine tell each other. All of them know all state machines by heart; one of them, the keeper, changes them.
//
// What a partition is told this way lies in its mailbox before anybody hears of the change: a start that a client sends after it was answered finds
// the new revision, or is refused because the machine is being deleted, whichever partition it comes to.
#pragma once

#include <vector>

#include "engine/ports/catalog.hpp"

namespace pawl::engine {

/// From the keeper: durable now.
struct CatalogChange {
    std::vector<MachineRow> machines;  ///< new or changed
    std::vector<MachineKey> removed;
};

/// To the keeper, about a machine that is being deleted: what the shard started before it knew is durable, or an execution of it has closed there.
/// The machine may go once every shard knows and nothing of it runs.
struct DeletionNews {
    ShardId shard = 0;
    MachineKey machine = 0;
};

/// Called from partitions' threads.
class Peers {
  public:
    virtual ~Peers() = default;
    /// To every partition but the keeper.
    virtual void tell(const CatalogChange& change) = 0;
    virtual void tell_keeper(DeletionNews news) = 0;
};

}  // namespace pawl::engine
