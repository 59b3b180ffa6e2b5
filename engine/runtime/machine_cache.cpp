#include "engine/runtime/machine_cache.hpp"

#include "engine/runtime/store_faults.hpp"

namespace pawl::engine {

namespace {
// Revisions that nothing runs are forgotten once there are this many: each deployment makes one.
constexpr std::size_t kept = 1'000;
}  // namespace

Result<std::shared_ptr<const BoundRevision>, StoreError> MachineCache::get(std::int64_t revision, CatalogReader& reader) {
    {
        std::lock_guard lock(mutex_);
        if (const auto found = bound_.find(revision); found != bound_.end()) return found->second;
    }
    auto row = reader.revision(revision);
    if (!row) return row.error();
    if (!*row)
        return corrupt("State machine revision " + std::to_string(revision) +
                       " is not in the store, though an execution or a state machine names it.");
    return put(**row);
}

/// Compiles outside the lock: two threads may do the same work once, none waits for another's.
Result<std::shared_ptr<const BoundRevision>, StoreError> MachineCache::put(const RevisionRow& row) {
    definition::Compiled compiled = definition::compile(row.definition, {.express = false, .region = region_, .stored = true});
    if (!compiled.machine) {
        std::string why = "no reason given";
        if (!compiled.unsupported.empty()) why = compiled.unsupported.front().what + " is not supported";
        for (const auto& diagnostic : compiled.diagnostics) {
            if (diagnostic.severity == definition::Severity::Error) why = diagnostic.message;
        }
        return corrupt("The definition of state machine revision " + std::to_string(row.key) + " can't be bound any more: " + why + ".");
    }
    auto bound =
        std::make_shared<const BoundRevision>(BoundRevision{row.key, row.machine, row.revision_id, row.role_arn, std::move(compiled.machine)});
    std::lock_guard lock(mutex_);
    if (bound_.size() >= kept) std::erase_if(bound_, [](const auto& entry) { return entry.second.use_count() == 1; });
    return bound_.emplace(row.key, std::move(bound)).first->second;
}

void MachineCache::forget(std::int64_t revision) {
    std::lock_guard lock(mutex_);
    bound_.erase(revision);
}

}  // namespace pawl::engine
