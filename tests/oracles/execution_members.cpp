#include "tests/oracles/execution_members.hpp"

namespace pawl::oracles {

std::string_view name_of(execution::Phase phase) {
    using execution::Phase;
    switch (phase) {
        case Phase::Ready:
            return "Ready";
        case Phase::Active:
            return "Active";
        case Phase::TaskScheduled:
            return "TaskScheduled";
        case Phase::TaskStarted:
            return "TaskStarted";
        case Phase::TimedOut:
            return "TimedOut";
        case Phase::Waiting:
            return "Waiting";
        case Phase::Backoff:
            return "Backoff";
        case Phase::Joining:
            return "Joining";
        case Phase::Finished:
            return "Finished";
    }
    return "";
}

}  // namespace pawl::oracles
