// The stores under test, by name, and small helpers to fill them. What a test of the contract says holds for every store.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "engine/ports/store.hpp"
#include "engine/store/sqlite/sqlite_store.hpp"

namespace pawl::engine::test {

/// A directory that goes away with the test.
class Scratch {
  public:
    Scratch();
    ~Scratch();
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    std::string file(const std::string& name) const { return (path_ / name).string(); }

  private:
    std::filesystem::path path_;
};

std::unique_ptr<Store> open(const std::string& path, const SqliteOptions& options = {});

/// Each test runs once per store.
class StoreContract : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override { make("pawl.db"); }
    /// A new store in the place of the one at hand.
    void make(const std::string& file);
    bool is_durable() const { return GetParam() == "sqlite"; }
    /// Closes and opens again; a store that is not durable stays.
    void reopen();
    void commit(const Batch& batch);
    HighWater high();
    CatalogHighWater catalog_high();
    Shard& shard() { return store_->shard(0); }

    Scratch scratch_;
    std::string file_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<StoreReader> reader_;
};

ExecutionRow execution(ExecutionKey key, MachineKey machine, std::int64_t start);
ExecutionRow closed(ExecutionRow row, std::uint8_t status, std::int64_t stop, RowId last_row);
JournalRow row(RowId id, ExecutionKey execution, RowId previous, std::string records = "bytes");
MachineRow machine(MachineKey key, std::string name);
RevisionRow revision(std::int64_t key, MachineKey machine);

/// The value, or a failed test and an empty one.
template <class T>
T ok(Result<T, StoreError> result) {
    if (result) return *std::move(result);
    ADD_FAILURE() << result.error().message;
    return T{};
}

template <class Rows>
std::string keys(const Rows& rows) {
    std::string out;
    for (const auto& r : rows) out += (out.empty() ? "" : " ") + std::to_string(r.key);
    return out;
}
inline std::string ids(const std::vector<JournalRow>& rows) {
    std::string out;
    for (const auto& r : rows) out += (out.empty() ? "" : " ") + std::to_string(r.id);
    return out;
}

}  // namespace pawl::engine::test
