// Timestamps without a picture: the ISO 8601 forms $toMillis reads, the third argument of $fromMillis, and milliseconds as instants.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "statemachine/query/jsonata/library/library_error.hpp"
#include "statemachine/vocabulary/instant.hpp"

namespace pawl::query::jsonata::library {

/// $toMillis without a picture: "2018", "2018-02", "2018-02-01", "2018-02-01T09:42:13", ".123", "Z", "+0000", "+00:00". Without an offset it
/// is UTC. D3110 otherwise, an impossible date included.
Outcome<Instant> parse_timestamp_text(std::string_view text);

/// The first argument of $fromMillis, cut to whole milliseconds. D1001 beyond what a JavaScript date can hold (8.64e15).
Outcome<Instant> instant_of_milliseconds(double milliseconds);

/// $fromMillis without a picture: "2018-10-21T08:05:00.000-05:00", "Z" at an offset of zero.
std::string timestamp_text(Instant instant, int offset_minutes = 0);

/// "+0530", "-05:00", "0000", "Z" in minutes. Anything else is T0410, with the message of an argument that does not fit.
Outcome<int> parse_offset_minutes(std::string_view text);

}  // namespace pawl::query::jsonata::library
