// The small numbers by which the core names things.
#pragma once

#include <cstdint>

namespace pawl {

using EventId = std::uint32_t;     ///< id of a history event: 1..n, dense within an execution; 0 = none
using FrameId = std::uint32_t;     ///< a thread of control within an execution (the root, a branch, an iteration); 1 = the root
using StateIndex = std::uint32_t;  ///< a state's place in Machine::states
inline constexpr StateIndex no_state = 0xffff'ffff;

using ExecutionKey = std::int64_t;  ///< an execution's integer key in the store, never reused; its top 16 bits are the shard
using MachineKey = std::int64_t;    ///< a state machine's integer key in the store, never reused
using RowId = std::int64_t;         ///< a journal row, ascending within its shard, never reused; its top 16 bits are the shard; 0 = none

using ShardId = std::uint16_t;  ///< which part of a store owns an execution; 0 where a store has one. These numbers are on disk: they never change

/// Keys are never negative, so one of the 16 bits stays 0.
inline constexpr ShardId highest_shard = 0x7fff;
inline constexpr int shard_shift = 48;
/// What a shard may count to, which takes 89 years at 100,000 a second.
inline constexpr std::int64_t highest_number_in_shard = (std::int64_t{1} << shard_shift) - 1;

/// The shard of an ExecutionKey or RowId.
constexpr ShardId shard_of(std::int64_t key) { return static_cast<ShardId>(key >> shard_shift); }
/// An ExecutionKey or RowId without its shard: 1, 2, … in the order they were given; 0 before the first.
constexpr std::int64_t number_of(std::int64_t key) { return key & highest_number_in_shard; }
/// The key that the two make; the one after it is the key plus one.
constexpr std::int64_t make_key(ShardId shard, std::int64_t number) { return (std::int64_t{shard} << shard_shift) | number; }

}  // namespace pawl
