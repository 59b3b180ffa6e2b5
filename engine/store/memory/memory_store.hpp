// A Store that lives as long as the process: for tests, the simulator and engines that need no durability. It keeps the same promises as the SQLite
// one, durability apart.
//
// Threads: as every Store; readers may outlive the store and be used from other threads.
#pragma once

#include <memory>

#include "engine/ports/store.hpp"

namespace pawl::engine {

class MemoryStore final : public Store {
  public:
    MemoryStore();
    ~MemoryStore() override;

    Result<void, StoreError> commit(const Batch& batch) override;
    Result<HighWater, StoreError> high_water() override;
    Result<RowId, StoreError> recovery_mark() override;
    Result<std::vector<JournalRow>, StoreError> rows_after(RowId after, std::size_t limit) override;
    Result<std::vector<ExecutionRow>, StoreError> due(Instant until, std::size_t limit) override;
    Result<Instant, StoreError> next_due() override;
    Result<std::vector<ExecutionRow>, StoreError> waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) override;
    Result<std::size_t, StoreError> retire(Instant before, std::size_t limit) override;
    Result<void, StoreError> checkpoint() override;
    std::unique_ptr<StoreReader> reader() override;

  private:
    struct Tables;
    class Reader;
    std::shared_ptr<Tables> tables_;
    std::optional<StoreError> stopped_;  // after a Misuse
};

}  // namespace pawl::engine
