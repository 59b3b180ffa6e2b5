#include "tests/simulation/world/simulation.hpp"

#include <algorithm>
#include <memory>

#include "engine/runtime/engine.hpp"
#include "tests/simulation/oracles/answered_starts.hpp"
#include "tests/simulation/oracles/journal_watch.hpp"
#include "tests/simulation/random.hpp"
#include "tests/simulation/world/clients.hpp"
#include "tests/simulation/world/faulty_store.hpp"
#include "tests/simulation/world/simulated_crash.hpp"
#include "tests/simulation/world/virtual_time.hpp"
#include "tests/simulation/world/worker_pool.hpp"

namespace pawl::simulation {
namespace {

/// A broken invariant, brought here from the check handler.
struct BrokenInvariant {
    std::string sentence;
};
void throw_on_check(const char* sentence, const char* file, int line) {
    throw BrokenInvariant{std::string(sentence) + " (" + file + ":" + std::to_string(line) + ")"};
}

class SkewedClock final : public engine::Clock {
  public:
    explicit SkewedClock(const VirtualTime& time) : time_(time) {}
    Instant now() override { return time_.now().plus_milliseconds(skew_ms); }
    /// When the world's time is such that now() gives `clock`.
    Instant world_time(Instant clock) const { return clock.is_never() ? clock : Instant{clock.milliseconds - skew_ms}; }
    std::int64_t skew_ms = 0;

  private:
    const VirtualTime& time_;
};

class SeededEntropy final : public engine::Entropy {
  public:
    explicit SeededEntropy(Random random) : random_(random) {}
    std::uint64_t next() override { return random_.next(); }

  private:
    Random random_;
};

class Simulation {
  public:
    Simulation(const Scenario& scenario, const RunOptions& options)
        : scenario_(scenario),
          options_(options),
          random_(Random(scenario.seed).fork("run")),
          watch_(complaints_, fencing_, result_.coverage),
          starts_(complaints_),
          clock_(time_),
          entropy_(random_.fork("entropy")),
          store_(scenario.shards),
          workers_(random_.fork("workers"), time_, fencing_, result_.coverage),
          clients_(scenario, {time_, clock_, store_, watch_, starts_, complaints_, result_.coverage}) {
        clients_.log = [this](std::string line) { log(std::move(line)); };
        clients_.after_answer = [this] {
            if (!armed_answer_crash_) return;
            armed_answer_crash_ = false;
            fault("crash while answering");
            throw SimulatedCrash{"while answering"};
        };
        workers_.limit(scenario.slots);
        if (options.log) workers_.on_event = [this](std::string line) { log(std::move(line)); };
        store_.on_committed = [this](const engine::Batch& batch) { watch_.committed(batch); };
        store_.on_fault = [this](const char* name) { fault(name); };
    }

    RunResult run() {
        set_check_handler(throw_on_check);
        try {
            play();
        } catch (const BrokenInvariant& broken) {
            complaints_.add("check", broken.sentence);
            alive_ = false;
        }
        set_check_handler(nullptr);
        result_.complaints = complaints_.all();
        result_.requests = clients_.requests();
        return std::move(result_);
    }

