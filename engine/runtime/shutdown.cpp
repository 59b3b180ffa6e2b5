// The orderly end: what came in is finished, what would begin is refused, what runs goes on after the next start.
#include "engine/runtime/partition_parts.hpp"

namespace pawl::engine {

void Partition::Parts::shutdown() {
    if (stopped) return;
    mailbox.close();
    // Bounded: answers and endless loops may keep coming, and what is left undone is found again by recovery.
    constexpr int turns_at_most = 50;
    for (int turns = 0; turns < turns_at_most && !failure; ++turns) {
        mailbox.drain(inbox);
        for (StartExecution& start : inbox.starts) {
            if (start.answer) start.answer(ApiError(Refusal::Closed));
        }
        inbox.starts.clear();
        if (!hand.sealed && inbox.answers.empty() && inbox.requests.empty()) break;
        turn();
    }
    stopped = true;
    if (failure) return;
    refuse_waiting();
    ExecutionKey key = 0;
    for (Answer<ExecutionView> waiter; waiters.take_expired(Instant::never(), key, waiter);) waiter(view_of(key));
    const auto written = ports.store.checkpoint();
    if (!written && written.error().kind != StoreError::Kind::Busy) store_failed(written.error());
}

}  // namespace pawl::engine
