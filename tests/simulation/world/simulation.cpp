#include "tests/simulation/world/simulation.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include <boost/json/serialize.hpp>

#include "engine/runtime/cold_execution.hpp"
#include "engine/runtime/partition.hpp"
#include "tests/simulation/oracles/answered_starts.hpp"
#include "tests/simulation/oracles/journal_watch.hpp"
#include "tests/simulation/random.hpp"
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

constexpr const char* action_names[] = {"StartExecution",
                                        "StartExecution unnamed",
                                        "StartExecution again, same input",
                                        "StartExecution again, other input",
                                        "StartExecution with bad input",
                                        "StopExecution",
                                        "DescribeExecution",
                                        "WaitForClose",
                                        "FindHistory",
                                        "UpdateMachine",
                                        "DeleteMachine",
                                        "SetTags",
                                        "PutFunction",
                                        "RemoveFunction"};

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
          workers_(random_.fork("workers"), time_, fencing_, result_.coverage) {
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
        return std::move(result_);
    }

  private:
    // ------------------------------------------------------------------------------------------------ the course of a run
    void play() {
        boot();
        for (std::size_t i = 0; i < scenario_.machines.size(); ++i) create_machine(i);
        for (const auto& action : scenario_.actions) time_.at(epoch.plus_milliseconds(1'000 + action.at_ms), [this, &action] { act(action); });
        for (const auto& each : scenario_.faults) time_.at(epoch.plus_milliseconds(1'000 + each.at_ms), [this, &each] { arm(each); });
        const auto calm = epoch.plus_milliseconds(1'000 + scenario_.faults_stop_ms);
        time_.at(calm, [this] {
            calm_ = true;
            workers_.behave();
            armed_answer_crash_ = false;
            if (alive_) store_.reopen();
        });
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
        return alive_ && !turn_planned_ && open_requests_ == 0 && workers_.open_calls() == 0 &&
               std::all_of(watch_.executions().begin(), watch_.executions().end(), [](const auto& each) { return each.second.fold.is_closed(); });
    }

    void finish() {
        watch_.end();
        watch_.read_again(store_);
        starts_.check(store_, watch_);
        if (!alive_) complaints_.add("liveness", "the engine is not up at the end");
        if (open_requests_ > 0) complaints_.add("liveness", std::to_string(open_requests_) + " requests were never answered");
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
        partition_ = std::make_unique<engine::Partition>(engine::Ports{store_, workers_, clock_, entropy_}, scenario_.settings);
        const auto life = life_;
        partition_->on_post([this, life] {
            if (life == life_) plan_turn(random_.between(0, 3));
        });
        workers_.engine(partition_.get());
        turn_planned_ = false;
        wake_at_ = Instant::never();
        open_requests_ = 0;
        alive_ = true;
        log("the engine starts");
        if (auto recovered = partition_->recover(); !recovered) {
            complaints_.add("answered-start", "recovery failed: " + recovered.error().message);
            return;
        }
        for (const auto& [key, why] : partition_->set_aside())
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
        armed_answer_crash_ = false;
        partition_.reset();
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
        const bool more = partition_->turn();
        if (partition_->failure()) return die("after a failed commit");
        for (const auto key : watch_.grown()) {
            compare(key);
            if (watch_.find(key)->fold.is_closed() && workers_.has_open_call(key)) {
                complaints_.add("outstanding", "execution " + std::to_string(key) + " is closed and its calls were not given up");
            }
        }
        if (more) return plan_turn(random_.between(0, 2));
        plan_wakeup();
    }

    void plan_wakeup() {
        const auto wake = clock_.world_time(partition_->next_wakeup());
        if (wake.is_never() || (wake >= wake_at_ && wake_at_ > time_.now())) return;
        wake_at_ = wake;
        time_.at(wake, [this, life = life_, wake] {
            if (life != life_ || !alive_ || wake != wake_at_) return;
            wake_at_ = Instant::never();
            plan_turn(0);
        });
    }

    void compare(ExecutionKey key) { watch_.compare(key, partition_->in_memory(key)); }

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

    // ------------------------------------------------------------------------------------------------ clients
    std::string machine_name(std::size_t number) const { return "m" + std::to_string(number); }

    /// Wraps what a client does with an answer: counts, drops what comes from an engine that died, and may end the engine in the middle of answering.
    template <class Reply>
    engine::Answer<Reply> client(const char* what, std::function<void(Result<Reply, engine::ApiError>)> then, std::function<void()> lost = nullptr) {
        ++result_.requests;
        ++open_requests_;
        result_.coverage.count("request", what);
        log(std::string("client: ") + what);
        auto pending = std::make_shared<bool>(true);
        if (lost) on_death(pending, std::move(lost));
        return [this, life = life_, then = std::move(then), pending](Result<Reply, engine::ApiError> reply) {
            if (life != life_ || !alive_) return;
            if (!*pending) complaints_.add("liveness", "a request was answered twice");
            *pending = false;
            --open_requests_;
            then(std::move(reply));
            if (!armed_answer_crash_) return;
            armed_answer_crash_ = false;
            fault("crash while answering");
            throw SimulatedCrash{"while answering"};
        };
    }
    /// A client that got no answer because the engine died tries again.
    void on_death(std::shared_ptr<bool> pending, std::function<void()> again) {
        time_.after(5'000, [this, life = life_, pending = std::move(pending), again = std::move(again)] {
            if (*pending && life != life_) again();
        });
    }

    void create_machine(std::size_t number) {
        engine::CreateMachine create;
        create.machine.name = machine_name(number);
        create.revision.definition = boost::json::serialize(scenario_.machines[number]);
        create.revision.role_arn = "arn:aws:iam::000000000000:role/r";
        create.answer = client<engine::MachineChanged>(
            "CreateMachine",
            [this, number](Result<engine::MachineChanged, engine::ApiError> reply) {
                if (!reply && reply.error().code != "StateMachineAlreadyExists")
                    complaints_.add("check", "CreateMachine " + machine_name(number) + ": " + reply.error().message);
            },
            [this, number] { when_up([this, number] { create_machine(number); }); });
        partition_->post(std::move(create));
    }

    void when_up(std::function<void()> thing) {
        if (alive_) return thing();
        time_.after(700, [this, thing = std::move(thing)] { when_up(thing); });
    }

    void act(const Action& action) {
        if (!alive_) {
            time_.after(700, [this, &action] { act(action); });
            return;
        }
        const auto* name = action_names[static_cast<int>(action.kind)];
        switch (action.kind) {
            case Action::Kind::Start:
            case Action::Kind::StartUnnamed:
            case Action::Kind::StartAgain:
            case Action::Kind::StartOtherInput:
            case Action::Kind::StartBadInput:
                return start(action, name);
            case Action::Kind::Stop:
                return stop(action, name);
            case Action::Kind::Describe:
                return describe(action, name);
            case Action::Kind::Wait:
                return wait(action, name);
            case Action::Kind::History:
                return history(action, name);
            case Action::Kind::Update:
                return update(action, name);
            case Action::Kind::Delete:
                return remove(action, name);
            case Action::Kind::Tags:
                return tags(action, name);
            case Action::Kind::PutFunction: {
                engine::PutFunction put;
                put.function = {action.name, R"({"url":"http://localhost:1/"})"};
                put.answer = client<bool>(name, [](Result<bool, engine::ApiError>) {});
                return partition_->post(std::move(put));
            }
            case Action::Kind::RemoveFunction: {
                engine::RemoveFunction removal;
                removal.name = action.name;
                removal.answer = client<bool>(name, [](Result<bool, engine::ApiError>) {});
                return partition_->post(std::move(removal));
            }
        }
    }

    void refused(const char* what, const engine::ApiError& error, std::initializer_list<const char*> expected) {
        log(std::string("  refused: ") + error.code);
        for (const auto* code : expected) {
            if (error.code == code) return;
        }
        complaints_.add("check", std::string(what) + " was refused with " + error.code + ": " + error.message);
    }

    void start(const Action& action, const char* what) {
        engine::StartExecution start;
        start.machine = machine_name(action.machine);
        if (!action.name.empty()) start.name = action.name;
        start.input = action.input;
        start.answer = client<engine::StartedExecution>(
            what,
            [this, &action, what](Result<engine::StartedExecution, engine::ApiError> reply) {
                if (!reply) {
                    if (action.kind == Action::Kind::StartBadInput)
                        return refused(what, reply.error(), {"InvalidExecutionInput", "StateMachineDoesNotExist", "StateMachineDeleting"});
                    return refused(what, reply.error(), {"ExecutionAlreadyExists", "StateMachineDoesNotExist", "StateMachineDeleting"});
                }
                if (action.kind == Action::Kind::StartBadInput) return complaints_.add("check", "an input that is no JSON was accepted");
                const auto name = action.name.empty() ? reply->arn.substr(reply->arn.rfind(':') + 1) : action.name;
                const bool excused = deleted_.contains(action.machine);
                starts_.answered(reply->arn, {machine_name(action.machine), name, action.input, reply->start, excused}, watch_);
            },
            [this, &action] {
                if (action.kind == Action::Kind::Start) act(action);
            });
        partition_->post(std::move(start));
    }

    void stop(const Action& action, const char* what) {
        engine::StopExecution stop;
        stop.execution = {machine_name(action.machine), action.name};
        stop.error = "Stopped";
        stop.answer = client<Instant>(what, [this, &action, what](Result<Instant, engine::ApiError> reply) {
            if (!reply) not_there(action, what, reply.error());
        });
        partition_->post(std::move(stop));
    }

    void not_there(const Action& action, const char* what, const engine::ApiError& error) {
        refused(what, error, {"ExecutionDoesNotExist"});
        if (error.code == "ExecutionDoesNotExist") starts_.denied(machine_name(action.machine), action.name);
    }

    void show(const engine::ExecutionView& view) {
        if (const auto* snapshot = std::get_if<engine::ExecutionSnapshot>(&view)) return starts_.shown(*snapshot);
        const auto reader = store_.reader();
        auto cold = engine::read_snapshot(std::get<engine::ColdExecution>(view).row, *reader);
        if (!cold) return complaints_.add("answered-start", "a cold execution can't be read: " + cold.error().message);
        starts_.shown(*cold);
    }

    void describe(const Action& action, const char* what) {
        engine::DescribeExecution describe;
        describe.execution = {machine_name(action.machine), action.name};
        describe.answer = client<engine::ExecutionView>(what, [this, &action, what](Result<engine::ExecutionView, engine::ApiError> reply) {
            if (!reply) return not_there(action, what, reply.error());
            show(*reply);
        });
        partition_->post(std::move(describe));
    }

    void wait(const Action& action, const char* what) {
        engine::WaitForClose wait;
        wait.execution = {machine_name(action.machine), action.name};
        wait.deadline = clock_.now().plus_milliseconds(20'000);
        wait.answer = client<engine::ExecutionView>(
            what,
            [this, &action, what](Result<engine::ExecutionView, engine::ApiError> reply) {
                if (!reply) return not_there(action, what, reply.error());
                show(*reply);
            },
            [this, &action] { act(action); });
        partition_->post(std::move(wait));
    }

    void history(const Action& action, const char* what) {
        engine::FindHistory find;
        find.execution = {machine_name(action.machine), action.name};
        find.answer = client<engine::HistoryTail>(what, [this, &action, what](Result<engine::HistoryTail, engine::ApiError> reply) {
            if (!reply) return not_there(action, what, reply.error());
            const auto* watched = watch_.find(reply->key);
            if (watched == nullptr) return complaints_.add("replay", "FindHistory names an execution that is not durable");
            if (reply->last_row > watched->last_row || (reply->last_event > watched->fold.last_event))
                complaints_.add("replay", "FindHistory tells of what is not durable");
        });
        partition_->post(std::move(find));
    }

    std::optional<engine::MachineRow> machine_row(std::size_t number) {
        const auto row = store_.reader()->machine_named(machine_name(number));
        return row ? *row : std::nullopt;
    }

    void update(const Action& action, const char* what) {
        const auto row = machine_row(action.machine);
        if (!row) return;
        engine::UpdateMachine update;
        update.machine = row->name;
        update.based_on = row->revision;
        update.revision.definition = action.input;
        update.revision.role_arn = "arn:aws:iam::000000000000:role/r";
        update.answer = client<engine::MachineChanged>(what, [this, what](Result<engine::MachineChanged, engine::ApiError> reply) {
            if (!reply) refused(what, reply.error(), {"ConflictException", "StateMachineDoesNotExist", "StateMachineDeleting"});
        });
        partition_->post(std::move(update));
    }

    void tags(const Action& action, const char* what) {
        const auto row = machine_row(action.machine);
        if (!row) return;
        engine::SetTags tags;
        tags.machine = row->name;
        tags.based_on = row->tags;
        tags.tags = R"({"a":"b"})";
        tags.answer = client<engine::MachineChanged>(what, [this, what](Result<engine::MachineChanged, engine::ApiError> reply) {
            if (!reply) refused(what, reply.error(), {"ConflictException", "ResourceNotFound", "StateMachineDoesNotExist", "StateMachineDeleting"});
        });
        partition_->post(std::move(tags));
    }

    void remove(const Action& action, const char* what) {
        deleted_.insert(action.machine);
        starts_.machine_deleted(machine_name(action.machine));
        engine::DeleteMachine removal;
        removal.machine = machine_name(action.machine);
        removal.answer = client<bool>(what, [this, what](Result<bool, engine::ApiError> reply) {
            if (!reply) refused(what, reply.error(), {});
        });
        partition_->post(std::move(removal));
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
    std::unique_ptr<engine::Partition> partition_;
    std::set<std::size_t> deleted_;
    std::uint64_t life_ = 0;
    bool alive_ = false, calm_ = false, turn_planned_ = false, armed_answer_crash_ = false;
    Instant wake_at_ = Instant::never();
    int open_requests_ = 0;
};

}  // namespace

RunResult run_scenario(const Scenario& scenario, const RunOptions& options) { return Simulation(scenario, options).run(); }

}  // namespace pawl::simulation
