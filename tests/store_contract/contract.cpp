#include "tests/store_contract/contract.hpp"

#include <cstdlib>

#include "engine/store/memory/memory_store.hpp"

namespace pawl::engine::test {

Scratch::Scratch() {
    std::string name = (std::filesystem::temp_directory_path() / "pawl-store-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
}
Scratch::~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::unique_ptr<Store> open(const std::string& path, const SqliteOptions& options) {
    auto store = open_sqlite_store(path, options);
    if (store) return *std::move(store);
    ADD_FAILURE() << store.error().message;
    return nullptr;
}

void StoreContract::make(const std::string& file) {
    reader_.reset();
    store_.reset();
    file_ = scratch_.file(file);
    if (is_durable()) {
        store_ = open(file_);
    } else {
        store_ = GetParam() == "memory" ? std::make_unique<MemoryStore>() : std::make_unique<MemoryStore>(std::vector<ShardId>{0, 1, 2, 3});
    }
    ASSERT_TRUE(store_);
    reader_ = store_->reader();
}

void StoreContract::reopen() {
    if (!is_durable()) return;
    reader_.reset();
    store_.reset();
    store_ = open(file_);
    ASSERT_TRUE(store_);
    reader_ = store_->reader();
}

void StoreContract::commit(const Batch& batch) {
    // Busy asks for the same batch again, as the partition does; with readers on other threads it may come up.
    auto done = shard().commit(batch);
    for (int again = 0; again < 100 && !done && done.error().kind == StoreError::Kind::Busy; ++again) done = shard().commit(batch);
    ASSERT_TRUE(done) << done.error().message;
}

HighWater StoreContract::high() { return ok(shard().high_water()); }
CatalogHighWater StoreContract::catalog_high() { return ok(store_->catalog_high_water()); }

ExecutionRow execution(ExecutionKey key, MachineKey machine, std::int64_t start) {
    ExecutionRow row;
    row.key = key;
    row.machine = machine;
    row.revision = 7;
    row.name = "run-" + std::to_string(key);
    row.start = {start};
    row.first_row = key;
    return row;
}

ExecutionRow closed(ExecutionRow row, std::uint8_t status, std::int64_t stop, RowId last_row) {
    row.status = status;
    row.stop = {stop};
    row.last_row = last_row;
    return row;
}

JournalRow row(RowId id, ExecutionKey execution, RowId previous, std::string records) {
    JournalRow row;
    row.id = id;
    row.execution = execution;
    row.previous = previous;
    row.first_event = static_cast<EventId>(id * 10);
    row.records = std::move(records);
    return row;
}

MachineRow machine(MachineKey key, std::string name) {
    MachineRow row;
    row.key = key;
    row.name = std::move(name);
    row.created = {1'000 + key};
    row.revision = key * 100;
    row.tags = R"({"team":"a"})";
    return row;
}

RevisionRow revision(std::int64_t key, MachineKey machine) {
    return {key, machine, "uuid-" + std::to_string(key), {2'000 + key}, "{ \"StartAt\" :\t\"Größe\" }", "arn:aws:iam::0:role/r", "{}"};
}

}  // namespace pawl::engine::test
