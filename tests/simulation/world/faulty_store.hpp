// A memory store that is the disk of the simulated machine: what was committed survives the engine's death, the batch at hand does not. It is Busy
// to commits or to readers, fails for good, or dies right before or right after a commit when told to.
#pragma once

#include <functional>
#include <optional>

#include "engine/store/memory/memory_store.hpp"

namespace pawl::simulation {

class FaultyStore final : public engine::Store {
  public:
    enum class Next { Normal, CrashBefore, CrashAfter, FailLost, FailKept };

    /// What the next commit comes to.
    void arm(Next next) { next_ = next; }
    bool is_armed() const { return next_ != Next::Normal; }
    /// So many commits find the store Busy.
    void busy(int times) { busy_ = times; }
    /// So many of the engine's reads find it Busy.
    void busy_for_readers(int times) { busy_reads_ = times; }
    /// The engine was started anew.
    void reopen() {
        failed_ = false;
        next_ = Next::Normal;
        busy_ = 0;
        busy_reads_ = 0;
    }
    /// Called with every batch that is durable.
    std::function<void(const engine::Batch&)> on_committed;
    /// Called with the name of every fault that happens.
    std::function<void(const char*)> on_fault;

    Result<void, engine::StoreError> commit(const engine::Batch& batch) override;
    Result<engine::HighWater, engine::StoreError> high_water() override { return inner_.high_water(); }
    Result<RowId, engine::StoreError> recovery_mark() override { return inner_.recovery_mark(); }
    Result<std::vector<engine::JournalRow>, engine::StoreError> rows_after(RowId after, std::size_t limit) override {
        return inner_.rows_after(after, limit);
    }
    Result<std::vector<engine::ExecutionRow>, engine::StoreError> due(Instant until, std::size_t limit) override {
        if (auto busy = busy_read()) return *busy;
        return inner_.due(until, limit);
    }
    Result<Instant, engine::StoreError> next_due() override {
        if (auto busy = busy_read()) return *busy;
        return inner_.next_due();
    }
    Result<std::vector<engine::ExecutionRow>, engine::StoreError> waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) override {
        if (auto busy = busy_read()) return *busy;
        return inner_.waiting(what, after, limit);
    }
    Result<std::size_t, engine::StoreError> retire(Instant before, std::size_t limit) override { return inner_.retire(before, limit); }
    Result<void, engine::StoreError> checkpoint() override { return inner_.checkpoint(); }
    std::unique_ptr<engine::StoreReader> reader() override;
    /// For those who watch: never Busy.
    std::unique_ptr<engine::StoreReader> calm_reader() { return inner_.reader(); }
    /// What a read finds that is made now, if it finds the store Busy.
    std::optional<engine::StoreError> busy_read();

  private:
    Result<void, engine::StoreError> commit_for_real(const engine::Batch& batch);

    engine::MemoryStore inner_;
    Next next_ = Next::Normal;
    int busy_ = 0, busy_reads_ = 0;
    bool failed_ = false;
};

}  // namespace pawl::simulation
