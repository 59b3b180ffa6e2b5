// Brings a database's schema up to this program's version, one migration a transaction, forward only.
#pragma once

#include <span>

#include "engine/store/sqlite/connection.hpp"

namespace pawl::engine::sqlite {

struct Migration {
    int version = 0;  ///< the schema's version after it
    const char* sql = nullptr;
};

/// schemas/migrations, in order, versions 1…n.
std::span<const Migration> migrations();

/// Refuses what is no database of pawl's (Corrupt) or of a newer pawl (Newer) without touching it. A file without tables becomes one of ours.
Result<void, StoreError> migrate(const Connection& connection, std::span<const Migration> steps = migrations());

/// For those who only read: refuses what is no database of pawl's (Corrupt), and one of another schema than this program's.
Result<void, StoreError> check_schema(const Connection& connection);

}  // namespace pawl::engine::sqlite
