// The partition's knobs. The defaults are the ones measured to be good; tests and the simulator turn them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "statemachine/execution/decision.hpp"
#include "statemachine/vocabulary/arn.hpp"
#include "statemachine/vocabulary/ids.hpp"

namespace pawl::engine {

struct Settings {
    Realm realm;
    execution::Limits limits;
    std::size_t decisions_per_turn = 200;                           ///< one commit's worth
    std::int64_t turn_milliseconds = 2;                             ///< a turn stops taking work after this long
    std::size_t starts_waiting = 10'000;                            ///< more are refused with ThrottlingException
    std::int64_t evict_milliseconds = 60'000;                       ///< an execution with nothing to do for this long leaves memory
    std::int64_t retention_milliseconds = 90LL * 24 * 3600 * 1000;  ///< closed executions are kept this long
    std::int64_t deletion_milliseconds = 5'000;                     ///< a deleted machine shows as DELETING at least this long
    std::int64_t mark_rows = 20'000;                                ///< about as many journal rows are read at a restart
    std::vector<ExecutionKey> set_aside;                            ///< not to be loaded: the last run crashed on them
};

}  // namespace pawl::engine
