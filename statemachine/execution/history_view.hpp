// AWS's execution history as a view of the records.
#pragma once

#include <string>
#include <string_view>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/record.hpp"

namespace pawl::execution {

struct HistoryOptions {
    bool include_execution_data = true;
    std::string region = "us-east-1";  ///< TaskScheduled shows it
};

/// Appends the HistoryEvent JSON object of a record ({"id":…,"type":…,…EventDetails}) to `out`. The record must carry an event id.
void write_history_event(const definition::Machine& machine, const Record& record, const HistoryOptions& options, std::string& out);

/// "PassStateEntered", "LambdaFunctionScheduled", …; empty for records that are not shown.
std::string_view event_type(const definition::Machine& machine, const Record& record);

}  // namespace pawl::execution
