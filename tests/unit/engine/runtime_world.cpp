#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {

namespace {

/// Reads like the store's own reader, but for the damaged row, and for a store told to be Busy.
class TellingReader final : public StoreReader {
  public:
    TellingReader(std::unique_ptr<StoreReader> inner, TellingStore& store) : inner_(std::move(inner)), store_(store) {}
    Result<std::optional<MachineRow>, StoreError> machine(MachineKey key) override {
        return read([&] { return inner_->machine(key); });
    }
    Result<std::optional<MachineRow>, StoreError> machine_named(std::string_view name) override {
        return read([&] { return inner_->machine_named(name); });
    }
    Result<std::vector<MachineRow>, StoreError> machines(std::string_view after, std::size_t limit) override {
        return read([&] { return inner_->machines(after, limit); });
    }
    Result<std::optional<RevisionRow>, StoreError> revision(std::int64_t key) override {
        return read([&] { return inner_->revision(key); });
    }
    Result<std::optional<ExecutionRow>, StoreError> execution(ExecutionKey key) override {
        return read([&] { return inner_->execution(key); });
    }
    Result<std::optional<ExecutionRow>, StoreError> execution_named(MachineKey machine, std::string_view name) override {
        return read([&] { return inner_->execution_named(machine, name); });
    }
    Result<std::vector<ExecutionRow>, StoreError> executions(const ExecutionFilter& filter) override {
        return read([&] { return inner_->executions(filter); });
    }
    Result<std::optional<JournalRow>, StoreError> row(RowId id) override {
        auto found = read([&] { return inner_->row(id); });
        if (id == store_.damaged && found && *found) (*found)->records = "damaged";
        return found;
    }
    Result<std::optional<JournalHeader>, StoreError> row_header(RowId id) override {
        return read([&] { return inner_->row_header(id); });
    }
    Result<std::vector<FunctionRow>, StoreError> functions() override {
        return read([&] { return inner_->functions(); });
    }

  private:
    template <class Read>
    auto read(Read from_inner) -> decltype(from_inner()) {
        if (store_.is_busy()) return store_.busy;
        return from_inner();
    }

    std::unique_ptr<StoreReader> inner_;
    TellingStore& store_;
};

}  // namespace

class TellingStore::TellingShard final : public Shard {
  public:
    TellingShard(Shard& inner, TellingStore& store) : inner_(inner), store_(store) {}
    Result<void, StoreError> commit(const Batch& batch) override {
        if (!store_.failures.empty()) {
            const StoreError failure{store_.failures.front(), "told to fail"};
            store_.failures.pop_front();
            store_.log_.push_back("commit fails");
            return failure;
        }
        store_.log_.push_back("commit");
        store_.rows += batch.journal.size();
        return inner_.commit(batch);
    }
    Result<HighWater, StoreError> high_water() override { return inner_.high_water(); }
    Result<RowId, StoreError> recovery_mark() override { return inner_.recovery_mark(); }
    Result<std::vector<JournalRow>, StoreError> rows_after(RowId after, std::size_t limit) override {
        auto found = inner_.rows_after(after, limit);
        for (JournalRow& row : *found) {
            if (row.id == store_.damaged) row.records = "damaged";
        }
        return found;
    }
    Result<std::vector<ExecutionRow>, StoreError> due(Instant until, std::size_t limit) override {
        if (store_.is_busy()) return store_.busy;
        return inner_.due(until, limit);
    }
    Result<Instant, StoreError> next_due() override {
        if (store_.is_busy()) return store_.busy;
        return inner_.next_due();
    }
    Result<std::vector<ExecutionRow>, StoreError> waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) override {
        if (store_.is_busy()) return store_.busy;
        return inner_.waiting(what, after, limit);
    }
    Result<std::size_t, StoreError> retire(Instant before, std::size_t limit) override { return inner_.retire(before, limit); }

  private:
    Shard& inner_;
    TellingStore& store_;
};

TellingStore::TellingStore(Log& log, const std::vector<ShardId>& shards) : inner(shards), log_(log) {
    for (const ShardId id : inner.shards()) shards_.emplace(id, std::make_unique<TellingShard>(inner.shard(id), *this));
}

std::unique_ptr<StoreReader> TellingStore::reader() { return std::make_unique<TellingReader>(inner.reader(), *this); }

}  // namespace pawl::engine::test
