#include "cli/timeline/render.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <string_view>
#include <vector>

#include "cli/text/duration.hpp"
#include "cli/text/width.hpp"
#include "cli/timeline/bar.hpp"

namespace pawl::cli {
namespace {

constexpr std::size_t shown_lanes = 6;  ///< of a Map, before the rest is summed up
constexpr std::size_t cause_columns = 60;

struct Line {
    std::string name;
    const Visit* visit = nullptr;  ///< null: a line of words alone
    std::string note;
};

std::string_view mark_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::Running:
            return "…";
        case Outcome::Succeeded:
            return "✓";
        case Outcome::Failed:
            return "✗";
        case Outcome::TimedOut:
            return "⏱";
        case Outcome::Aborted:
            return "–";
    }
    return "?";
}

/// "2 failed attempts: Payment.Busy ×2"
std::string failed_attempts(const Visit& visit) {
    std::vector<std::pair<std::string, int>> errors;
    int count = 0;
    for (const Attempt& attempt : visit.attempts) {
        if (attempt.outcome != Outcome::Failed && attempt.outcome != Outcome::TimedOut) continue;
        ++count;
        const std::string error = attempt.error.empty() ? std::string("(no error name)") : attempt.error;
        const auto known = std::find_if(errors.begin(), errors.end(), [&](const auto& entry) { return entry.first == error; });
        if (known == errors.end()) {
            errors.emplace_back(error, 1);
        } else {
            ++known->second;
        }
    }
    if (count == 0) return {};
    std::string text = std::to_string(count) + (count == 1 ? " failed attempt: " : " failed attempts: ");
    for (std::size_t i = 0; i < errors.size(); ++i) {
        text += (i == 0 ? "" : ", ") + errors[i].first + (errors[i].second > 1 ? " ×" + std::to_string(errors[i].second) : "");
    }
    return text;
}

void append(std::string& note, const std::string& part) {
    if (!part.empty()) note += (note.empty() ? "" : "; ") + part;
}

std::string note_of(const Visit& visit) {
    std::string note;
    append(note, failed_attempts(visit));
    if (visit.outcome == Outcome::Failed || visit.outcome == Outcome::TimedOut) {
        if (visit.attempts.empty()) append(note, visit.error);
        if (visit.caught) {
            append(note, "caught" + (visit.next.empty() ? "" : " → " + visit.next));
        } else if (!visit.cause.empty()) {
            append(note, shorten(visit.cause, cause_columns));
        }
    } else if (visit.outcome == Outcome::Aborted) {
        append(note, "aborted");
    } else if (visit.outcome == Outcome::Running && !visit.attempts.empty()) {
        const Attempt& attempt = visit.attempts.back();
        append(note, attempt.outcome != Outcome::Running ? "waits to be retried"
                     : attempt.started.is_never()        ? "waits for a free worker"
                                                         : "at work, attempt " + std::to_string(visit.attempts.size()));
    } else if (visit.outcome == Outcome::Running && visit.kind == "Wait") {
        append(note, "waits");
    }
    if (visit.kind == "Choice" && !visit.next.empty()) append(note, "→ " + visit.next);
    if (visit.length) append(note, std::to_string(*visit.length) + (*visit.length == 1 ? " item" : " items"));
    if (visit.rounds > 1) append(note, std::to_string(visit.rounds) + " rounds");
    return note;
}

class Outline {
  public:
    Outline(const Timeline& timeline, bool all) : timeline_(timeline), all_(all) {}

    std::vector<Line> lines() {
        for (const Visit& visit : timeline_.visits) {
            if (!visit.parent) add(visit, "");
        }
        return std::move(lines_);
    }

