// Which execution of a database somebody means: by ARN, MACHINE:EXECUTION, name or key.
#pragma once

#include <string>

#include "cli/client/client.hpp"
#include "engine/store/sqlite/inspection.hpp"

namespace pawl::cli {

struct FoundExecution {
    engine::ExecutionRow row;
    std::string machine;  ///< its state machine's name; empty when that is gone
};

/// NotFound, or Usage when several are meant; the message names these.
ClientResult<FoundExecution> find_execution(engine::Inspection& database, const std::string& given);

}  // namespace pawl::cli
