#include "cli/timeline/timeline.hpp"

#include <unordered_map>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/text/json_text.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::cli {
namespace {

/// The one member of an event that holds its details, or null.
const json::value& details_of(const json::value& event) {
    for (const auto& member : event.get_object()) {
        if (member.key().ends_with("EventDetails")) return member.value();
    }
    return member_of(event, "");
}

std::int64_t number_of(const json::value& object, std::string_view member) {
    const json::value& found = member_of(object, member);
    return is_number(found) ? static_cast<std::int64_t>(to_double(found)) : 0;
}

/// Where an event belongs: the visit, and for what starts a lane, the lane.
struct Spot {
    std::optional<std::size_t> visit;
    std::optional<std::size_t> lane;  ///< set by MapIterationStarted: the states that follow are inside `visit`, in this lane
    bool opens_branches = false;      ///< ParallelStateStarted: every state that points here opens a lane
    bool is_exit = false;
};

class Builder {
  public:
    void add(const json::value& event);
    Timeline finish();

  private:
    void entered(const json::value& event, const std::string& kind, const Spot& before, Instant time, std::int64_t id);
    void exited(const json::value& event, const Spot& before, Instant time, std::int64_t id);
    void container(const std::string& what, const std::string& kind, const json::value& event, const Spot& before, Instant time, std::int64_t id);
    void iteration(const std::string& what, const json::value& event, const Spot& before, std::int64_t id);
    void task(const std::string& step, const json::value& event, const Spot& before, Instant time, std::int64_t id);
    void closed(const std::string& how, const json::value& event, const Spot& before, Instant time);

    /// From a visit outwards to the first that fits.
    template <class Fits>
    std::optional<std::size_t> climb(std::optional<std::size_t> from, Fits fits) const {
        while (from && !fits(timeline_.visits[*from])) from = timeline_.visits[*from].parent;
        return from;
    }
    void abort_inside(std::size_t visit, Instant time);

