// A point in time as whole milliseconds since 1970-01-01T00:00:00Z. The core never reads a clock: instants come in with a Tick.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace pawl {

struct Instant {
    std::int64_t milliseconds = 0;

    static constexpr Instant never() { return {std::numeric_limits<std::int64_t>::max()}; }
    constexpr bool is_never() const { return milliseconds == std::numeric_limits<std::int64_t>::max(); }
    friend constexpr auto operator<=>(Instant, Instant) = default;
    /// Saturates at never().
    constexpr Instant plus_milliseconds(std::int64_t ms) const {
        return ms > never().milliseconds - milliseconds ? never() : Instant{milliseconds + ms};
    }
    constexpr Instant plus_seconds(std::int64_t seconds) const {
        return seconds > never().milliseconds / 1000 ? never() : plus_milliseconds(seconds * 1000);
    }
};

/// "2026-09-01T12:00:00.123Z", always three decimals: the context object's form.
std::string to_iso8601(Instant instant);

/// AWS JSON's form: epoch seconds with up to three decimals, trailing zeros dropped but at least one kept ("1790218583.0").
std::string to_epoch_seconds(Instant instant);

/// ISO-8601 extended offset date-time as ASL wants it: upper-case T, seconds optional as in Java's ISO_OFFSET_DATE_TIME, fraction of up to
/// nine digits (cut to milliseconds), 'Z' or a numeric offset. Empty when the text is anything else, an impossible date included.
std::optional<Instant> parse_timestamp(std::string_view text);

/// The same, with nanoseconds kept: (seconds since epoch, nanoseconds). For comparisons in Choice rules.
struct FineInstant {
    std::int64_t seconds = 0;
    std::int32_t nanoseconds = 0;
    friend constexpr auto operator<=>(FineInstant, FineInstant) = default;
};
std::optional<FineInstant> parse_fine_timestamp(std::string_view text);

}  // namespace pawl
