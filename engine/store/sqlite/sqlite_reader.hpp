// Reads through a connection of its own. Each call is one short read transaction: it sees the commits that were done when it began.
#pragma once

#include <memory>

#include "engine/store/sqlite/connection.hpp"

namespace pawl::engine::sqlite {

/// Never null: a reader whose connection could not be opened says so at every call.
std::unique_ptr<StoreReader> open_reader(const std::string& path, int busy_milliseconds);

}  // namespace pawl::engine::sqlite
