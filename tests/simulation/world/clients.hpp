// The clients: they start, stop, look, wait and redeploy as the scenario says, try again when the engine died on them, and hold what they are told
// against the oracles.
#pragma once

#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "engine/runtime/engine.hpp"
#include "tests/simulation/oracles/answered_starts.hpp"
#include "tests/simulation/oracles/journal_watch.hpp"
#include "tests/simulation/scenario/scenario.hpp"
#include "tests/simulation/world/faulty_store.hpp"
#include "tests/simulation/world/virtual_time.hpp"

namespace pawl::simulation {

class Clients {
  public:
    /// All of it outlives the clients.
    struct World {
        VirtualTime& time;
        engine::Clock& clock;
        FaultyStore& store;
        JournalWatch& watch;
        AnsweredStarts& starts;
        Complaints& complaints;
        Coverage& coverage;
    };
    Clients(const Scenario& scenario, World world)
        : scenario_(scenario),
          time_(world.time),
          clock_(world.clock),
          store_(world.store),
          watch_(world.watch),
          starts_(world.starts),
          complaints_(world.complaints),
          coverage_(world.coverage) {}

    /// The engine is up, or dead (null): then what was asked is never answered.
    void engine(engine::Engine* engine);
    void create_machines();
    void act(const Action& action);

    std::uint64_t requests() const { return requests_; }
    /// Asked of the engine that runs, and not answered.
    int open_requests() const { return open_requests_; }

    /// Called after each answer; may end the engine by a SimulatedCrash.
    std::function<void()> after_answer;
    std::function<void(std::string)> log = [](const std::string&) {};

  private:
    template <class Reply>
    engine::Answer<Reply> client(const char* what, std::function<void(Result<Reply, engine::ApiError>)> then, std::function<void()> lost = nullptr);
    void on_death(std::shared_ptr<bool> pending, std::function<void()> again);
    void create_machine(std::size_t number);
    void when_up(std::function<void()> thing);
    void refused(const char* what, const engine::ApiError& error, std::initializer_list<engine::Refusal> expected);
    void start(const Action& action, const char* what);
    void stop(const Action& action, const char* what);
    void not_there(const Action& action, const char* what, const engine::ApiError& error);
    void show(const engine::ExecutionView& view);
    void describe(const Action& action, const char* what);
    void wait(const Action& action, const char* what);
    void history(const Action& action, const char* what);
    std::optional<engine::MachineRow> machine_row(std::size_t number);
    void update(const Action& action, const char* what);
    void tags(const Action& action, const char* what);
    void remove(const Action& action, const char* what);

    const Scenario& scenario_;
    VirtualTime& time_;
    engine::Clock& clock_;
    FaultyStore& store_;
    JournalWatch& watch_;
    AnsweredStarts& starts_;
    Complaints& complaints_;
    Coverage& coverage_;
    engine::Engine* engine_ = nullptr;
    std::set<std::size_t> deleted_;
    std::uint64_t life_ = 0, requests_ = 0;
    int open_requests_ = 0;
};

}  // namespace pawl::simulation
