// The bar of one visit on the execution's time axis: a character a slice of time.
#pragma once

#include <cstddef>
#include <string>

#include "cli/timeline/timeline.hpp"

namespace pawl::cli {

/// The stretch of time that `columns` characters stand for.
struct Axis {
    Instant start, end;
    std::size_t columns = 40;
};

/// Exactly `axis.columns` wide. █ at work, ▒ an attempt that failed, ░ waiting (for a worker, a retry, a moment), ─ around others, ▶ still going,
/// ▏ shorter than a slice.
std::string bar_of(const Visit& visit, const Axis& axis, Instant now);

}  // namespace pawl::cli
