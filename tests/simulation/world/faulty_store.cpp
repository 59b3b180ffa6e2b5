#include "tests/simulation/world/faulty_store.hpp"

#include "tests/simulation/world/simulated_crash.hpp"

namespace pawl::simulation {

using engine::StoreError;

Result<void, StoreError> FaultyStore::commit_for_real(const engine::Batch& batch) {
    auto done = inner_.commit(batch);
    if (done) on_committed(batch);
    return done;
}

Result<void, StoreError> FaultyStore::commit(const engine::Batch& batch) {
    if (failed_) return StoreError{StoreError::Kind::Io, "the simulated disk failed before"};
    if (busy_ > 0) {
        --busy_;
        on_fault("commit is busy");
        return StoreError{StoreError::Kind::Busy, "the simulated disk is busy"};
    }
    const auto now = next_;
    next_ = Next::Normal;
    switch (now) {
        case Next::Normal:
            break;
        case Next::CrashBefore:
            on_fault("crash before commit");
            throw SimulatedCrash{"before commit"};
        case Next::CrashAfter: {
            if (auto done = commit_for_real(batch); !done) return done;
            on_fault("crash after commit");
            throw SimulatedCrash{"after commit"};
        }
        case Next::FailLost:
            failed_ = true;
            on_fault("fail-stop, batch lost");
            return StoreError{StoreError::Kind::Full, "the simulated disk is full"};
        case Next::FailKept: {
            if (auto done = commit_for_real(batch); !done) return done;
            failed_ = true;
            on_fault("fail-stop, batch kept");
            return StoreError{StoreError::Kind::Io, "the simulated disk failed"};
        }
    }
    return commit_for_real(batch);
}

}  // namespace pawl::simulation
