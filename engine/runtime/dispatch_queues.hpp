// Tasks that wait for one of their function's slots, first come first served. Entries go stale when their task ends otherwise; whoever pops one
// checks. Partition's thread only.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "statemachine/execution/decision.hpp"

namespace pawl::engine {

struct QueuedTask {
    ExecutionKey execution = 0;
    execution::TaskToken token;
    std::optional<execution::DispatchTask> again = {};  ///< it was handed over before a restart: the same call once more
};

class DispatchQueues {
  public:
    bool has(std::string_view function_name) const { return queues_.find(function_name) != queues_.end(); }
    void push(std::string_view function_name, QueuedTask task);
    /// nullptr = nobody waits.
    const QueuedTask* front(std::string_view function_name) const;
    /// There must be one.
    QueuedTask pop(std::string_view function_name);
    std::size_t size() const { return size_; }

  private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    std::unordered_map<std::string, std::deque<QueuedTask>, Hash, std::equal_to<>> queues_;  ///< none is empty
    std::size_t size_ = 0;
};

}  // namespace pawl::engine
