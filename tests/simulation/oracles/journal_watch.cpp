#include "tests/simulation/oracles/journal_watch.hpp"

#include <array>
#include <string_view>

#include "tests/oracles/execution_difference.hpp"

namespace pawl::simulation {
namespace {

using namespace execution;

constexpr std::array record_names{"ExecutionStarted", "ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted",  "ExecutionTimedOut",
                                  "StateEntered",     "StateExited",        "StateAborted",    "RetryPlanned",      "EvaluationFailed",
                                  "WaitPlanned",      "TaskScheduled",      "TaskStarted",     "TaskSucceeded",     "TaskFailed",
                                  "TaskTimedOut",     "TaskHeartbeat",      "ParallelStarted", "ParallelSucceeded", "ParallelFailed",
                                  "BranchFinished",   "ChildrenErased",     "MapStarted",      "MapSucceeded",      "MapFailed",
                                  "IterationStarted", "IterationSucceeded", "IterationFailed", "IterationAborted"};
static_assert(record_names.size() == std::variant_size_v<RecordBody>);

std::string name(ExecutionKey key, const Watched& watched) {
    return "execution " + std::to_string(key) + " (" + watched.fold.head.name + " of " + watched.machine_name + ")";
}

std::size_t hash_of(const engine::JournalRow& row) {
    // Unsigned, as keys of high shards are near the end of their range.
    const auto place =
        static_cast<std::size_t>(row.execution) * 31 + static_cast<std::size_t>(row.previous) * 7 + static_cast<std::size_t>(row.first_event);
    return std::hash<std::string_view>()(row.records) ^ place;
}

}  // namespace

Result<Payload, engine::JournalError> JournalWatch::Payloads::at(PayloadAddress address) {
    const auto found = kept_.find({address.row, address.index});
    if (found == kept_.end()) return engine::JournalError{engine::JournalError::Kind::Corrupt, "a payload that was never written is referred to"};
    return found->second;
}

const Watched* JournalWatch::find(ExecutionKey key) const {
    const auto found = executions_.find(key);
    return found == executions_.end() ? nullptr : &found->second;
}

void JournalWatch::committed(const engine::Batch& batch) {
    for (const auto& machine : batch.catalog.machines) machine_names_[machine.key] = machine.name;
    for (const auto& revision : batch.catalog.revisions) machines_[revision.key] = definition::compile(revision.definition).machine;
    for (const auto& row : batch.executions) {
        if (executions_.contains(row.key)) continue;
        const auto machine = machines_.find(row.revision);
        if (machine == machines_.end() || !machine->second) {
            complaints_.add("replay", "execution " + std::to_string(row.key) + " names a revision that is not there");
            continue;
        }
        executions_.try_emplace(row.key, machine_names_[row.machine], machine->second);
    }
    for (const auto& journal : batch.journal) row(journal);
}

void JournalWatch::row(const engine::JournalRow& row) {
    const auto found = executions_.find(row.execution);
    if (found == executions_.end()) {
        complaints_.add("replay", "row " + std::to_string(row.id) + " belongs to no execution");
        return;
    }
    auto& watched = found->second;
    RowId& last_row = last_rows_[shard_of(row.id)];
    if (row.id <= last_row) complaints_.add("replay", "row " + std::to_string(row.id) + " after row " + std::to_string(last_row));
    if (last_row != 0 && row.id != last_row + 1)
        complaints_.add("replay", "row " + std::to_string(row.id) + " leaves a gap behind row " + std::to_string(last_row));
    if (shard_of(row.execution) != shard_of(row.id)) complaints_.add("replay", "row " + std::to_string(row.id) + " is of another shard's execution");
    last_row = row.id;
    if (row.previous != watched.last_row) {
        complaints_.add("replay", name(row.execution, watched) + ": row " + std::to_string(row.id) + " follows " + std::to_string(row.previous) +
                                      ", not " + std::to_string(watched.last_row));
    }
    watched.last_row = row.id;
    rows_[row.id] = hash_of(row);
    grown_.insert(row.execution);
    const auto records = engine::decode(row, payloads_);
    if (!records) {
        complaints_.add("replay", name(row.execution, watched) + ": row " + std::to_string(row.id) + ": " + records.error().message);
        return;
    }
    for (const auto& each : *records) {
        if (!complaints_.none()) return;  // a fold after a broken record would only abort
        record(row.execution, watched, each);
    }
}

void JournalWatch::record(ExecutionKey key, Watched& watched, const Record& record) {
    coverage_.count("record", record_names[record.body.index()]);
    if (const auto* entered = std::get_if<StateEntered>(&record.body))
        coverage_.count("state", definition::type_name(watched.machine->state(entered->state)));
    ++watched.records;
    if (auto what = watched.grammar.add(record); !what.empty()) return complaints_.add("grammar", name(key, watched) + ": " + what);
    if (auto what = watched.retry.add(record); !what.empty())
        return complaints_.add("retry", name(key, watched) + ", event " + std::to_string(watched.fold.last_event) + ": " + what);
    fencing_.committed(key, record);
    execution::apply(*watched.machine, watched.fold, record);
}

void JournalWatch::compare(ExecutionKey key, const Execution* memory) {
    const auto& watched = executions_.at(key);
    if (memory != nullptr) {
        if (const auto difference = oracles::execution_difference(*memory, watched.fold))
            complaints_.add("replay", name(key, watched) + ": memory against the journal's fold: " + *difference);
    }
    if (watched.fold.is_closed()) check_closed(key, watched.fold, *watched.machine);
}

void JournalWatch::check_closed(ExecutionKey key, const Execution& execution, const definition::Machine& machine) {
    if (!execution::outstanding(machine, execution).empty() || !execution.timers.empty() || execution.can_go_on()) {
        complaints_.add("outstanding", name(key, executions_.at(key)) + " is closed and has tasks, timers or ready frames left");
    }
}

void JournalWatch::read_again(engine::Store& store) {
    std::size_t count = 0;
    for (const ShardId shard : store.shards()) {
        for (RowId after = 0;;) {
            const auto rows = store.shard(shard).rows_after(after, 500);
            if (!rows) return complaints_.add("replay", "the journal can't be read: " + rows.error().message);
            if (rows->empty()) break;
            for (const auto& row : *rows) {
                after = row.id;
                const auto seen = rows_.find(row.id);
                if (seen == rows_.end() || seen->second != hash_of(row))
                    complaints_.add("replay", "row " + std::to_string(row.id) + " is not what was committed");
                ++count;
            }
        }
    }
    if (count > rows_.size()) complaints_.add("replay", "the store has rows that were not committed");
}

void JournalWatch::end() {
    for (const auto& [key, watched] : executions_) {
        coverage_.count("status", execution::to_string(watched.fold.status));
        if (!watched.fold.is_closed()) {
            std::string where;
            for (const auto& [id, frame] : watched.fold.frames) {
                where += " frame " + std::to_string(id) + " phase " + std::to_string(static_cast<int>(frame.phase)) +
                         (frame.state == no_state ? "" : " in " + watched.machine->state(frame.state).name);
            }
            complaints_.add("liveness", name(key, watched) + " never closed:" + where);
        }
    }
}

}  // namespace pawl::simulation
