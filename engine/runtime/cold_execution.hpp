// Reads an execution that is not in memory from its journal, on the asker's thread.
#pragma once

#include "engine/ports/store.hpp"
#include "engine/runtime/execution_snapshot.hpp"

namespace pawl::engine {

/// The execution as of the last commit. `row` may be older than that.
Result<ExecutionSnapshot, StoreError> read_snapshot(const ExecutionRow& row, StoreReader& reader);

}  // namespace pawl::engine
