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

std::unique_ptr<StoreReader> TellingStore::reader() { return std::make_unique<TellingReader>(inner.reader(), *this); }

}  // namespace pawl::engine::test
