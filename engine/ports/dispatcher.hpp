// Hands tasks to those whom they call, outside the process. Never blocks; answers come back through the sink, in any order, on any thread.
#pragma once

#include <cstdint>
#include <string>

#include "statemachine/execution/command.hpp"
#include "statemachine/vocabulary/ids.hpp"
#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/task_target.hpp"

namespace pawl::engine {

struct DispatchRequest {
    ExecutionKey execution = 0;
    execution::TaskToken token;
    TaskTarget target;
    std::string input;            ///< request body, JSON
    std::string idempotency_key;  ///< stable for one attempt, also across restarts
    std::string execution_arn;
    std::uint32_t attempt = 1;
    Instant deadline = Instant::never();
};

struct DispatchAnswer {
    ExecutionKey execution = 0;
    execution::TaskToken token;
    execution::TaskAnswer outcome;
};

/// Where answers go; implemented by the partition's mailbox. Callable from any thread.
class DispatchSink {
  public:
    virtual ~DispatchSink() = default;
    virtual void answered(DispatchAnswer answer) = 0;
    /// A slot that try_reserve() refused may be free now. Told once after refusals: reserve until refused again.
    virtual void slot_free(TaskTarget target) = 0;
};

class Dispatcher {
  public:
    virtual ~Dispatcher() = default;
    /// Takes one of the target's slots. A function nobody registered has slots too: its dispatch answers Lambda.ResourceNotFoundException.
    virtual bool try_reserve(const TaskTarget& target) = 0;
    /// Uses a slot taken before; the slot is given back when the answer has gone to the sink.
    virtual void dispatch(DispatchRequest request) = 0;
    /// Gives back a slot that was reserved and will not be used: its task was no longer wanted when the slot came (StartTask was stale).
    virtual void release(const TaskTarget& target) = 0;
    /// Gives up a dispatched call and its slot; an answer not yet handed to the sink is dropped. Nothing happens when there is no such call,
    /// because its answer may be on its way: hence a slot that was only reserved is given back with release().
    virtual void cancel(ExecutionKey execution, execution::TaskToken token, const TaskTarget& target) = 0;
};

}  // namespace pawl::engine
