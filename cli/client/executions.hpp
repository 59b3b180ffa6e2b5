// Reading executions from a server: the whole history, what is new in it, and waiting for the end.
#pragma once

#include <cstdint>
#include <string>

#include <boost/json/fwd.hpp>

#include "cli/client/client.hpp"

namespace pawl::cli {

/// All events, ascending.
ClientResult<json::array> read_history(Client& client, const std::string& execution_arn);

/// The events with an id above `seen`, ascending; cheap when few are new.
ClientResult<json::array> read_history_after(Client& client, const std::string& execution_arn, std::int64_t seen);

/// DescribeExecution's answer.
ClientResult<Payload> describe_execution(Client& client, const std::string& execution_arn);

/// Returns once the execution is closed, or as it is after `patience_milliseconds`. One request is held by the server, nothing is polled.
ClientResult<Payload> wait_for_close(Client& client, const std::string& execution_arn, std::int64_t patience_milliseconds);

bool is_running(const Payload& description);

/// What a command that waited for this execution exits with.
ExitCode exit_code_of(const Payload& description);

}  // namespace pawl::cli