  private:
    // ------------------------------------------------------------------------------------------------ the course of a run
    void play() {
        boot();
        clients_.create_machines();
        for (const auto& action : scenario_.actions)
            time_.at(epoch.plus_milliseconds(1'000 + action.at_ms), [this, &action] { clients_.act(action); });
        for (const auto& each : scenario_.faults) time_.at(epoch.plus_milliseconds(1'000 + each.at_ms), [this, &each] { arm(each); });
        const auto calm = epoch.plus_milliseconds(1'000 + scenario_.faults_stop_ms);
        time_.at(calm, [this] {
            calm_ = true;
            workers_.behave();
            armed_answer_crash_ = false;
            if (alive_) store_.reopen();
        });
        // Armed faults may find nothing to break; three crashes there are in any run.
        for (const auto before : {25'000, 15'000, 6'000}) {
            time_.at(calm.plus_milliseconds(-before), [this] {
                if (result_.crashes < 3) arm({0, Fault::Kind::Crash, 0});
            });
        }
        // Long enough for the longest wait, retry and timeout a machine may have by then; a queue that is empty earlier is the usual end.
        const auto last = calm.plus_milliseconds(3'600'000);
        for (std::uint64_t steps = 0; !time_.empty() && complaints_.none(); ++steps) {
            if (time_.next() > last || (time_.next() > calm && at_rest())) break;
            if (steps > 1'000'000) {
                complaints_.add("liveness", "the run does not come to rest");
                break;
            }
            step();
        }
        if (!complaints_.none()) return;
        finish();
    }

    void step() {
        try {
            time_.step();
        } catch (const SimulatedCrash& crash) {
            die(crash.where);
        }
    }

    bool at_rest() const {
        return alive_ && !turn_planned_ && clients_.open_requests() == 0 && workers_.open_calls() == 0 &&
               std::all_of(watch_.executions().begin(), watch_.executions().end(), [](const auto& each) { return each.second.fold.is_closed(); });
    }

    void finish() {
        watch_.end();
        store_.busy_for_readers(0);
        watch_.read_again(store_);
        starts_.check(store_, watch_);
        if (!alive_) complaints_.add("liveness", "the engine is not up at the end");
        if (clients_.open_requests() > 0) complaints_.add("liveness", std::to_string(clients_.open_requests()) + " requests were never answered");
        if (workers_.open_calls() > 0)
            complaints_.add("outstanding", std::to_string(workers_.open_calls()) + " calls still run though everything is closed");
        if (workers_.slots_in_use() > 0)
            complaints_.add("outstanding", std::to_string(workers_.slots_in_use()) + " dispatch slots were never given back");
        for (const auto& [key, watched] : watch_.executions()) result_.records += watched.records;
    }

    // ------------------------------------------------------------------------------------------------ the engine's life
    void boot() {
        ++life_;
        store_.reopen();
        engine_ = std::make_unique<engine::Engine>(engine::Ports{store_, workers_, clock_, entropy_}, scenario_.settings);
        const auto life = life_;
        engine_->on_post([this, life] {
            if (life == life_) plan_turn(random_.between(0, 3));
        });
        workers_.engine(engine_.get());
        turn_planned_ = false;
        wake_at_ = Instant::never();
        alive_ = true;
        clients_.engine(engine_.get());
        log("the engine starts");
        if (auto recovered = engine_->recover(); !recovered) {
            complaints_.add("answered-start", "recovery failed: " + recovered.error().message);
            return;
        }
        for (const auto& [key, why] : engine_->set_aside())
            complaints_.add("answered-start", "execution " + std::to_string(key) + " was set aside: " + why);
        starts_.check(store_, watch_);
        for (const auto& [key, watched] : watch_.executions()) compare(key);
        plan_turn(0);
    }

    void die(const char* where) {
        if (!alive_) return;
        ++result_.crashes;
        log(std::string("the engine dies ") + where);
        alive_ = false;
        ++life_;
        workers_.engine(nullptr);
        clients_.engine(nullptr);
        armed_answer_crash_ = false;
        engine_.reset();
        watch_.grown();
        time_.after(random_.between(1, 3'000), [this] { boot(); });
    }

    void plan_turn(std::int64_t delay) {
        if (turn_planned_ || !alive_) return;
        turn_planned_ = true;
        time_.after(delay, [this, life = life_] {
            if (life == life_ && alive_) turn();
        });
    }

    void turn() {
        turn_planned_ = false;
        ++result_.turns;
        const bool more = turn_partitions();
        if (engine_->failure()) {
            if (engine_->failure()->kind == engine::StoreError::Kind::Busy)
                complaints_.add("liveness", "a store that was only busy stopped the engine");
            return die("after a failed commit");
        }
        for (const auto key : watch_.grown()) {
            compare(key);
            if (watch_.find(key)->fold.is_closed() && workers_.has_open_call(key)) {
                complaints_.add("outstanding", "execution " + std::to_string(key) + " is closed and its calls were not given up");
            }
        }
        if (more) return plan_turn(random_.between(0, 2));
        plan_wakeup();
    }

    /// In any order, as threads would; and not always all of them.
    bool turn_partitions() {
        std::vector<engine::Partition*> partitions;
        for (const auto& each : engine_->partitions()) partitions.push_back(each.get());
        for (std::size_t left = partitions.size(); left > 1; --left)
            std::swap(partitions[left - 1], partitions[static_cast<std::size_t>(random_.between(0, static_cast<std::int64_t>(left) - 1))]);
        if (partitions.size() > 1 && random_.chance(30)) partitions.pop_back();
        for (engine::Partition* each : partitions) each->turn();
        return std::any_of(engine_->partitions().begin(), engine_->partitions().end(), [](const auto& each) { return each->has_work(); });
    }

    void plan_wakeup() {
        const auto wake = clock_.world_time(engine_->next_wakeup());
        if (wake.is_never() || (wake >= wake_at_ && wake_at_ > time_.now())) return;
        wake_at_ = wake;
        time_.at(wake, [this, life = life_, wake] {
            if (life != life_ || !alive_ || wake != wake_at_) return;
            wake_at_ = Instant::never();
            plan_turn(0);
        });
    }

    void compare(ExecutionKey key) { watch_.compare(key, engine_->in_memory(key)); }

    // ------------------------------------------------------------------------------------------------ faults
    void fault(const char* name) {
        result_.coverage.count("fault", name);
        log(std::string("fault: ") + name);
    }

    void arm(const Fault& each) {
        if (calm_ || !alive_) return;
        switch (each.kind) {
            case Fault::Kind::Crash:
                fault("crash between turns");
                return die("between turns");
            case Fault::Kind::CrashBeforeCommit:
                return store_.arm(FaultyStore::Next::CrashBefore);
            case Fault::Kind::CrashAfterCommit:
                return store_.arm(FaultyStore::Next::CrashAfter);
            case Fault::Kind::FailLost:
                return store_.arm(FaultyStore::Next::FailLost);
            case Fault::Kind::FailKept:
                return store_.arm(FaultyStore::Next::FailKept);
            case Fault::Kind::CrashWhileActing:
                return workers_.crash_at_next_dispatch();
            case Fault::Kind::CrashWhileAnswering:
                armed_answer_crash_ = true;
                return;
            case Fault::Kind::Busy:
                return store_.busy(static_cast<int>(each.amount));
            case Fault::Kind::BusyReads:
                return store_.busy_for_readers(static_cast<int>(each.amount));
            case Fault::Kind::ClockBack:
                clock_.skew_ms -= each.amount;
                fault("clock jumps back");
                break;
            case Fault::Kind::ClockForward:
                clock_.skew_ms += each.amount;
                fault("clock jumps forward");
                break;
        }
        wake_at_ = Instant::never();
        plan_turn(0);
    }

    void log(std::string line) {
        if (options_.log) result_.log.push_back(std::to_string(time_.now().milliseconds - epoch.milliseconds) + " ms  " + std::move(line));
    }

    const Scenario& scenario_;
    const RunOptions& options_;
    RunResult result_;
    Complaints complaints_;
    Random random_;
    VirtualTime time_{epoch};
    Fencing fencing_{complaints_};
    JournalWatch watch_;
    AnsweredStarts starts_;
    SkewedClock clock_;
    SeededEntropy entropy_;
    FaultyStore store_;
    WorkerPool workers_;
    std::unique_ptr<engine::Engine> engine_;
    Clients clients_;
    std::uint64_t life_ = 0;
    bool alive_ = false, calm_ = false, turn_planned_ = false, armed_answer_crash_ = false;
    Instant wake_at_ = Instant::never();
};

}  // namespace

RunResult run_scenario(const Scenario& scenario, const RunOptions& options) { return Simulation(scenario, options).run(); }

}  // namespace pawl::simulation
