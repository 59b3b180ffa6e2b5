// Records and executions member by member as JSON: `{"state":2,"state_name":"Pause","input":{"bytes":12,"row":3}}`. Of payloads and causes, which may
// hold secrets, the size alone is told unless their text is asked for. Members that have their usual value are left out.
#pragma once

#include <cstddef>
#include <string>

#include <boost/json/fwd.hpp>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/execution.hpp"

namespace pawl::cli {

namespace json = boost::json;

struct Shown {
    const definition::Machine* machine = nullptr;  ///< names the states; null = numbers alone
    std::size_t payload_bytes = 0;                 ///< how much of each payload's text; the rest is cut off
};

/// {"type","number","version", its members}
json::object record_json(const execution::Record& record, execution::RecordNumber number, const Shown& shown);
json::object execution_json(const execution::Execution& execution, const Shown& shown);

}  // namespace pawl::cli
