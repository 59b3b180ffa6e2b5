// An execution in memory: its folded state, where its journal ends, and what was decided since the last commit.
// Belongs to the partition's thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "engine/runtime/machine_cache.hpp"
#include "statemachine/execution/decision.hpp"

namespace pawl::engine {

/// For what an execution can wait while it is not in memory, besides its timers: ExecutionRow::waiting. THESE NUMBERS ARE IN DATABASES.
enum class WaitsFor : std::uint8_t {
    Nothing = 0,
    Answer = 1,  ///< of a target that is not called again
    Slot = 2     ///< of such a target; for answers, too, perhaps
};

struct HotExecution {
    static constexpr std::size_t no_slot = static_cast<std::size_t>(-1);

    ExecutionKey key = 0;
    MachineKey machine = 0;
    std::shared_ptr<const BoundRevision> revision;
    execution::Execution state;
    RowId first_row = 0, last_row = 0;            ///< of its journal chain, the rows of a sealed batch included
    std::vector<execution::Record> undurable;     ///< decided since the last commit
    std::vector<execution::TaskToken> in_flight;  ///< handed to the dispatcher, or to be with the batch; not answered
    Instant decided;                              ///< when there last were records of it, since it is in memory
    std::size_t timer_slot = no_slot;             ///< its place in the TimerHeap
    std::uint64_t batch = 0;                      ///< the newest batch it is in; 0 = none
    bool row_outdated = false;                    ///< the store's ExecutionRow must be written with the next commit
    bool continuing = false;                      ///< waits for a Continue
    bool recovered = false;                       ///< what was outstanding is still to be done again
    bool leaving = false;                         ///< leaves memory when that batch is done

    const definition::Machine& definition() const { return *revision->definition; }
    /// For what it would wait asleep on disk, timers apart; nullopt: something in it needs it in memory.
    std::optional<WaitsFor> can_sleep_for() const;
    /// It waits for an answer to this very attempt.
    bool awaits(execution::TaskToken token) const;
    /// Its task is scheduled and waits for a slot.
    bool is_queued(execution::TaskToken token) const;
};

}  // namespace pawl::engine