    Timeline timeline_;
    std::unordered_map<std::int64_t, Spot> spots_;
};

Outcome outcome_of(std::string_view word) {
    if (word == "Succeeded") return Outcome::Succeeded;
    if (word == "TimedOut") return Outcome::TimedOut;
    if (word == "Aborted") return Outcome::Aborted;
    return Outcome::Failed;
}

void Builder::add(const json::value& event) {
    if (!event.is_object()) return;
    const std::string type = text_of(event, "type");
    const std::int64_t id = number_of(event, "id");
    const Instant time = instant_of(event, "timestamp");
    const auto found = spots_.find(number_of(event, "previousEventId"));
    const Spot before = found == spots_.end() ? Spot{} : found->second;
    spots_[id] = {before.visit, {}, false, false};  // unless said otherwise below

    const auto is = [&](std::string_view prefix, std::string_view suffix = "") { return type.starts_with(prefix) && type.ends_with(suffix); };
    const auto without = [&](std::size_t prefix, std::size_t suffix = 0) { return type.substr(prefix, type.size() - prefix - suffix); };

    if (type == "ExecutionStarted") {
        timeline_.start = time;
    } else if (is("Execution")) {
        if (type != "ExecutionRedriven") closed(without(9), event, before, time);
    } else if (is("", "StateEntered")) {
        entered(event, without(0, 12), before, time, id);
    } else if (is("", "StateExited")) {
        exited(event, before, time, id);
    } else if (is("MapIteration")) {
        iteration(without(12), event, before, id);
    } else if (is("", "StateAborted")) {
        // carries no name: whoever failed around it closes it
    } else if (is("ParallelState")) {
        container(without(13), "Parallel", event, before, time, id);
    } else if (is("MapState")) {
        container(without(8), "Map", event, before, time, id);
    } else if (is("LambdaFunction")) {
        task(without(14), event, before, time, id);
    } else if (is("Activity")) {
        task(without(8), event, before, time, id);
    } else if (is("Task")) {
        task(without(4), event, before, time, id);
    } else if (type == "EvaluationFailed" && before.visit) {
        timeline_.visits[*before.visit].error = text_of(details_of(event), "error");
        timeline_.visits[*before.visit].cause = text_of(details_of(event), "cause");
    }
}

void Builder::entered(const json::value& event, const std::string& kind, const Spot& before, Instant time, std::int64_t id) {
    Visit visit;
    visit.name = text_of(details_of(event), "name");
    visit.kind = kind;
    visit.entered = time;
    const std::size_t index = timeline_.visits.size();
    if (before.visit && before.opens_branches) {
        visit.parent = before.visit;
        visit.lane = timeline_.visits[*before.visit].branches++;
    } else if (before.visit && before.lane) {
        visit.parent = before.visit;
        visit.lane = *before.lane;
    } else if (before.visit) {
        Visit& predecessor = timeline_.visits[*before.visit];
        visit.parent = predecessor.parent;
        visit.lane = predecessor.lane;
        if (before.is_exit) predecessor.next = visit.name;
    }
    if (visit.parent) {
        visit.round = timeline_.visits[*visit.parent].rounds - (timeline_.visits[*visit.parent].rounds > 0 ? 1 : 0);
        timeline_.visits[*visit.parent].children.push_back(index);
    }
    timeline_.visits.push_back(std::move(visit));
    spots_[id] = {index, {}, false, false};
}

void Builder::exited(const json::value& event, const Spot& before, Instant time, std::int64_t id) {
    const std::string name = text_of(details_of(event), "name");
    const auto found = climb(before.visit, [&](const Visit& visit) { return visit.name == name && visit.left.is_never(); });
    if (!found) return;
    Visit& visit = timeline_.visits[*found];
    visit.left = time;
    if (!visit.attempts.empty() && visit.attempts.back().outcome != Outcome::Succeeded && visit.attempts.back().outcome != Outcome::Running) {
        visit.outcome = visit.attempts.back().outcome;
        visit.error = visit.attempts.back().error;
        visit.cause = visit.attempts.back().cause;
    }
    visit.caught = visit.outcome == Outcome::Failed || visit.outcome == Outcome::TimedOut;
    if (visit.outcome == Outcome::Running) visit.outcome = Outcome::Succeeded;
    spots_[id] = {found, {}, false, true};
}

void Builder::container(const std::string& what, const std::string& kind, const json::value& event, const Spot& before, Instant time,
                        std::int64_t id) {
    const auto found = climb(before.visit, [&](const Visit& visit) { return visit.kind == kind && visit.outcome == Outcome::Running; });
    if (!found) return;
    Visit& visit = timeline_.visits[*found];
    if (what == "Started") {
        if (visit.rounds > 0) abort_inside(*found, time);
        ++visit.rounds;
        visit.branches = 0;
        if (kind == "Map") visit.length = static_cast<std::size_t>(number_of(details_of(event), "length"));
        spots_[id] = {found, {}, kind == "Parallel", false};
        return;
    }
    visit.outcome = outcome_of(what);
    if (visit.outcome == Outcome::Failed) {
        // Its failure is that of the state inside which failed last.
        if (before.visit && *before.visit != *found) {
            Visit& culprit = timeline_.visits[*before.visit];
            if (culprit.outcome == Outcome::Running) culprit.outcome = Outcome::Failed;
            visit.error = culprit.error;
            visit.cause = culprit.cause;
            if (visit.error.empty() && !culprit.attempts.empty()) visit.error = culprit.attempts.back().error;
        }
        abort_inside(*found, time);
    }
    spots_[id] = {found, {}, false, false};
}

void Builder::iteration(const std::string& what, const json::value& event, const Spot& before, std::int64_t id) {
    const json::value& details = details_of(event);
    const std::string name = text_of(details, "name");
    const auto found = climb(before.visit, [&](const Visit& visit) { return visit.kind == "Map" && visit.name == name; });
    if (!found) return;
    if (what == "Started") {
        spots_[id] = {found, static_cast<std::size_t>(number_of(details, "index")), false, false};
    }  // otherwise it stays with the state it points to: the next iteration, or the Map's end, is found from there
}

void Builder::task(const std::string& step, const json::value& event, const Spot& before, Instant time, std::int64_t id) {
    // A retry's Scheduled points to the failure before it, whose visit it is, too.
    if (!before.visit) return;
    Visit& visit = timeline_.visits[*before.visit];
    spots_[id] = {before.visit, {}, false, false};
    if (step == "Scheduled") {
        Attempt attempt;
        attempt.scheduled = time;
        visit.attempts.push_back(std::move(attempt));
        return;
    }
    if (visit.attempts.empty()) return;
    Attempt& attempt = visit.attempts.back();
    if (step == "Started") {
        attempt.started = time;
    } else if (step != "Submitted") {
        attempt.ended = time;
        attempt.outcome = step == "Succeeded" || step == "TimedOut" ? outcome_of(step) : Outcome::Failed;
        attempt.error = text_of(details_of(event), "error");
        attempt.cause = text_of(details_of(event), "cause");
    }
}

void Builder::closed(const std::string& how, const json::value& event, const Spot& before, Instant time) {
    timeline_.stop = time;
    timeline_.outcome = outcome_of(how);
    timeline_.error = text_of(details_of(event), "error");
    timeline_.cause = text_of(details_of(event), "cause");
    if (before.visit && timeline_.outcome == Outcome::Failed) {
        const auto open = climb(before.visit, [](const Visit& visit) { return visit.left.is_never() && !visit.parent; });
        if (open) {
            Visit& visit = timeline_.visits[*open];
            visit.outcome = Outcome::Failed;
            visit.left = time;
            visit.error = timeline_.error;
            visit.cause = timeline_.cause;
        }
    }
    for (Visit& visit : timeline_.visits) {
        if (!visit.left.is_never()) continue;
        visit.left = time;
        if (visit.outcome == Outcome::Running) visit.outcome = timeline_.outcome == Outcome::TimedOut ? Outcome::TimedOut : Outcome::Aborted;
    }
}

/// What is still open inside a Parallel or Map that failed: the state that failed, and its siblings, which are aborted.
void Builder::abort_inside(std::size_t visit, Instant time) {
    for (const std::size_t child_index : timeline_.visits[visit].children) {
        Visit& child = timeline_.visits[child_index];
        if (!child.left.is_never()) continue;
        child.left = time;
        if (!child.attempts.empty() && child.attempts.back().outcome != Outcome::Running) {
            child.outcome = child.attempts.back().outcome;
            child.error = child.attempts.back().error;
            child.cause = child.attempts.back().cause;
        } else if (child.kind == "Fail") {
            child.outcome = Outcome::Failed;
        } else if (child.outcome == Outcome::Running) {
            child.outcome = Outcome::Aborted;
        }
        abort_inside(child_index, time);
    }
}

Timeline Builder::finish() {
    for (Visit& visit : timeline_.visits) {
        for (Attempt& attempt : visit.attempts) {
            if (attempt.outcome != Outcome::Running || visit.left.is_never()) continue;
            attempt.outcome = visit.outcome == Outcome::Succeeded ? Outcome::Aborted : visit.outcome;
            attempt.ended = visit.left;
        }
    }
    return std::move(timeline_);
}

}  // namespace

Timeline timeline_of(const json::array& events) {
    Builder builder;
    for (const json::value& event : events) builder.add(event);
    return builder.finish();
}

}  // namespace pawl::cli
