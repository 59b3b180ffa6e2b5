// An execution in memory: its folded state, where its journal ends, and what was decided since the last commit.
// Belongs to the partition's thread.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "engine/runtime/machine_cache.hpp"
#include "statemachine/execution/decision.hpp"

namespace pawl::engine {

struct HotExecution {
    static constexpr std::size_t no_slot = static_cast<std::size_t>(-1);

    ExecutionKey key = 0;
    MachineKey machine = 0;
    std::shared_ptr<const BoundRevision> revision;
    execution::Execution state;
    RowId first_row = 0, last_row = 0;            ///< of its journal chain, the rows of a sealed batch included
    std::vector<execution::Record> undurable;     ///< decided since the last commit
    std::vector<execution::TaskToken> in_flight;  ///< handed to the dispatcher, not answered
    std::size_t timer_slot = no_slot;             ///< its place in the TimerHeap
    bool touched = false;                         ///< is in the batch being made
    bool row_outdated = false;                    ///< the store's ExecutionRow must be written with the next commit
    bool continuing = false;                      ///< waits for a Continue
    bool leaving = false;                         ///< leaves memory when the batch is done

    const definition::Machine& definition() const { return *revision->definition; }
    /// Nothing runs in it and nothing will before `until`: it can sleep on disk.
    bool can_sleep_until(Instant until) const;
    /// It waits for an answer to this very attempt.
    bool awaits(execution::TaskToken token) const;
    /// Its task is scheduled and waits for a slot.
    bool is_queued(execution::TaskToken token) const;
};

}  // namespace pawl::engine
