#include "engine/runtime/timer_heap.hpp"

namespace pawl::engine {

void TimerHeap::arm(HotExecution& execution, Instant due) {
    const std::size_t slot = execution.timer_slot;
    if (due.is_never()) {
        if (slot == HotExecution::no_slot) return;
        execution.timer_slot = HotExecution::no_slot;
        const Entry last = heap_.back();
        heap_.pop_back();
        if (slot < heap_.size()) settle(slot, last);
        return;
    }
    if (slot == HotExecution::no_slot) {
        heap_.emplace_back();
        settle(heap_.size() - 1, {due, &execution});
    } else if (heap_[slot].due != due) {
        settle(slot, {due, &execution});
    }
}

void TimerHeap::place(std::size_t slot, Entry entry) {
    heap_[slot] = entry;
    entry.execution->timer_slot = slot;
}

/// Puts the entry where it belongs, starting from a free slot.
void TimerHeap::settle(std::size_t slot, Entry entry) {
    while (slot > 0) {
        const std::size_t parent = (slot - 1) / 2;
        if (heap_[parent].due <= entry.due) break;
        place(slot, heap_[parent]);
        slot = parent;
    }
    for (;;) {
        std::size_t child = 2 * slot + 1;
        if (child >= heap_.size()) break;
        if (child + 1 < heap_.size() && heap_[child + 1].due < heap_[child].due) ++child;
        if (entry.due <= heap_[child].due) break;
        place(slot, heap_[child]);
        slot = child;
    }
    place(slot, entry);
}

}  // namespace pawl::engine
