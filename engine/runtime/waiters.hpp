// Who waits for an execution to close, and until when. Thousands cost what their entries cost. Partition's thread only.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "engine/runtime/requests.hpp"

namespace pawl::engine {

class Waiters {
  public:
    void add(ExecutionKey execution, Instant deadline, Answer<ExecutionView> answer);
    /// Takes out everybody who waits for the execution.
    std::vector<Answer<ExecutionView>> take(ExecutionKey execution);
    /// Takes out one whose deadline is at or before `now`; false = none.
    bool take_expired(Instant now, ExecutionKey& execution, Answer<ExecutionView>& answer);
    Instant next_deadline() const { return by_deadline_.empty() ? Instant::never() : by_deadline_.begin()->first; }
    std::size_t size() const { return by_deadline_.size(); }

  private:
    struct Waiter {
        ExecutionKey execution;
        Answer<ExecutionView> answer;
    };
    using ByDeadline = std::multimap<Instant, Waiter>;
    ByDeadline by_deadline_;
    std::unordered_multimap<ExecutionKey, ByDeadline::iterator> by_execution_;
};

}  // namespace pawl::engine
