// What a handler may know about the call it serves.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "statemachine/vocabulary/instant.hpp"

namespace pawl::workers {

struct Context {
    std::string function;                 ///< the name it was called by
    std::string execution_arn;            ///< empty when the caller is not pawl
    std::string idempotency_key;          ///< the same whenever this attempt is called again; another one for each attempt
    std::uint32_t attempt = 1;            ///< 2 = the first retry
    Instant deadline = Instant::never();  ///< nobody waits for the answer after it
    std::string trace_parent;             ///< W3C trace context
    std::string input_text;               ///< the input as it was sent

    /// Until the deadline; 0 when it has passed.
    std::chrono::milliseconds time_left() const;
};

}  // namespace pawl::workers
