// AWS's execution history as a view of the records.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/record.hpp"

namespace pawl::execution {

/// How details show a payload: as AWS does, which makes a text of its JSON text, or as the JSON that it is.
enum class PayloadForm : std::uint8_t { Text, Json };

struct HistoryOptions {
    bool include_execution_data = true;
    PayloadForm payloads = PayloadForm::Text;
    std::string region = "us-east-1";  ///< TaskScheduled shows it
};

/// Appends the HistoryEvent JSON object of a record ({"id":…,"type":…,…EventDetails}) to `out`. The record must carry an event id.
void write_history_event(const definition::Machine& machine, const Record& record, const HistoryOptions& options, std::string& out);

/// Appends `,"member":{…}` with what AWS's …EventDetails hold, for events that have details.
void write_event_details(const definition::Machine& machine, const Record& record, const HistoryOptions& options, std::string_view member,
                         std::string& out);

/// "PassStateEntered", "LambdaFunctionScheduled", …; empty for records that are not shown.
std::string_view event_type(const definition::Machine& machine, const Record& record);

}  // namespace pawl::execution
