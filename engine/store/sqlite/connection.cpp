#include "engine/store/sqlite/connection.hpp"

namespace pawl::engine::sqlite {
namespace {

struct Meaning {
    StoreError::Kind kind;
    const char* advice;
};

Meaning meaning_of(int code) {
    switch (code & 0xff) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {StoreError::Kind::Busy, "Another process (a backup? a SQLite shell?) holds a lock on it; trying again helps."};
        case SQLITE_FULL:
            return {StoreError::Kind::Full,
                    "There is no space left for it. Make room on the disk and start again; nothing that was answered is lost."};
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return {StoreError::Kind::Corrupt, "The file is no SQLite database or is damaged. Check the path, or restore it from a backup."};
        case SQLITE_CONSTRAINT:
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
        case SQLITE_MISMATCH:
            return {StoreError::Kind::Misuse, "This is a bug of pawl; the store stops."};
        case SQLITE_CANTOPEN:
            return {StoreError::Kind::Io, "The file can't be opened. Check that its directory exists and may be written to."};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {StoreError::Kind::Io, "The file may not be written to. Check the permissions of the file and its directory."};
        default:
            return {StoreError::Kind::Io, "Reading or writing it failed. Check the disk and start again; nothing that was answered is lost."};
    }
}

}  // namespace

StoreError error_of(sqlite3* connection) {
    const Meaning meaning = meaning_of(sqlite3_extended_errcode(connection));
    const char* file = sqlite3_db_filename(connection, "main");
    return {meaning.kind, "Database " + std::string(file != nullptr ? file : "?") + ": " + sqlite3_errmsg(connection) + " (SQLite code " +
                              std::to_string(sqlite3_extended_errcode(connection)) + "). " + meaning.advice};
}

Result<bool, StoreError> Statement::step() {
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) {
        sqlite3_reset(statement_.get());
        return false;
    }
    StoreError error = error_of(connection_);
    sqlite3_reset(statement_.get());
    return error;
}

Result<void, StoreError> Statement::run() {
    auto stepped = step();
    if (!stepped) return stepped.error();
    if (*stepped) reset();
    return {};
}

std::string Statement::bytes(int column) const {
    const void* data = sqlite3_column_blob(statement_.get(), column);
    const int size = sqlite3_column_bytes(statement_.get(), column);
    return size == 0 ? std::string() : std::string(static_cast<const char*>(data), static_cast<std::size_t>(size));
}

void Statement::bind_one(int index, std::optional<Instant> value) {
    if (value) {
        sqlite3_bind_int64(statement_.get(), index, value->milliseconds);
    } else {
        sqlite3_bind_null(statement_.get(), index);
    }
}

void Statement::bind_one(int index, std::string_view value) {
    // A null pointer would bind NULL.
    sqlite3_bind_text64(statement_.get(), index, value.data() != nullptr ? value.data() : "", value.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void Statement::bind_one(int index, BlobView value) {
    sqlite3_bind_blob64(statement_.get(), index, value.bytes.data() != nullptr ? value.bytes.data() : "", value.bytes.size(), SQLITE_STATIC);
}

Result<Connection, StoreError> Connection::open(const std::string& path, Mode mode, int busy_milliseconds) {
    sqlite3* raw = nullptr;
    const int access = mode == Mode::ReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    const int code = sqlite3_open_v2(path.c_str(), &raw, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    Connection connection(raw);
    if (raw == nullptr) return StoreError{StoreError::Kind::Io, "Database " + path + ": out of memory."};
    if (code != SQLITE_OK) return error_of(raw);
    sqlite3_busy_timeout(raw, busy_milliseconds);
    return connection;
}

Result<Statement, StoreError> Connection::prepare(std::string_view sql) const {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(raw(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return error();
    return Statement(raw(), statement);
}

Result<void, StoreError> Connection::execute(const std::string& sql) const {
    if (sqlite3_exec(raw(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return error();
    return {};
}

Result<std::int64_t, StoreError> Connection::number(std::string_view sql) const {
    auto statement = prepare(sql);
    if (!statement) return statement.error();
    auto row = statement->step();
    if (!row) return row.error();
    return *row ? statement->integer(0) : 0;
}

StoreError Connection::error() const { return error_of(raw()); }

}  // namespace pawl::engine::sqlite
