// State machines that another partition changed, and deletions that all partitions take part in.
#include "engine/runtime/partition_parts.hpp"

namespace pawl::engine {

void Partition::Parts::take_catalog_changes() {
    for (const CatalogChange& change : inbox.catalog) take(change);
    inbox.catalog.clear();
    for (const DeletionNews& news : inbox.deletions) take(news);
    inbox.deletions.clear();
}

void Partition::Parts::take(const CatalogChange& change) {
    for (const MachineRow& row : change.machines) {
        const bool is_news = row.deleting && !machines.is_deleting(row.key);
        machines.put(row, Instant::never());
        // Starts of the batch in hand may not have known: the keeper hears when they are durable.
        if (is_news) hand.deletions_seen.push_back(row.key);
    }
    for (const MachineKey key : change.removed) machines.remove(key);
}

void Partition::Parts::take(const DeletionNews& news) {
    if (const auto waiting = unaware.find(news.machine); waiting != unaware.end()) {
        waiting->second.erase(news.shard);
        if (waiting->second.empty()) unaware.erase(waiting);
    }
    look_at_deletion(news.machine);
}

void Partition::Parts::look_at_deletion(MachineKey machine) {
    const auto deleting = machines.deleting().find(machine);
    if (deleting == machines.deleting().end()) return;
    if (!place.keeps_catalog) return place.peers.tell_keeper({place.shard, machine});
    if (deleting->second.is_never()) deleting->second = now;
}

/// Once durable, and before anybody is answered.
void Partition::Parts::tell_peers(BatchInHand& done) {
    for (const MachineKey machine : done.deletions_seen) place.peers.tell_keeper({place.shard, machine});
    const CatalogBatch& changed = done.batch.catalog;
    if (!changed.machines.empty() || !changed.machines_removed.empty()) place.peers.tell({changed.machines, changed.machines_removed});
}

}  // namespace pawl::engine
