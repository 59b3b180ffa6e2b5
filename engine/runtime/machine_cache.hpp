// Compiled definitions by revision: each is read and compiled once and shared by all who ask, on any thread. Of those nobody
// uses a thousand are kept.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "engine/ports/store.hpp"
#include "statemachine/definition/machine.hpp"

namespace pawl::engine {

/// What runs an execution: a revision, bound. Never changes.
struct BoundRevision {
    std::int64_t key = 0;
    MachineKey machine = 0;
    std::string revision_id;
    std::string role_arn;
    std::shared_ptr<const definition::Machine> definition;
};

class MachineCache {
  public:
    explicit MachineCache(std::string region) : region_(std::move(region)) {}

    /// Corrupt when there is no such revision or it can't be bound (it was checked when it was stored, and is not again).
    Result<std::shared_ptr<const BoundRevision>, StoreError> get(std::int64_t revision, CatalogReader& reader);
    /// Binds a revision at hand, so that it need not be read.
    Result<std::shared_ptr<const BoundRevision>, StoreError> put(const RevisionRow& row);
    void forget(std::int64_t revision);

  private:
    const std::string region_;
    std::mutex mutex_;
    std::unordered_map<std::int64_t, std::shared_ptr<const BoundRevision>> bound_;
};

}  // namespace pawl::engine
