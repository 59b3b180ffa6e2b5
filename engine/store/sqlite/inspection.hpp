// A database for people who debug: read, never written or made, also while an engine owns it. Finds what no index leads to, by reading tables from
// end to end.
//
// Threads: one at a time. Each call sees what was committed when it began.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports/store.hpp"

namespace pawl::engine {

class Inspection {
  public:
    virtual ~Inspection() = default;
    virtual StoreReader& reader() = 0;
    /// Of all state machines, those being deleted or gone included; by key ascending.
    virtual Result<std::vector<ExecutionRow>, StoreError> executions_named(std::string_view name) = 0;
    /// All journal rows of an execution from that one on, ascending, whether its chain reaches them or not.
    virtual Result<std::vector<RowId>, StoreError> rows_of(ExecutionKey execution, RowId from) = 0;
};

/// Refuses what is no database of pawl's, and one whose schema is older or newer than this program's.
Result<std::unique_ptr<Inspection>, StoreError> open_sqlite_inspection(const std::string& path);

}  // namespace pawl::engine
