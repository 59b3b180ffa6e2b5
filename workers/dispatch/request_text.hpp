// Writes an invocation as one HTTP/1.1 request. The headers are documented in docs/reference/worker-protocol.md.
#pragma once

#include <string>

#include "engine/ports/dispatcher.hpp"
#include "workers/dispatch/function_registry.hpp"

namespace pawl::workers {

/// `deadline`: when nobody waits for the answer any more; never() leaves the header out.
std::string request_text(const engine::DispatchRequest& request, const Route& route, Instant deadline);

/// W3C trace context: all calls of an execution share a trace, each attempt is a span of it. The same after a restart.
std::string trace_parent(std::string_view execution_arn, std::string_view idempotency_key);

}  // namespace pawl::workers
