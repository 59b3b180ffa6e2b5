// From the journal back into memory: at a restart, and when a sleeper is due or addressed.
#include <algorithm>
#include <unordered_map>

#include "engine/journal/chain.hpp"
#include "engine/journal/stored_payloads.hpp"
#include "engine/runtime/partition_parts.hpp"
#include "engine/runtime/store_faults.hpp"

namespace pawl::engine {

namespace {

bool is_unreadable(const StoreError& error) { return error.kind == StoreError::Kind::Corrupt || error.kind == StoreError::Kind::Newer; }

/// A start that finds the store Busy reads again: it has nobody to answer that, and to give up would stop more than one asker. Each try has waited as
/// long as the store waits for a lock; what is Busy after so many is in somebody's hands for good, and the start says so.
template <class Read>
auto while_busy(Read read) -> decltype(read()) {
    constexpr int tries = 100;
    auto found = read();
    for (int again = 1; again < tries && !found && found.error().kind == StoreError::Kind::Busy; ++again) found = read();
    return found;
}

}  // namespace

/// An empty store knows nothing of shards: what is given out first is number 1 of this one.
Result<void, StoreError> Partition::Parts::count_from(const HighWater& highest) {
    const auto own = [this](std::int64_t key) { return key == 0 || shard_of(key) == place.shard; };
    if (!own(highest.row) || !own(highest.execution)) {
        return corrupt("The store holds shard " + std::to_string(shard_of(std::max(highest.row, highest.execution))) + ", not shard " +
                       std::to_string(place.shard) + ".");
    }
    used = highest;
    used.row = std::max(used.row, make_key(place.shard, 0));
    used.execution = std::max(used.execution, make_key(place.shard, 0));
    return {};
}

Result<void, StoreError> Partition::Parts::recover() {
    now = std::max(now, ports.clock.now());
    const auto highest = while_busy([&] { return shard.high_water(); });
    if (!highest) return highest.error();
    if (auto counted = count_from(*highest); !counted) return counted;
    const auto catalog_highest = while_busy([&] { return ports.store.catalog_high_water(); });
    if (!catalog_highest) return catalog_highest.error();
    catalog = *catalog_highest;
    if (auto loaded = while_busy([&] { return machines.load(*reader, place.keeps_catalog ? now : Instant::never()); }); !loaded)
        return loaded.error();
    const auto marked = while_busy([&] { return shard.recovery_mark(); });
    if (!marked) return marked.error();
    next_mark = used.row;

    // The journal's tail names every execution that may have been in memory; where its chain ends comes last.
    std::map<ExecutionKey, RowId> ends;
    for (RowId after = *marked;;) {
        const auto rows = while_busy([&] { return shard.rows_after(after, 1000); });
        if (!rows) return rows.error();
        if (rows->empty()) break;
        for (const JournalRow& row : *rows) ends[row.execution] = row.id;
        after = rows->back().id;
    }
    for (const auto& end : ends) {
        const ExecutionKey key = end.first;
        const RowId last_row = end.second;
        const auto row = while_busy([&] { return reader->execution(key); });
        if (!row) return row.error();
        if (!*row) continue;                                                                    // retention was about to delete these rows
        if ((*row)->status != static_cast<std::uint8_t>(execution::Status::Running)) continue;  // closed
        if ((*row)->last_row == last_row) continue;                                             // asleep
        const auto loaded = while_busy([&] { return load(**row, last_row); });
        if (!loaded) return loaded.error();
        if (failure) return *failure;
        if (HotExecution* execution = *loaded) {
            if (execution->can_sleep_for() == WaitsFor::Answer) {
                touch(*execution);  // nothing is to be done again: the first turn lets it go
            } else {
                execution->recovered = true;
                recovered.push_back(key);
            }
            continue;
        }
        // The journal's tail will move on past it: from now on it is found, and tried again by the next start, like a sleeper that is overdue.
        ExecutionRow unloaded = **row;
        unloaded.last_row = last_row;
        unloaded.next_wakeup = Instant{0};
        hand.batch.executions.push_back(std::move(unloaded));
    }
    // Those who wait for an answer are left where they are. Those who wait for a slot lost their place in the queue.
    for (ExecutionKey after = 0;;) {
        const auto rows = while_busy([&] { return shard.waiting(static_cast<std::uint8_t>(WaitsFor::Slot), after, 1000); });
        if (!rows) return rows.error();
        if (rows->empty()) break;
        for (const ExecutionRow& row : *rows) recovered.push_back(row.key);
        after = rows->back().key;
    }
    find_next_sleeper();
    if (failure) return *failure;
    refresh_gauges();
    return {};
}

Result<HotExecution*, StoreError> Partition::Parts::load(const ExecutionRow& row, RowId last_row) {
    const auto unreadable = [&](const StoreError& error) -> Result<HotExecution*, StoreError> {
        execution_in_hand = 0;
        if (error.kind == StoreError::Kind::Busy) return error;
        if (is_unreadable(error)) {
            set_aside(row.key, error.message);
        } else {
            store_failed(error);
        }
        return static_cast<HotExecution*>(nullptr);
    };
    if (is_forbidden(row.key)) return static_cast<HotExecution*>(nullptr);
    auto revision = place.machine_cache.get(row.revision, *reader);
    if (!revision) return unreadable(revision.error());
    const auto chain = read_chain(*reader, row.key, last_row);
    if (!chain) return unreadable(store_error(chain.error()));

    auto loaded = std::make_unique<HotExecution>();
    loaded->key = row.key;
    loaded->machine = row.machine;
    loaded->revision = std::move(*revision);
    loaded->first_row = row.first_row;
    loaded->last_row = last_row;
    execution_in_hand = row.key;
    StoredPayloads payloads(*reader);
    for (const JournalRow& each : *chain) {
        const auto records = decode(each, payloads);
        if (!records) return unreadable(store_error(records.error()));
        for (const execution::Record& record : *records) execution::apply(loaded->definition(), loaded->state, record);
    }
    execution_in_hand = 0;
    if (!loaded->state.started || loaded->state.head.name != row.name)
        return unreadable(corrupt("The journal is not that of execution " + row.name + "."));
    take_back(row.key);
    ++counters.loads;
    HotExecution& execution = hot.add(std::move(loaded));
    if (execution.state.is_closed()) return &execution;
    hot.timers().arm(execution, execution.state.next_wakeup());
    for (const auto& [id, frame] : execution.state.frames) {
        if (frame.phase != execution::Phase::TaskStarted || called_again(frame.target.kind)) continue;
        execution.in_flight.push_back(frame.token());
        ++counters.tasks_in_flight;
    }
    return &execution;
}

Result<HotExecution*, StoreError> Partition::Parts::awaken(const ExecutionRow& row) {
    const auto loaded = load(row, row.last_row);
    if (HotExecution* execution = loaded ? *loaded : nullptr) {
        // The store must know, in the same commit as whatever comes next, that it sleeps no more.
        execution->row_outdated = true;
        touch(*execution);
        ask_sleepers = true;
        redo(*execution);
    }
    return loaded;
}

Result<HotExecution*, StoreError> Partition::Parts::awaken(ExecutionKey key) {
    if (decisions_left > 0) --decisions_left;
    const auto row = reader->execution(key);
    if (!row) {
        read_failed(row.error());
        if (row.error().kind == StoreError::Kind::Busy) return row.error();
        return static_cast<HotExecution*>(nullptr);
    }
    if (!*row || (*row)->waiting == static_cast<std::uint8_t>(WaitsFor::Nothing) || aside.contains(key)) return static_cast<HotExecution*>(nullptr);
    return awaken(**row);
}

}  // namespace pawl::engine
