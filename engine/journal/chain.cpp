#include "engine/journal/chain.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace pawl::engine {
namespace {

JournalError broken(RowId id, ExecutionKey execution) {
    return {JournalError::Kind::Corrupt, "Journal row " + std::to_string(id) + " does not belong where the chain of execution " +
                                             std::to_string(execution) + " has it: the database is damaged. Restore it from a backup."};
}

template <class Row>
Result<Row, JournalError> checked(Result<std::optional<Row>, StoreError> row, ExecutionKey execution, RowId id) {
    if (!row) return JournalError::from(std::move(row).error());
    if (!*row) return JournalError::missing(id);
    if ((*row)->execution != execution || (*row)->previous >= id || (*row)->previous < 0) return broken(id, execution);
    return std::move(**row);
}

// Each row's predecessor has a lower id, so the walk ends.
template <class Row, class Read>
Result<std::vector<Row>, JournalError> walk(Read read, ExecutionKey execution, RowId last_row, RowId known) {
    std::vector<Row> chain;
    for (RowId id = last_row; id > known;) {
        auto row = checked<Row>(read(id), execution, id);
        if (!row) return std::move(row).error();
        id = row->previous;
        chain.push_back(*std::move(row));
        if (id < known) return broken(chain.back().id, execution);
    }
    std::reverse(chain.begin(), chain.end());
    return chain;
}

}  // namespace

Result<JournalRow, JournalError> row_of_chain(StoreReader& reader, ExecutionKey execution, RowId id) {
    return checked<JournalRow>(reader.row(id), execution, id);
}

Result<std::vector<JournalRow>, JournalError> read_chain(StoreReader& reader, ExecutionKey execution, RowId last_row) {
    return walk<JournalRow>([&](RowId id) { return reader.row(id); }, execution, last_row, 0);
}

Result<std::vector<JournalHeader>, JournalError> read_chain_headers(StoreReader& reader, ExecutionKey execution, RowId last_row, RowId known) {
    return walk<JournalHeader>([&](RowId id) { return reader.row_header(id); }, execution, last_row, known);
}

}  // namespace pawl::engine
