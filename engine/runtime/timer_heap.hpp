// When which hot execution is to be woken: a binary heap in which every execution knows its place, so that re-arming leaves nothing behind.
// Borrows the executions; one that goes away is disarmed first.
#pragma once

#include <vector>

#include "engine/runtime/hot_execution.hpp"

namespace pawl::engine {

class TimerHeap {
  public:
    /// never() disarms.
    void arm(HotExecution& execution, Instant due);
    void disarm(HotExecution& execution) { arm(execution, Instant::never()); }
    Instant next() const { return heap_.empty() ? Instant::never() : heap_.front().due; }
    /// The execution that is due first; the heap must not be empty.
    HotExecution& first() const { return *heap_.front().execution; }
    bool empty() const { return heap_.empty(); }

  private:
    struct Entry {
        Instant due;
        HotExecution* execution;
    };
    void place(std::size_t slot, Entry entry);
    void settle(std::size_t slot, Entry entry);

    std::vector<Entry> heap_;
};

}  // namespace pawl::engine
