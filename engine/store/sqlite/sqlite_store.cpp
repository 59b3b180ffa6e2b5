#include "engine/store/sqlite/sqlite_store.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "engine/store/sqlite/file_lock.hpp"
#include "engine/store/sqlite/migrations.hpp"
#include "engine/store/sqlite/retention.hpp"
#include "engine/store/sqlite/rows.hpp"
#include "engine/store/sqlite/sqlite_reader.hpp"
#include "engine/store/sqlite/writer.hpp"

namespace pawl::engine {
namespace {

using sqlite::Connection;
using sqlite::Marks;
using sqlite::Statement;

// What one rows_after() gives at most, so that a restart's memory does not depend on how large the rows are.
constexpr std::size_t slice_bytes = 8U << 20U;

/// The file is the store and its one shard.
class SqliteStore final : public Store, public Shard {
  public:
    SqliteStore(std::string path, const SqliteOptions& options, sqlite::FileLock lock, Connection connection, sqlite::Writer writer,
                sqlite::Retention retention)
        : path_(std::move(path)),
          options_(options),
          lock_(std::move(lock)),
          connection_(std::move(connection)),
          writer_(std::move(writer)),
          retention_(std::move(retention)) {}

    Result<void, StoreError> commit(const Batch& batch) override {
        return in_transaction<void>([&](Marks& high) { return writer_.write(connection_, batch, high); });
    }

    // An empty file is shard 0: what is written first says otherwise.
    std::vector<ShardId> shards() const override { return {shard_of(writer_.high.execution)}; }
    Shard& shard(ShardId) override { return *this; }

    Result<HighWater, StoreError> high_water() override { return HighWater(writer_.high); }
    Result<CatalogHighWater, StoreError> catalog_high_water() override { return CatalogHighWater(writer_.high); }

    Result<RowId, StoreError> recovery_mark() override { return connection_.number("SELECT value FROM meta WHERE name = 'recovery_mark'"); }

    Result<std::vector<JournalRow>, StoreError> rows_after(RowId after, std::size_t limit) override {
        auto statement = connection_.prepare("SELECT " PAWL_JOURNAL_COLUMNS " FROM journal WHERE id > ?1 ORDER BY id LIMIT ?2");
        if (!statement) return statement.error();
        statement->bind(after, static_cast<std::int64_t>(limit));
        std::vector<JournalRow> rows;
        for (std::size_t bytes = 0; bytes < slice_bytes; bytes += rows.back().records.size()) {
            auto step = statement->step();
            if (!step) return step.error();
            if (!*step) break;
            rows.push_back(sqlite::journal_row(*statement));
        }
        return rows;
    }

    Result<std::vector<ExecutionRow>, StoreError> due(Instant until, std::size_t limit) override {
        auto statement =
            connection_.prepare("SELECT " PAWL_EXECUTION_COLUMNS " FROM executions WHERE next_wakeup <= ?1 ORDER BY next_wakeup, key LIMIT ?2");
        if (!statement) return statement.error();
        return sqlite::all_rows(statement->bind(until, static_cast<std::int64_t>(limit)), sqlite::execution_row);
    }

    Result<Instant, StoreError> next_due() override {
        auto statement = connection_.prepare("SELECT min(next_wakeup) FROM executions WHERE next_wakeup IS NOT NULL");
        if (!statement) return statement.error();
        auto step = statement->step();
        if (!step) return step.error();
        return statement->is_null(0) ? Instant::never() : Instant{statement->integer(0)};
    }

    Result<std::vector<ExecutionRow>, StoreError> waiting(std::uint8_t what, ExecutionKey after, std::size_t limit) override {
        auto statement =
            connection_.prepare("SELECT " PAWL_EXECUTION_COLUMNS " FROM executions WHERE waiting = ?1 AND key > ?2 ORDER BY key LIMIT ?3");
        if (!statement) return statement.error();
        return sqlite::all_rows(statement->bind(std::int64_t{what}, after, static_cast<std::int64_t>(limit)), sqlite::execution_row);
    }

