// Times and durations as people read and write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "statemachine/vocabulary/instant.hpp"

namespace pawl::cli {

/// "0 ms", "210 ms", "1.28 s", "2 min 05 s", "3 h 04 min", "2 d 03 h"
std::string duration_text(std::int64_t milliseconds);

/// "30s", "500ms", "2m", "1h", "90" (seconds). Empty when it is something else.
std::optional<std::int64_t> parse_duration(std::string_view text);

/// "2026-11-22 20:10:03", in this machine's time zone.
std::string local_time(Instant instant);

}  // namespace pawl::cli
