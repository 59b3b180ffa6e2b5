// What is done now and then: the recovery mark, deleted machines, retention.
#include <algorithm>

#include "engine/runtime/partition_parts.hpp"

namespace pawl::engine {

namespace {
constexpr std::size_t rows_retired_at_once = 500;
constexpr std::int64_t retire_pause_milliseconds = 60'000;
constexpr std::int64_t retire_overdue_milliseconds = 600'000;  ///< then also while there is other work
}  // namespace

/// Moves the mark up to where it was decided to go last time. Executions in memory that have written nothing since get an empty row beyond it, so
/// that a restart finds them; few have, as the step grows with the number in memory.
void Partition::Parts::advance_mark() {
    const auto step = std::max(static_cast<RowId>(settings.mark_rows / 2), static_cast<RowId>(4 * hot.size()));
    if (used.row - next_mark < step) return;
    for (const auto& [key, execution] : hot) {
        if (execution->last_row <= next_mark) touch(*execution);
    }
    hand.batch.recovery_mark = next_mark;
    next_mark = used.row;
}

/// A deleted machine disappears once nothing of it runs in any shard.
void Partition::Parts::remove_deleted_machines() {
    if (!machines.any_deleting() || !place.keeps_catalog) return;
    std::vector<MachineKey> unused;
    for (auto& [machine, check] : machines.deleting()) {
        if (check > now) continue;
        if (unaware.contains(machine)) {
            check = Instant::never();  // the last shard to know asks for another look
            continue;
        }
        // Closings of the turn in hand are not in the store yet: answer() asks for another look.
        const auto running =
            reader->executions({.machine = machine, .status = static_cast<std::uint8_t>(execution::Status::Running), .after = {}, .limit = 1});
        if (!running) {
            read_failed(running.error());
            break;  // Busy: the machine stays where it is until the next turn's look
        }
        if (running->empty() && !just_started_in(machine)) unused.push_back(machine);
        check = Instant::never();
    }
    for (const MachineKey machine : unused) {
        place.machine_cache.forget(machines.find(machine)->revision);
        machines.remove(machine);
        std::erase_if(hand.batch.catalog.machines, [&](const MachineRow& row) { return row.key == machine; });
        hand.batch.catalog.machines_removed.push_back(machine);
    }
}

bool Partition::Parts::just_started_in(MachineKey machine) const {
    for (const HotExecution* execution : hand.touched) {
        if (execution->machine == machine && execution->first_row == 0) return true;
    }
    return false;
}

void Partition::Parts::retire() {
    if (now < retire_at) return;
    if (has_work() && now < retire_at.plus_milliseconds(retire_overdue_milliseconds)) return;
    const auto gone = shard.retire(Instant{now.milliseconds - settings.retention_milliseconds}, rows_retired_at_once);
    if (!gone && gone.error().kind != StoreError::Kind::Busy) return store_failed(gone.error());
    counters.retired += gone ? *gone : 0;
    if (!gone || *gone == 0) retire_at = now.plus_milliseconds(retire_pause_milliseconds);
}

}  // namespace pawl::engine
