// Thin owners of a SQLite connection and its statements; results become StoreErrors here and nowhere else.
//
// Threads: a connection and its statements belong to one thread at a time (SQLite's own locking is off).
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ports/store.hpp"

namespace pawl::engine::sqlite {

/// Marks bytes to be bound as a BLOB rather than a TEXT.
struct BlobView {
    std::string_view bytes;
};

/// A prepared statement. Texts and blobs that are bound must live until it was stepped through or reset.
class Statement {
  public:
    Statement() = default;
    Statement(sqlite3* connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {}

    /// Binds the arguments in order from the first.
    template <class... Arguments>
    Statement& bind(const Arguments&... arguments) {
        int index = 0;
        (bind_one(++index, arguments), ...);
        return *this;
    }
    /// True: a row is there; false: no more, and the statement is reset. An error resets it, too.
    Result<bool, StoreError> step();
    /// For statements that give no rows.
    Result<void, StoreError> run();
    void reset() { sqlite3_reset(statement_.get()); }

    std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
    bool is_null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }
    std::string bytes(int column) const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    void bind_one(int index, std::int64_t value) { sqlite3_bind_int64(statement_.get(), index, value); }
    void bind_one(int index, Instant value) { sqlite3_bind_int64(statement_.get(), index, value.milliseconds); }
    void bind_one(int index, std::optional<Instant> value);
    void bind_one(int index, std::string_view value);
    void bind_one(int index, BlobView value);

    sqlite3* connection_ = nullptr;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

class Connection {
  public:
    enum class Mode { ReadWrite, ReadOnly };
    static Result<Connection, StoreError> open(const std::string& path, Mode mode, int busy_milliseconds);

    Result<Statement, StoreError> prepare(std::string_view sql) const;
    /// One or more statements whose rows nobody wants.
    Result<void, StoreError> execute(const std::string& sql) const;
    /// The first column of the only row.
    Result<std::int64_t, StoreError> number(std::string_view sql) const;
    StoreError error() const;
    /// Rows that the last statement changed.
    int changes() const { return sqlite3_changes(connection_.get()); }
    sqlite3* raw() const { return connection_.get(); }

  private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
    };
    explicit Connection(sqlite3* connection) : connection_(connection) {}
    std::unique_ptr<sqlite3, Close> connection_;
};

/// What a SQLite result code means for the engine; the message names the file and what to do.
StoreError error_of(sqlite3* connection);

}  // namespace pawl::engine::sqlite
