// Draws a Timeline for a terminal: one line a state with its start, its duration and a bar on a common time axis; retries and failures in words.
#pragma once

#include <cstddef>
#include <iosfwd>

#include "cli/timeline/timeline.hpp"

namespace pawl::cli {

struct RenderOptions {
    Instant now;                ///< where the bars of what still runs end
    std::size_t columns = 100;  ///< of the terminal
    bool colour = false;
    bool all = false;  ///< every iteration of a Map, however many
};

void render(std::ostream& out, const Timeline& timeline, const RenderOptions& options);

}  // namespace pawl::cli
