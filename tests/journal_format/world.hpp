// An engine on an SQLite file in a world that stands still: the clock moves when told, tasks are answered by name, slots are counted by hand.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/runtime/engine.hpp"

namespace pawl::engine::journal_format {

/// Hands nothing to anybody: keeps the calls until they are answered or given up.
class KeepingDispatcher final : public Dispatcher {
  public:
    bool try_reserve(const TaskTarget& target) override { return !full.contains(target.name); }
    void dispatch(DispatchRequest request) override { calls.push_back(std::move(request)); }
    void release(const TaskTarget&) override {}
    void cancel(ExecutionKey execution, execution::TaskToken token, const TaskTarget&) override {
        std::erase_if(calls, [&](const DispatchRequest& call) { return call.execution == execution && call.token == token; });
    }

    std::set<std::string> full;  ///< functions without a free slot
    std::deque<DispatchRequest> calls;
};

class World {
  public:
    World(std::string path, Instant start) : path_(std::move(path)) { clock_.time = start; }

    /// A new engine on the file, as after a crash of the one before. False, and a failed test, when the file can't be read.
    bool boot(const Settings& settings);
    void close();

    void deploy(const std::string& machine, const std::string& definition);
    void start(const std::string& machine, const std::string& execution, const std::string& input);
    void post_start(const std::string& machine, const std::string& execution, const std::string& input);
    void stop(const std::string& machine, const std::string& execution);
    void advance(std::int64_t seconds) { clock_.time = clock_.time.plus_seconds(seconds); }
    /// Turns until nothing is left to do now.
    void settle();
    void turn() { (void)engine->turn(); }
    /// Answers the oldest call of the execution; a failure begins with '!'.
    void answer(const std::string& execution, const std::string& body);
    /// Answers every call and lets time pass until nothing moves any more.
    void finish_all();

    Instant now() const { return clock_.time; }
    std::unique_ptr<Store> store;
    KeepingDispatcher dispatcher;
    std::unique_ptr<Engine> engine;

  private:
    struct StillClock final : Clock {
        Instant now() override { return time; }
        Instant time;
    };
    struct CountingEntropy final : Entropy {
        std::uint64_t next() override { return state += 0x9e37'79b9'7f4a'7c15ULL; }
        std::uint64_t state = 1;
    };

    std::string path_;
    StillClock clock_;
    CountingEntropy entropy_;
};

/// An execution as its journal tells it.
struct Told {
    std::string name;  ///< "machine:execution"
    ExecutionRow row;
    std::shared_ptr<const BoundRevision> revision;
    std::vector<execution::Record> records;
    std::vector<execution::RecordNumber> numbers;  ///< of each on disk
    execution::Execution state;                    ///< their fold
};

/// All executions of a store, the oldest first, read row by row without a partition's help.
std::deque<Told> read_all(Store& store);

}  // namespace pawl::engine::journal_format
