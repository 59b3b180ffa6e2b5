#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {

namespace {

/// Reads like the store's own reader, but for the damaged row.
class TellingReader final : public StoreReader {
  public:
    TellingReader(std::unique_ptr<StoreReader> inner, const RowId& damaged) : inner_(std::move(inner)), damaged_(damaged) {}
    Result<std::optional<MachineRow>, StoreError> machine(MachineKey key) override { return inner_->machine(key); }
    Result<std::optional<MachineRow>, StoreError> machine_named(std::string_view name) override { return inner_->machine_named(name); }
    Result<std::vector<MachineRow>, StoreError> machines(std::string_view after, std::size_t limit) override {
        return inner_->machines(after, limit);
    }
    Result<std::optional<RevisionRow>, StoreError> revision(std::int64_t key) override { return inner_->revision(key); }
    Result<std::optional<ExecutionRow>, StoreError> execution(ExecutionKey key) override { return inner_->execution(key); }
    Result<std::optional<ExecutionRow>, StoreError> execution_named(MachineKey machine, std::string_view name) override {
        return inner_->execution_named(machine, name);
    }
    Result<std::vector<ExecutionRow>, StoreError> executions(const ExecutionFilter& filter) override { return inner_->executions(filter); }
    Result<std::optional<JournalRow>, StoreError> row(RowId id) override {
        auto found = inner_->row(id);
        if (id == damaged_ && found && *found) (*found)->records = "damaged";
        return found;
    }
    Result<std::optional<JournalHeader>, StoreError> row_header(RowId id) override { return inner_->row_header(id); }
    Result<std::vector<FunctionRow>, StoreError> functions() override { return inner_->functions(); }

  private:
    std::unique_ptr<StoreReader> inner_;
    const RowId& damaged_;
};

}  // namespace

std::unique_ptr<StoreReader> TellingStore::reader() { return std::make_unique<TellingReader>(inner.reader(), damaged); }

}  // namespace pawl::engine::test
