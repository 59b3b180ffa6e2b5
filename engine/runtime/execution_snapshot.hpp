// What an execution looks like from outside, as plain values: everything DescribeExecution shows. Texts are copies, so a snapshot may cross threads.
#pragma once

#include <optional>
#include <string>

#include "statemachine/execution/execution.hpp"
#include "statemachine/vocabulary/ids.hpp"
#include "statemachine/vocabulary/instant.hpp"

namespace pawl::engine {

struct ExecutionSnapshot {
    ExecutionKey key = 0;
    MachineKey machine = 0;
    std::int64_t revision = 0;
    execution::ExecutionHead head;
    execution::Status status = execution::Status::Running;
    Instant start, stop;  ///< stop: meaningless while running
    std::string input;    ///< verbatim
    std::optional<std::string> output, error, cause;
    RowId last_row = 0;      ///< of its journal chain
    EventId last_event = 0;  ///< highest id in its history so far

    bool is_closed() const { return status != execution::Status::Running; }
};

ExecutionSnapshot snapshot_of(const execution::Execution& execution);

}  // namespace pawl::engine
