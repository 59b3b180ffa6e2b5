// decide(): the one door for everything that can happen to an execution. The decision is a value; the shell commits its records, then
// performs its effects, then answers.
#pragma once

#include <variant>
#include <vector>

#include "statemachine/execution/execution.hpp"
#include "statemachine/query/jsonata/expression.hpp"

namespace pawl::execution {

/// Hard limits, AWS's by default (recorded-behaviour#limits).
struct Limits {
    std::size_t payload_bytes = 262'144;
    EventId history_events = 25'000;
    std::uint32_t inline_map_concurrency = 40;      ///< of one inline Map, whatever its MaxConcurrency
    std::size_t records_per_decision = 500;         ///< about; then Decision::more
    std::size_t variable_bytes = 262'144;           ///< of one variable's JSON text, and of all that one state assigns (recorded-behaviour#variables)
    std::uint64_t all_variable_bytes = 10'485'760;  ///< of all variables of an execution
    /// Of the expressions of one JSONata field, counted in steps, never in time: what they may use is gone in well under a second. All Conditions of
    /// a Choice state count as one field, and so does one field of the Catchers that fail one after the other while a failure goes up. A decision
    /// that has used up `steps_per_decision` begins nothing more (no state, iteration, end of a Parallel or Map, expired Wait) and asks to be
    /// continued behind other work: it takes little more than that and what the fields of one state may.
    query::jsonata::Limits expression = {};
    std::uint64_t steps_per_decision = 8'000'000;
};

enum class Verdict : std::uint8_t {
    Accepted,
    Stale,      ///< a token that is not (or no more) awaited: nothing changed
    NotRunning  ///< the execution is closed (or not started): nothing changed
};

/// A task was scheduled and wants a dispatch slot; answer with StartTask once there is one.
struct ScheduleTask {
    TaskToken token;
    TaskTarget target;
};
/// Hand the task over. Made again after a restart, with the same token, where its target is called again.
struct DispatchTask {
    TaskToken token;
    TaskTarget target;
    std::string input;                    ///< the event for the function
    std::uint32_t attempt = 1;            ///< 1 + retries so far
    Instant deadline = Instant::never();  ///< when TimeoutSeconds runs out
};
/// Nobody waits for this task any more.
struct CancelTask {
    TaskToken token;
    TaskTarget target;
};
using Effect = std::variant<ScheduleTask, DispatchTask, CancelTask>;

struct Decision {
    Verdict verdict = Verdict::Accepted;
    std::vector<Record> records;
    std::vector<Effect> effects;  ///< in the order they came up
    bool more = false;            ///< the decision's bound was reached: send Continue, behind other work
    std::uint64_t steps = 0;      ///< of JSONata, that the decision took
};

/// Decides and applies. Pure but for `execution`, to which each record is applied as it is emitted. Never fails: what goes wrong in a workflow is a
/// record. For Start, `execution` must be new.
Decision decide(const definition::Machine& machine, const Limits& limits, Execution& execution, const Command& command, const Tick& tick);

/// What is outstanding in an execution, derived from it alone: what a restart must do again. Not among it: tasks under way at targets that are not
/// called again.
std::vector<Effect> outstanding(const definition::Machine& machine, const Execution& execution);

}  // namespace pawl::execution
