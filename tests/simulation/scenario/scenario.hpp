// What happens in one run: machines, what the clients do when, what breaks when. Plain data made from a seed, so that a failing run can be shrunk by
// leaving things out.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "engine/runtime/settings.hpp"
#include "statemachine/vocabulary/instant.hpp"

namespace pawl::simulation {

struct Action {
    enum class Kind {
        Start,
        StartUnnamed,
        StartAgain,       ///< the same name and input as an earlier start
        StartOtherInput,  ///< the same name, another input
        StartBadInput,
        Stop,
        Describe,
        Wait,
        History,
        Update,  ///< of a machine: a new definition
        Delete,  ///< of a machine
        Tags,
        PutFunction,
        RemoveFunction
    };
    std::int64_t at_ms = 0;
    Kind kind = Kind::Start;
    std::size_t machine = 0;
    std::string name;   ///< of the execution
    std::string input;  ///< Start: input; Update: the new definition
};

struct Fault {
    enum class Kind {
        Crash,
        CrashBeforeCommit,
        CrashAfterCommit,
        CrashWhileActing,
        CrashWhileAnswering,
        FailLost,
        FailKept,
        Busy,
        BusyReads,
        ClockBack,
        ClockForward
    };
    std::int64_t at_ms = 0;
    Kind kind = Kind::Crash;
    std::int64_t amount = 0;  ///< Busy: commits; BusyReads: reads; clock: milliseconds
};

struct Scenario {
    std::uint64_t seed = 0;
    engine::Settings settings;
    std::vector<ShardId> shards;  ///< of the store
    int slots = 1'000;
    std::vector<boost::json::object> machines;
    std::vector<Action> actions;
    std::vector<Fault> faults;
    std::int64_t faults_stop_ms = 0;  ///< from here on all is well
};

/// Every run starts at this instant of its own time.
inline constexpr Instant epoch{1'800'000'000'000};

Scenario make_scenario(std::uint64_t seed);

}  // namespace pawl::simulation
