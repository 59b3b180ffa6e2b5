#include "engine/runtime/cold_execution.hpp"

#include "engine/journal/chain.hpp"
#include "engine/journal/stored_payloads.hpp"
#include "engine/runtime/store_faults.hpp"

namespace pawl::engine {

namespace {

using execution::Record;

/// The same texts that snapshot_of() shows of a closed Execution.
void read_close(const Record& record, ExecutionSnapshot& shot) {
    if (const auto* succeeded = std::get_if<execution::ExecutionSucceeded>(&record.body)) {
        shot.output = succeeded->output.text();
    } else if (const auto* failed = std::get_if<execution::ExecutionFailed>(&record.body)) {
        if (!failed->failure.error.empty()) shot.error = failed->failure.error;
        shot.cause = failed->failure.cause;
    } else if (const auto* aborted = std::get_if<execution::ExecutionAborted>(&record.body)) {
        shot.error = aborted->error;
        shot.cause = aborted->cause;
    }
    // A timed-out execution shows neither error nor cause (recorded-behaviour#stop-and-timeout).
}

Result<std::vector<Record>, StoreError> read_row(RowId id, ExecutionKey key, StoreReader& reader, EventId& next_event) {
    const auto row = row_of_chain(reader, key, id);
    if (!row) return store_error(row.error());
    next_event = row->first_event;
    StoredPayloads payloads(reader);
    auto records = decode(*row, payloads);
    if (!records) return store_error(records.error());
    return std::move(*records);
}

}  // namespace

Result<ExecutionSnapshot, StoreError> read_snapshot(const ExecutionRow& known, StoreReader& reader) {
    const auto found = reader.execution(known.key);
    if (!found) return found.error();
    const ExecutionRow& row = *found ? **found : known;
    ExecutionSnapshot shot;
    shot.key = row.key;
    shot.machine = row.machine;
    shot.revision = row.revision;
    shot.start = row.start;
    shot.stop = row.stop;
    shot.last_row = row.last_row;
    if (const auto status = static_cast<execution::Status>(row.status); execution::to_string(status).empty()) {
        return corrupt("Execution " + std::to_string(row.key) + " has the unknown status " + std::to_string(row.status) + " in the store.");
    } else {
        shot.status = status;
    }

    EventId next_event = 0;
    const auto first = read_row(row.first_row, row.key, reader, next_event);
    if (!first) return first.error();
    const auto* started = first->empty() ? nullptr : std::get_if<execution::ExecutionStarted>(&first->front().body);
    if (started == nullptr) return corrupt("The journal of execution " + std::to_string(row.key) + " does not begin with its start.");
    shot.head = started->head;
    shot.input = started->input.text();

    if (row.last_row == 0) return shot;  // in memory again: only the partition knows its end
    const auto last = read_row(row.last_row, row.key, reader, next_event);
    if (!last) return last.error();
    shot.last_event = next_event - 1;
    for (const Record& record : *last) {
        if (record.event != 0) shot.last_event = record.event;
        if (record.frame == 0) read_close(record, shot);
    }
    return shot;
}

}  // namespace pawl::engine