    Result<std::size_t, StoreError> retire(Instant before, std::size_t limit) override {
        return in_transaction<std::size_t>([&](Marks& high) { return retention_.slice(connection_, writer_, high, before, limit); });
    }

    Result<void, StoreError> checkpoint() override {
        if (stopped_) return *stopped_;
        const int code = sqlite3_wal_checkpoint_v2(connection_.raw(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
        if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return {};
        return stop(connection_.error());
    }

    std::unique_ptr<StoreReader> reader() override { return sqlite::open_reader(path_, options_.reader_busy_milliseconds); }

  private:
    StoreError stop(StoreError error) {
        stopped_ = error;
        return error;
    }

    // Busy leaves everything as it was; any other error is the last thing this store says.
    template <class T, class Work>
    Result<T, StoreError> in_transaction(Work work) {
        if (stopped_) return *stopped_;
        if (auto begun = writer_.begin.run(); !begun) return begun.error().kind == StoreError::Kind::Busy ? begun.error() : stop(begun.error());
        Marks high = writer_.high;
        Result<T, StoreError> done = work(high);
        if (done) {
            auto committed = writer_.commit.run();
            if (committed) {
                writer_.high = high;
                return done;
            }
            done = committed.error();
        }
        // SQLite itself has rolled back after some errors; then there is nothing left to do.
        if (sqlite3_get_autocommit(connection_.raw()) == 0) (void)writer_.rollback.run();
        if (done.error().kind == StoreError::Kind::Busy) return done;
        return stop(done.error());
    }

    std::string path_;
    SqliteOptions options_;
    sqlite::FileLock lock_;  // before the connection: given back last
    Connection connection_;
    sqlite::Writer writer_;
    sqlite::Retention retention_;
    std::optional<StoreError> stopped_;
};

Result<void, StoreError> configure(const Connection& connection, const SqliteOptions& options) {
    std::string pragmas = "PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;";
    pragmas += options.full_sync ? "PRAGMA synchronous = FULL;" : "PRAGMA synchronous = NORMAL;";
    pragmas += "PRAGMA wal_autocheckpoint = " + std::to_string(options.checkpoint_pages) + ";";
    if (options.maximum_pages > 0) pragmas += "PRAGMA max_page_count = " + std::to_string(options.maximum_pages) + ";";
    return connection.execute(pragmas);
}

Result<void, StoreError> use_log(const Connection& connection, const std::string& path) {
    auto statement = connection.prepare("PRAGMA journal_mode = WAL");
    if (!statement) return statement.error();
    auto step = statement->step();
    if (!step) return step.error();
    if (!*step || statement->bytes(0) != "wal") {
        return StoreError{StoreError::Kind::Io,
                          "Database " + path + ": this file system can't hold a write-ahead log. Put the database on a local disk."};
    }
    return {};
}

}  // namespace

Result<std::unique_ptr<Store>, StoreError> open_sqlite_store(const std::string& given_path, const SqliteOptions& options) {
    // The lock must be the same one by whatever name the file is called.
    std::error_code ignored;
    const std::filesystem::path canonical = std::filesystem::weakly_canonical(given_path, ignored);
    const std::string path = ignored ? given_path : canonical.string();

    auto lock = sqlite::FileLock::take(path);
    if (!lock) return lock.error();
    auto connection = Connection::open(path, Connection::Mode::ReadWrite, options.writer_busy_milliseconds);
    if (!connection) return connection.error();
    if (auto done = configure(*connection, options); !done) return done.error();
    if (auto done = sqlite::migrate(*connection); !done) return done.error();
    if (auto done = use_log(*connection, path); !done) return done.error();
    auto writer = sqlite::Writer::prepare(*connection);
    if (!writer) return writer.error();
    auto retention = sqlite::Retention::prepare(*connection);
    if (!retention) return retention.error();
    return std::unique_ptr<Store>(
        std::make_unique<SqliteStore>(path, options, *std::move(lock), *std::move(connection), *std::move(writer), *std::move(retention)));
}

}  // namespace pawl::engine
