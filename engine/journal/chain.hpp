// An execution's chain of journal rows, walked back from its last one: the one place that does, and that checks that each row belongs there. A chain
// that a damaged row leads elsewhere or round in circles is an error.
#pragma once

#include <vector>

#include "engine/journal/journal_error.hpp"

namespace pawl::engine {

/// One row, if it is the execution's.
Result<JournalRow, JournalError> row_of_chain(StoreReader& reader, ExecutionKey execution, RowId id);
/// The rows up to `last_row`, oldest first.
Result<std::vector<JournalRow>, JournalError> read_chain(StoreReader& reader, ExecutionKey execution, RowId last_row);
/// The same without the records, and without the rows up to `known`, which must be one of the chain's (0 = from its beginning).
Result<std::vector<JournalHeader>, JournalError> read_chain_headers(StoreReader& reader, ExecutionKey execution, RowId last_row, RowId known = 0);

}  // namespace pawl::engine
