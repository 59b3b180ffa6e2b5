// The small numbers by which the core names things.
#pragma once

#include <cstdint>

namespace pawl {

using EventId = std::uint32_t;     ///< id of a history event: 1..n, dense within an execution; 0 = none
using FrameId = std::uint32_t;     ///< a thread of control within an execution (the root, a branch, an iteration); 1 = the root
using StateIndex = std::uint32_t;  ///< a state's place in Machine::states
inline constexpr StateIndex no_state = 0xffff'ffff;

using ExecutionKey = std::int64_t;  ///< an execution's integer key in the store, never reused
using MachineKey = std::int64_t;    ///< a state machine's integer key in the store, never reused
using RowId = std::int64_t;         ///< a journal row, ascending, never reused; 0 = none

}  // namespace pawl
