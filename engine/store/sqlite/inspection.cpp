#include "engine/store/sqlite/inspection.hpp"

#include <utility>

#include "engine/store/sqlite/migrations.hpp"
#include "engine/store/sqlite/rows.hpp"
#include "engine/store/sqlite/sqlite_reader.hpp"

namespace pawl::engine {
namespace {

constexpr int busy_milliseconds = 2'000;

class SqliteInspection final : public Inspection {
  public:
    SqliteInspection(sqlite::Connection connection, std::unique_ptr<StoreReader> reader)
        : connection_(std::move(connection)), reader_(std::move(reader)) {}

    StoreReader& reader() override { return *reader_; }

    Result<std::vector<ExecutionRow>, StoreError> executions_named(std::string_view name) override {
        auto statement = connection_.prepare("SELECT " PAWL_EXECUTION_COLUMNS " FROM executions WHERE name = ?1 ORDER BY key");
        if (!statement) return statement.error();
        return sqlite::all_rows(statement->bind(name), sqlite::execution_row);
    }

    Result<std::vector<RowId>, StoreError> rows_of(ExecutionKey execution, RowId from) override {
        auto statement = connection_.prepare("SELECT id FROM journal WHERE id >= ?1 AND execution = ?2 ORDER BY id");
        if (!statement) return statement.error();
        return sqlite::all_rows(
            statement->bind(from, execution), +[](const sqlite::Statement& s) { return RowId{s.integer(0)}; });
    }

  private:
    sqlite::Connection connection_;
    std::unique_ptr<StoreReader> reader_;
};

}  // namespace

Result<std::unique_ptr<Inspection>, StoreError> open_sqlite_inspection(const std::string& path) {
    auto connection = sqlite::Connection::open(path, sqlite::Connection::Mode::ReadOnly, busy_milliseconds);
    if (!connection) return connection.error();
    if (auto readable = sqlite::check_schema(*connection); !readable) return readable.error();
    return std::unique_ptr<Inspection>(std::make_unique<SqliteInspection>(*std::move(connection), sqlite::open_reader(path, busy_milliseconds)));
}

}  // namespace pawl::engine
