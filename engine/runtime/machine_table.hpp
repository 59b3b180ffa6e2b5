// All state machines by key and by name, as they are with the batch in hand. Definitions are not in it (see machine_cache.hpp).
// Partition's thread only.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/ports/store.hpp"

namespace pawl::engine {

class MachineTable {
  public:
    Result<void, StoreError> load(CatalogReader& reader, Instant look);

    const MachineRow* find(std::string_view name) const;
    const MachineRow* find(MachineKey key) const;
    /// `look`: when to look first whether a machine that is being deleted is still used.
    void put(const MachineRow& row, Instant look);
    void remove(MachineKey key);

    bool any_deleting() const { return !deleting_.empty(); }
    bool is_deleting(MachineKey key) const { return deleting_.find(key) != deleting_.end(); }
    /// Machines being deleted and when to look next whether they are still used; never() = when an execution of theirs closes.
    std::map<MachineKey, Instant>& deleting() { return deleting_; }
    const std::map<MachineKey, Instant>& deleting() const { return deleting_; }

  private:
    std::unordered_map<MachineKey, MachineRow> by_key_;
    std::map<std::string, MachineKey, std::less<>> by_name_;
    std::map<MachineKey, Instant> deleting_;
};

}  // namespace pawl::engine
