#include "tests/simulation/world/faulty_store.hpp"

#include <memory>
#include <utility>

#include "tests/simulation/world/simulated_crash.hpp"

namespace pawl::simulation {

using engine::StoreError;

namespace {

class BusyReader final : public engine::StoreReader {
  public:
    BusyReader(std::unique_ptr<engine::StoreReader> inner, FaultyStore& store) : inner_(std::move(inner)), store_(store) {}
    Result<std::optional<engine::MachineRow>, StoreError> machine(MachineKey key) override { return read(&StoreReader::machine, key); }
    Result<std::optional<engine::MachineRow>, StoreError> machine_named(std::string_view name) override {
        return read(&StoreReader::machine_named, name);
    }
    Result<std::vector<engine::MachineRow>, StoreError> machines(std::string_view after, std::size_t limit) override {
        return read(&StoreReader::machines, after, limit);
    }
    Result<std::optional<engine::RevisionRow>, StoreError> revision(std::int64_t key) override { return read(&StoreReader::revision, key); }
    Result<std::optional<engine::ExecutionRow>, StoreError> execution(ExecutionKey key) override { return read(&StoreReader::execution, key); }
    Result<std::optional<engine::ExecutionRow>, StoreError> execution_named(MachineKey machine, std::string_view name) override {
        return read(&StoreReader::execution_named, machine, name);
    }
    Result<std::vector<engine::ExecutionRow>, StoreError> executions(const engine::ExecutionFilter& filter) override {
        return read(&StoreReader::executions, filter);
    }
    Result<std::optional<engine::JournalRow>, StoreError> row(RowId id) override { return read(&StoreReader::row, id); }
    Result<std::optional<engine::JournalHeader>, StoreError> row_header(RowId id) override { return read(&StoreReader::row_header, id); }
    Result<std::vector<engine::FunctionRow>, StoreError> functions() override { return read(&StoreReader::functions); }

  private:
    using StoreReader = engine::StoreReader;
    template <class Found, class Part, class... Parameters, class... Arguments>
    Found read(Found (Part::*method)(Parameters...), Arguments&&... arguments) {
        if (auto busy = store_.busy_read()) return *busy;
        return (inner_.get()->*method)(std::forward<Arguments>(arguments)...);
    }

    std::unique_ptr<StoreReader> inner_;
    FaultyStore& store_;
};

}  // namespace

std::unique_ptr<engine::StoreReader> FaultyStore::reader() { return std::make_unique<BusyReader>(inner_.reader(), *this); }

std::optional<StoreError> FaultyStore::busy_read() {
    if (busy_reads_ == 0) return std::nullopt;
    --busy_reads_;
    on_fault("read is busy");
    return StoreError{StoreError::Kind::Busy, "the simulated disk is busy"};
}

class FaultyStore::FaultyShard final : public engine::Shard {
  public:
    FaultyShard(engine::Shard& inner, FaultyStore& store) : inner_(inner), store_(store) {}
    Result<void, StoreError> commit(const engine::Batch& batch) override { return store_.commit(inner_, batch); }
    Result<engine::HighWater, StoreError> high_water() override { return inner_.high_water(); }
    Result<RowId, StoreError> recovery_mark() override { return inner_.recovery_mark(); }
    Result<std::vector<engine::JournalRow>, StoreError> rows_after(RowId after, std::size_t limit) override {
        return inner_.rows_after(after, limit);
    }
    Result<std::vector<engine::ExecutionRow>, StoreError> due(Instant until, std::size_t limit) override {
        if (auto busy = store_.busy_read()) return *busy;
        return inner_.due(until, limit);
    }
    Result<Instant, StoreError> next_due() override {
        if (auto busy = store_.busy_read()) return *busy;
        return inner_.next_due();
    }
    Result<std::vector<engine::ExecutionRow>, StoreError> waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) override {
        if (auto busy = store_.busy_read()) return *busy;
        return inner_.waiting(what, after, limit);
    }
    Result<std::size_t, StoreError> retire(Instant before, std::size_t limit) override { return inner_.retire(before, limit); }

  private:
    engine::Shard& inner_;
    FaultyStore& store_;
};

FaultyStore::FaultyStore(const std::vector<ShardId>& shards) : inner_(shards) {
    for (const ShardId id : inner_.shards()) shards_.emplace(id, std::make_unique<FaultyShard>(inner_.shard(id), *this));
}
FaultyStore::~FaultyStore() = default;

Result<void, StoreError> FaultyStore::commit_for_real(engine::Shard& shard, const engine::Batch& batch) {
    auto done = shard.commit(batch);
    if (done) on_committed(batch);
    return done;
}

Result<void, StoreError> FaultyStore::commit(engine::Shard& shard, const engine::Batch& batch) {
    if (failed_) return StoreError{StoreError::Kind::Io, "the simulated disk failed before"};
    if (busy_ > 0) {
        --busy_;
        on_fault("commit is busy");
        return StoreError{StoreError::Kind::Busy, "the simulated disk is busy"};
    }
    const auto now = next_;
    next_ = Next::Normal;
    switch (now) {
        case Next::Normal:
            break;
        case Next::CrashBefore:
            on_fault("crash before commit");
            throw SimulatedCrash{"before commit"};
        case Next::CrashAfter: {
            if (auto done = commit_for_real(shard, batch); !done) return done;
            on_fault("crash after commit");
            throw SimulatedCrash{"after commit"};
        }
        case Next::FailLost:
            failed_ = true;
            on_fault("fail-stop, batch lost");
            return StoreError{StoreError::Kind::Full, "the simulated disk is full"};
        case Next::FailKept: {
            if (auto done = commit_for_real(shard, batch); !done) return done;
            failed_ = true;
            on_fault("fail-stop, batch kept");
            return StoreError{StoreError::Kind::Io, "the simulated disk failed"};
        }
    }
    return commit_for_real(shard, batch);
}

}  // namespace pawl::simulation
