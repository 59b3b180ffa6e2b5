#include "engine/store/sqlite/migrations.hpp"

namespace pawl::engine::sqlite {
namespace {

// "pawl" in SQLite's application_id.
constexpr std::int64_t application_id = 0x7061'776c;

std::string name_of(const Connection& connection) {
    const char* file = sqlite3_db_filename(connection.raw(), "main");
    return file != nullptr ? file : "?";
}

StoreError foreign(const Connection& connection) {
    return {StoreError::Kind::Corrupt, "Database " + name_of(connection) + " belongs to another program. Give pawl a file of its own with --db."};
}

StoreError newer(const Connection& connection, std::int64_t version, int newest) {
    return {StoreError::Kind::Newer, "Database " + name_of(connection) + " has schema version " + std::to_string(version) +
                                         ", and this pawl knows up to " + std::to_string(newest) + ". Run the pawl that wrote it, or a newer one."};
}

}  // namespace

Result<void, StoreError> migrate(const Connection& connection, std::span<const Migration> steps) {
    const auto id = connection.number("PRAGMA application_id");
    if (!id) return id.error();
    const auto version = connection.number("PRAGMA user_version");
    if (!version) return version.error();
    const auto tables = connection.number("SELECT count(*) FROM sqlite_schema");
    if (!tables) return tables.error();

    const bool is_new = *id == 0 && *version == 0 && *tables == 0;
    if (!is_new && *id != application_id) return foreign(connection);
    const int newest = steps.empty() ? 0 : steps.back().version;
    if (*version > newest) return newer(connection, *version, newest);
    for (const Migration& step : steps) {
        if (step.version <= *version) continue;
        // Version and application id are in the file's header and part of the transaction.
        auto done = connection.execute("BEGIN IMMEDIATE;" + std::string(step.sql) + ";PRAGMA application_id = " + std::to_string(application_id) +
                                       ";PRAGMA user_version = " + std::to_string(step.version) + ";COMMIT");
        if (!done) {
            StoreError error = done.error();
            (void)connection.execute("ROLLBACK");
            error.message +=
                " It happened while the schema was brought to version " + std::to_string(step.version) + "; the database is as it was before.";
            return error;
        }
    }
    return {};
}

Result<void, StoreError> check_schema(const Connection& connection) {
    const auto id = connection.number("PRAGMA application_id");
    if (!id) return id.error();
    if (*id != application_id) return StoreError{StoreError::Kind::Corrupt, "File " + name_of(connection) + " is no database of pawl's."};
    const auto version = connection.number("PRAGMA user_version");
    if (!version) return version.error();
    const int newest = migrations().empty() ? 0 : migrations().back().version;
    if (*version > newest) return newer(connection, *version, newest);
    if (*version < newest) {
        return StoreError{StoreError::Kind::Misuse,
                          "Database " + name_of(connection) + " has schema version " + std::to_string(*version) + ", and this pawl reads " +
                              std::to_string(newest) +
                              ". Use the pawl that wrote it, or start this one's engine on a copy, which brings it up to date."};
    }
    return {};
}

}  // namespace pawl::engine::sqlite
