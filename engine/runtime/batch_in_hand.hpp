// A batch from its first decision to its last answer: what was decided, and what follows once that is durable. A value of its own, so that one may be
// on its way to the disk while the next is made; whether they are is the loop's business (turn.cpp).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "engine/ports/shard.hpp"
#include "engine/runtime/hot_execution.hpp"

namespace pawl::engine {

struct PendingCall {
    ExecutionKey execution;
    execution::TaskToken token;
    TaskTarget target;
    std::optional<execution::DispatchTask> task;  ///< absent: cancel
};

struct BatchInHand {
    explicit BatchInHand(std::uint64_t n) : number(n) {}

    std::uint64_t number;  ///< 1, 2, …: HotExecution::batch tells whose an execution is
    Batch batch;
    std::vector<HotExecution*> touched;        ///< by its decisions, each once
    std::vector<PendingCall> calls;            ///< to make or give up
    std::vector<std::function<void()>> views;  ///< run when it is complete; they add the answers that show executions
    std::vector<std::function<void()>> answers;
    std::vector<MachineKey> deletions_seen;  ///< the keeper is to hear that this shard knows
    bool sealed = false;                     ///< complete; its commit was tried
};

}  // namespace pawl::engine
