#include "cli/timeline/bar.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace pawl::cli {
namespace {

constexpr std::string_view nothing = " ", working = "█", failing = "▒", waiting = "░", around = "─", going_on = "▶", moment = "▏";

class Bar {
  public:
    Bar(const Axis& axis, Instant now) : axis_(axis), now_(now), cells_(axis.columns, nothing) {}

    void paint(Instant from, Instant to, std::string_view what) {
        if (to.is_never()) to = now_;
        const std::size_t first = column_of(from), last = column_of(to);
        for (std::size_t i = first; i < last; ++i) cells_[i] = what;
        if (first == last && cells_[std::min(first, cells_.size() - 1)] == nothing) cells_[std::min(first, cells_.size() - 1)] = moment;
    }
    void end_with(Instant at, std::string_view what) { cells_[std::min(std::max<std::size_t>(column_of(at), 1) - 1, cells_.size() - 1)] = what; }

    std::string text() const {
        std::string joined;
        for (const std::string_view cell : cells_) joined += cell;
        return joined;
    }

  private:
    std::size_t column_of(Instant instant) const {
        const double span = static_cast<double>(std::max<std::int64_t>(1, axis_.end.milliseconds - axis_.start.milliseconds));
        const double share = static_cast<double>(instant.milliseconds - axis_.start.milliseconds) / span;
        return static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(axis_.columns) + 0.5);
    }

    const Axis& axis_;
    Instant now_;
    std::vector<std::string_view> cells_;
};

}  // namespace

std::string bar_of(const Visit& visit, const Axis& axis, Instant now) {
    if (axis.columns == 0) return {};
    Bar bar(axis, now);
    if (visit.kind == "Parallel" || visit.kind == "Map") {
        bar.paint(visit.entered, visit.left, around);
    } else if (visit.attempts.empty()) {
        bar.paint(visit.entered, visit.left, visit.kind == "Wait" ? waiting : working);
    } else {
        bar.paint(visit.entered, visit.left, waiting);
        for (const Attempt& attempt : visit.attempts) {
            if (attempt.started.is_never()) continue;
            const bool went_wrong = attempt.outcome == Outcome::Failed || attempt.outcome == Outcome::TimedOut;
            bar.paint(attempt.started, attempt.ended, went_wrong ? failing : working);
        }
    }
    if (visit.outcome == Outcome::Running) bar.end_with(now, going_on);
    return bar.text();
}

}  // namespace pawl::cli
