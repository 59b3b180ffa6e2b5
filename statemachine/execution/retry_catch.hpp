// Which Retrier or Catcher a failure meets, and when the next try is due (recorded-behaviour#retry-and-catch).
#pragma once

#include "statemachine/execution/draft.hpp"

namespace pawl::execution {

/// Whether one of the names matches: States.ALL everything, States.TaskFailed everything but States.Timeout, States.HeartbeatTimeout an expired
/// heartbeat.
bool matches(const std::vector<std::string>& error_equals, const StateFailure& failure);

/// The delay before the n-th use (1, 2, …) of a retrier, in milliseconds: Interval·Backoff^(n-1), at most MaxDelay; with FULL jitter anything up to
/// it.
std::int64_t retry_delay_milliseconds(const definition::Retrier& retrier, std::uint32_t use, std::uint64_t entropy);

/// Plans another try if the state's first matching Retrier has one left. Whether it did.
bool plan_retry(Draft& draft, Frame& frame, const StateFailure& failure);

/// The state's first matching Catcher, or null.
const definition::Catcher* find_catcher(const definition::State& state, const StateFailure& failure);

/// {"Error":…,"Cause":…}; Cause is "" when there is none (recorded-behaviour#retry-and-catch).
Payload error_output(const Failure& failure);

}  // namespace pawl::execution