  private:
    void add(const Visit& visit, const std::string& indent) {
        lines_.push_back({indent + visit.name, &visit, note_of(visit)});
        // Lanes in order, of each round; what ran in a lane stays together.
        std::map<std::pair<std::size_t, std::size_t>, std::vector<const Visit*>> lanes;
        for (const std::size_t child : visit.children) {
            const Visit& inner = timeline_.visits[child];
            lanes[{inner.round, inner.lane}].push_back(&inner);
        }
        std::size_t shown = 0, hidden_ok = 0, hidden = 0;
        for (const auto& [lane, members] : lanes) {
            const bool fine = std::all_of(members.begin(), members.end(), [](const Visit* v) { return v->outcome == Outcome::Succeeded; });
            if (!all_ && lanes.size() > shown_lanes + 1 && shown >= shown_lanes) {
                ++hidden;
                hidden_ok += fine ? 1U : 0U;
                continue;
            }
            ++shown;
            for (std::size_t i = 0; i < members.size(); ++i) {
                const std::string label = i > 0 ? "   " : visit.kind == "Map" ? "#" + std::to_string(lane.second) + " " : "├─ ";
                add(*members[i], indent + (visit.kind == "Map" ? pad(label, 4) : label));
            }
        }
        if (hidden > 0) {
            lines_.push_back(
                {indent + "… " + std::to_string(hidden) + " more", nullptr, std::to_string(hidden_ok) + " of them succeeded; --all shows them"});
        }
    }

    const Timeline& timeline_;
    bool all_;
    std::vector<Line> lines_;
};

std::string_view colour_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::Succeeded:
            return "\x1b[32m";
        case Outcome::Failed:
        case Outcome::TimedOut:
            return "\x1b[31m";
        case Outcome::Running:
            return "\x1b[36m";
        case Outcome::Aborted:
            return "\x1b[90m";
    }
    return "";
}

}  // namespace

void render(std::ostream& out, const Timeline& timeline, const RenderOptions& options) {
    const std::vector<Line> lines = Outline(timeline, options.all).lines();
    std::size_t names = display_width("state"), notes = 0;
    for (const Line& line : lines) {
        names = std::max(names, display_width(line.name));
        notes = std::max(notes, display_width(line.note));
    }
    constexpr std::size_t kind_columns = 8, time_columns = 10, fixed = 2 + 2 + kind_columns + 2 * (time_columns + 1) + 2 + 2;
    const std::size_t room = options.columns > fixed + names ? options.columns - fixed - names : 0;
    Axis axis{timeline.start, timeline.stop.is_never() ? options.now : timeline.stop, 0};
    axis.columns = std::clamp<std::size_t>(room > notes ? room - notes : 0, 20, 60);

    out << "    " << pad("state", names) << "  " << pad("", kind_columns) << pad_left("after", time_columns) << ' ' << pad_left("took", time_columns)
        << "  │" << pad("0", axis.columns - std::min<std::size_t>(axis.columns, 10))
        << pad_left(duration_text(axis.end.milliseconds - axis.start.milliseconds), 10) << "│\n";
    for (const Line& line : lines) {
        if (line.visit == nullptr) {
            out << "    " << pad(line.name, names) << "  " << line.note << '\n';
            continue;
        }
        const Visit& visit = *line.visit;
        const Instant end = visit.left.is_never() ? options.now : visit.left;
        const std::string_view paint = options.colour ? colour_of(visit.outcome) : "", unpaint = options.colour ? "\x1b[0m" : "";
        out << "  " << paint << mark_of(visit.outcome) << unpaint << ' ' << pad(line.name, names) << "  " << pad(visit.kind, kind_columns)
            << pad_left(duration_text(visit.entered.milliseconds - timeline.start.milliseconds), time_columns) << ' '
            << pad_left(duration_text(end.milliseconds - visit.entered.milliseconds), time_columns) << "  │" << paint
            << bar_of(visit, axis, options.now) << unpaint << "│" << (line.note.empty() ? "" : "  ") << line.note << '\n';
    }
    const bool legend = std::any_of(timeline.visits.begin(), timeline.visits.end(), [](const Visit& visit) { return visit.attempts.size() > 1; });
    if (legend) out << "    █ at work   ▒ failed attempt   ░ waiting\n";
}

}  // namespace pawl::cli
