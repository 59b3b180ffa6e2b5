#include "engine/runtime/execution_snapshot.hpp"

namespace pawl::engine {

ExecutionSnapshot snapshot_of(const execution::Execution& execution) {
    ExecutionSnapshot shot;
    shot.head = execution.head;
    shot.status = execution.status;
    shot.start = execution.start_time;
    shot.stop = execution.stop_time;
    if (execution.input) shot.input = execution.input->text();
    if (execution.output) shot.output = execution.output->text();
    // A timed-out execution shows neither error nor cause (recorded-behaviour#stop-and-timeout).
    if (execution.status != execution::Status::TimedOut) {
        shot.error = execution.error;
        shot.cause = execution.cause;
    }
    shot.last_event = execution.last_event;
    return shot;
}

}  // namespace pawl::engine
