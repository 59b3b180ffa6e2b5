// An execution's history as people think of it: which states ran when, inside which, in how many attempts, and how each ended.
//
// A plain value, built from the API's history events alone; so it works for any server that answers GetExecutionHistory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "statemachine/vocabulary/instant.hpp"

namespace pawl::cli {

namespace json = boost::json;

enum class Outcome { Running, Succeeded, Failed, TimedOut, Aborted };

/// One try of a Task: waiting for a worker, then working.
struct Attempt {
    Instant scheduled;
    Instant started = Instant::never();
    Instant ended = Instant::never();
    Outcome outcome = Outcome::Running;
    std::string error, cause;
};

/// One visit of a state, from its StateEntered to its StateExited.
struct Visit {
    std::string name;
    std::string kind;  ///< "Task", "Choice", …
    Instant entered;
    Instant left = Instant::never();
    Outcome outcome = Outcome::Running;
    std::string error, cause;           ///< of a visit that failed, or whose failure was caught
    bool caught = false;                ///< it failed, and a Catch went on
    std::string next;                   ///< the state that came after it; may be empty
    std::vector<Attempt> attempts;      ///< Tasks
    std::optional<std::size_t> parent;  ///< the Parallel or Map it is in
    std::size_t lane = 0;               ///< which branch or iteration of the parent
    std::size_t round = 0;              ///< which try of the parent, 0 = the first
    std::vector<std::size_t> children;  ///< in the order they were entered
    std::size_t rounds = 0;             ///< Parallel, Map: how often it was started
    std::optional<std::size_t> length;  ///< Map: number of items
    std::size_t branches = 0;           ///< lanes of the current round
};

struct Timeline {
    Instant start, stop = Instant::never();  ///< stop: never() while it runs
    Outcome outcome = Outcome::Running;
    std::string error, cause;
    std::vector<Visit> visits;  ///< in the order they were entered; parents before children
};

/// `events`: an array of HistoryEvents in ascending order, complete.
Timeline timeline_of(const json::array& events);

}  // namespace pawl::cli
