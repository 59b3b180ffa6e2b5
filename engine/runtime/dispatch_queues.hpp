// Tasks that wait for one of their target's slots, first come first served. Entries go stale when their task ends otherwise; whoever pops one
// checks. A task whose execution has left memory keeps its place. Partition's thread only.
#pragma once

#include <deque>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

#include "statemachine/execution/decision.hpp"

namespace pawl::engine {

struct QueuedTask {
    ExecutionKey execution = 0;
    execution::TaskToken token;
    std::optional<execution::DispatchTask> again = {};  ///< it was handed over before a restart: the same call once more
};

class DispatchQueues {
  public:
    bool has(const TaskTarget& target) const { return queues_.find(target) != queues_.end(); }
    void push(const TaskTarget& target, QueuedTask task);
    /// nullptr = nobody waits.
    const QueuedTask* front(const TaskTarget& target) const;
    /// There must be one.
    QueuedTask pop(const TaskTarget& target);
    std::size_t size() const { return size_; }

    /// The task stands in a queue and its execution leaves memory …
    void fall_asleep(ExecutionKey execution, execution::TaskToken token) { asleep_.emplace(execution, token); }
    bool is_asleep(const QueuedTask& task) const { return asleep_.contains({task.execution, task.token}); }
    /// … and is there again. False: it was not asleep, so it stands in no queue.
    bool awaken(ExecutionKey execution, execution::TaskToken token) { return asleep_.erase({execution, token}) > 0; }

  private:
    std::unordered_map<TaskTarget, std::deque<QueuedTask>> queues_;  ///< none is empty
    std::set<std::pair<ExecutionKey, execution::TaskToken>> asleep_;
    std::size_t size_ = 0;
};

}  // namespace pawl::engine
