#include "tests/simulation/scenario/scenario.hpp"

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>

#include "tests/simulation/random.hpp"
#include "tests/simulation/scenario/machine_generator.hpp"

namespace pawl::simulation {
namespace {

constexpr std::size_t client_commands = 210;
constexpr std::int64_t busy_time_ms = 90'000;

engine::Settings make_settings(Random random) {
    engine::Settings settings;
    settings.decisions_per_turn = random.pick(std::array<std::size_t, 4>{1, 5, 50, 200});
    settings.evict_milliseconds = random.pick(std::array<std::int64_t, 3>{500, 5'000, 60'000});
    settings.deletion_milliseconds = random.between(100, 6'000);
    settings.mark_rows = random.pick(std::array<std::int64_t, 4>{5, 50, 500, 20'000});
    settings.limits.records_per_decision = random.pick(std::array<std::size_t, 4>{1, 7, 40, 500});
    settings.limits.steps_per_decision = random.pick(std::array<std::uint64_t, 4>{1, 20, 300, 8'000'000});
    settings.limits.history_events = random.pick(std::array<EventId, 3>{60, 200, 25'000});
    settings.limits.payload_bytes = random.pick(std::array<std::size_t, 3>{2'000, 20'000, 262'144});
    return settings;
}

Action make_action(Random random, const std::vector<Action>& before, std::size_t number, std::size_t machines) {
    Action action;
    action.at_ms = random.between(0, busy_time_ms);
    action.machine = random.below(machines);
    const auto dice = random.below(100);
    const auto earlier = [&]() -> const Action* {
        // One that was started before, by name.
        for (int tries = 0; tries < 20 && !before.empty(); ++tries) {
            const auto& candidate = before[random.below(before.size())];
            if (candidate.kind == Action::Kind::Start) return &candidate;
        }
        return nullptr;
    };
    const auto on_earlier = [&](Action::Kind kind) {
        const auto* start = earlier();
        if (start == nullptr) return false;
        action.kind = kind;
        action.machine = start->machine;
        action.name = start->name;
        action.input = start->input;
        action.at_ms = start->at_ms + random.between(0, kind == Action::Kind::StartAgain ? 8'000 : 30'000);
        return true;
    };
    if (dice < 10 && on_earlier(Action::Kind::StartAgain)) return action;
    if (dice < 14 && on_earlier(Action::Kind::StartOtherInput)) {
        action.input = R"({"other":true})";
        return action;
    }
    if (dice < 22 && on_earlier(Action::Kind::Stop)) return action;
    if (dice < 42 && on_earlier(Action::Kind::Describe)) return action;
    if (dice < 54 && on_earlier(Action::Kind::Wait)) return action;
    if (dice < 60 && on_earlier(Action::Kind::History)) return action;
    if (dice < 62) {
        action.kind = Action::Kind::Update;
        action.input = boost::json::serialize(generate_machine(random.fork("update"), {}, epoch));
        return action;
    }
    if (dice < 63) {
        action.kind = Action::Kind::Tags;
        return action;
    }
    if (dice < 64) {
        action.kind = random.chance(50) ? Action::Kind::PutFunction : Action::Kind::RemoveFunction;
        action.name = "f" + std::to_string(random.below(function_count));
        return action;
    }
    if (dice < 65) {
        action.kind = Action::Kind::StartBadInput;
        action.input = "{not json";
        return action;
    }
    action.kind = dice < 68 ? Action::Kind::StartUnnamed : Action::Kind::Start;
    if (action.kind == Action::Kind::Start) action.name = "e" + std::to_string(number);
    action.input = generate_input(random.fork("input"), epoch);
    return action;
}

}  // namespace

Scenario make_scenario(std::uint64_t seed) {
    const Random base(seed * 0x2545f4914f6cdd1dULL + 7);
    auto random = base.fork("scenario");
    Scenario scenario;
    scenario.seed = seed;
    scenario.settings = make_settings(base.fork("settings"));
    // Four shards mostly; one now and then, as SQLite has.
    using Shards = std::vector<ShardId>;
    scenario.shards = base.fork("shard").pick(
        std::array{Shards{0, 1, 2, 3}, Shards{0, 1, 2, 3}, Shards{7, 300, 301, highest_shard}, Shards{0}, Shards{highest_shard}});
    scenario.slots = random.pick(std::array{1, 2, 5, 1'000});
    scenario.faults_stop_ms = busy_time_ms + 30'000;

    const auto machines = static_cast<std::size_t>(random.between(3, 5));
    for (std::size_t i = 0; i < machines; ++i) {
        GeneratorLimits limits;
        limits.endless = scenario.settings.limits.history_events < 1'000 && i == 0 && random.chance(20);
        scenario.machines.push_back(generate_machine(base.fork("machine", i), limits, epoch));
    }
    for (std::size_t i = 0; i < client_commands; ++i) {
        scenario.actions.push_back(make_action(base.fork("action", i), scenario.actions, i, machines));
    }
    if (random.chance(40)) {
        Action removal;
        removal.at_ms = random.between(20'000, busy_time_ms);
        removal.kind = Action::Kind::Delete;
        removal.machine = machines - 1;
        scenario.actions.push_back(removal);
    }
    std::stable_sort(scenario.actions.begin(), scenario.actions.end(), [](const Action& a, const Action& b) { return a.at_ms < b.at_ms; });

    using Kind = Fault::Kind;
    static constexpr std::array crashes{
        Kind::Crash,    Kind::CrashBeforeCommit, Kind::CrashAfterCommit, Kind::CrashWhileActing, Kind::CrashWhileAnswering,
        Kind::FailLost, Kind::FailKept};
    for (auto n = random.between(4, 8); n > 0; --n) scenario.faults.push_back({random.between(500, busy_time_ms), random.pick(crashes), 0});
    for (auto n = random.between(0, 3); n > 0; --n) scenario.faults.push_back({random.between(0, busy_time_ms), Kind::Busy, random.between(1, 5)});
    if (random.chance(30)) scenario.faults.push_back({random.between(0, busy_time_ms), Kind::ClockBack, random.between(1, 20'000)});
    if (random.chance(30)) scenario.faults.push_back({random.between(0, busy_time_ms), Kind::ClockForward, random.between(1, 20'000)});
    for (auto n = random.between(0, 4); n > 0; --n) {
        scenario.faults.push_back({random.between(0, busy_time_ms), Kind::BusyReads, random.between(1, 8)});
    }
    return scenario;
}

}  // namespace pawl::simulation
