// An engine in a world under the test's control: a clock that stands still, slots counted by hand, a memory store that can be told to fail.
// Everything that leaves the engine is written to one log, in order.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/runtime/cold_execution.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/store/memory/memory_store.hpp"

namespace pawl::engine::test {

using Log = std::vector<std::string>;

class StillClock final : public Clock {
  public:
    Instant now() override { return time; }
    Instant time{1'790'000'000'000};
};

class CountingEntropy final : public Entropy {
  public:
    std::uint64_t next() override { return state_ += 0x9e37'79b9'7f4a'7c15ULL; }

  private:
    std::atomic<std::uint64_t> state_ = 1;
};

class HandDispatcher final : public Dispatcher {
  public:
    explicit HandDispatcher(Log& log) : log_(log) {}
    bool try_reserve(const TaskTarget& target) override {
        const auto limit = slots.find(target.name);
        int& used = used_[target.name];
        if (limit != slots.end() && used >= limit->second) return false;
        ++used;
        return true;
    }
    void dispatch(DispatchRequest request) override {
        log_.push_back("dispatch " + request.target.name);
        calls.push_back(std::move(request));
    }
    void release(const TaskTarget& target) override {
        log_.push_back("release " + target.name);
        --used_[target.name];
    }
    void cancel(ExecutionKey, execution::TaskToken, const TaskTarget& target) override {
        log_.push_back("cancel " + target.name);
        --used_[target.name];
    }
    /// A call has been answered: its slot is free again.
    void done(const std::string& name) { --used_[name]; }
    int used(const std::string& name) { return used_[name]; }

    std::map<std::string, int> slots;  ///< absent: no limit
    std::vector<DispatchRequest> calls;

  private:
    Log& log_;
    std::map<std::string, int> used_;
};

/// Passes everything on to a memory store; commits can be told to fail.
class TellingStore final : public Store {
  public:
    explicit TellingStore(Log& log, const std::vector<ShardId>& shards = {0});
    std::vector<ShardId> shards() const override { return inner.shards(); }
    Shard& shard(ShardId id) override { return *shards_.at(id); }
    Result<CatalogHighWater, StoreError> catalog_high_water() override { return inner.catalog_high_water(); }
    Result<void, StoreError> checkpoint() override {
        log_.push_back("checkpoint");
        return inner.checkpoint();
    }
    std::unique_ptr<StoreReader> reader() override;

    bool is_busy() { return busy_reads > 0 && busy_reads-- > 0; }

    const StoreError busy{StoreError::Kind::Busy, "told to be busy"};
    MemoryStore inner;
    int busy_reads = 0;  ///< so many of the next reads while the engine runs find the store Busy
    std::deque<StoreError::Kind> failures;
    RowId damaged = 0;  ///< this journal row reads as garbage
    std::size_t rows = 0;

  private:
    class TellingShard;
    Log& log_;
    std::map<ShardId, std::unique_ptr<Shard>> shards_;
};

/// What a request was answered with; empty until then.
template <class Reply>
struct Answered {
    std::shared_ptr<std::optional<Result<Reply, ApiError>>> slot = std::make_shared<std::optional<Result<Reply, ApiError>>>();
    bool has() const { return slot->has_value(); }
    const Reply& value() const { return slot->value().value(); }
    ApiError error() const { return slot->value().error(); }
};

class World {
  public:
    explicit World(Settings chosen = {}, const std::vector<ShardId>& shards = {0}) : store(log, shards), settings(std::move(chosen)) { boot(); }

    /// A new engine on the same store, as after a crash.
    void boot() {
        engine.reset();
        engine = std::make_unique<Engine>(Ports{store, dispatcher, clock, entropy}, settings);
        engine->on_failure([this](const StoreError& error) { log.push_back("failure: " + error.message); });
        ASSERT_TRUE(engine->recover().has_value());
    }
    /// Turns until nothing is left to do now.
    void settle() {
        for (int turns = 0; engine->turn(); ++turns) ASSERT_LT(turns, 100'000) << "the engine never comes to rest";
    }
    void advance(std::int64_t milliseconds) {
        clock.time = clock.time.plus_milliseconds(milliseconds);
        settle();
    }

    template <class Reply, class R>
    Answered<Reply> post(R request) {
        Answered<Reply> answered;
        request.answer = [this, slot = answered.slot](Result<Reply, ApiError> result) {
            log.push_back("answer");
            *slot = std::move(result);
        };
        engine->post(std::move(request));
        return answered;
    }
    template <class Reply, class R>
    Answered<Reply> ask(R request) {
        auto answered = post<Reply>(std::move(request));
        settle();
        return answered;
    }
    void create(const std::string& name, const std::string& definition) {
        CreateMachine request;
        request.machine.name = name;
        request.revision.definition = definition;
        const auto created = ask<MachineChanged>(std::move(request));
        ASSERT_TRUE(created.has());
        ASSERT_TRUE(created.slot->value().has_value()) << created.error().detail;
    }
    Answered<StartedExecution> start(const std::string& machine, std::optional<std::string> name = {}, std::string input = "{}") {
        return ask<StartedExecution>(StartExecution{machine, std::move(name), std::move(input), {}, {}});
    }
    ExecutionSnapshot describe(const std::string& machine, const std::string& name) {
        const auto answered = ask<ExecutionView>(DescribeExecution{{machine, name}, {}});
        return shown(answered);
    }
    ExecutionSnapshot shown(const Answered<ExecutionView>& answered) {
        if (!answered.has() || !answered.slot->value().has_value()) {
            ADD_FAILURE() << (answered.has() ? "refused: " + answered.error().subject + answered.error().detail : "no answer");
            return {};
        }
        if (const auto* hot = std::get_if<ExecutionSnapshot>(&answered.value())) return *hot;
        const auto reader = store.reader();
        const auto cold = read_snapshot(std::get<ColdExecution>(answered.value()).row, *reader);
        if (cold) return *cold;
        ADD_FAILURE() << cold.error().message;
        return {};
    }
    /// Answers the n-th call made so far.
    void complete(std::size_t call, std::string body) {
        execution::FunctionAnswer answer;
        answer.body = std::move(body);
        engine->answered({dispatcher.calls[call].execution, dispatcher.calls[call].token, std::move(answer)});
        dispatcher.done(dispatcher.calls[call].target.name);
    }

    Log log;
    StillClock clock;
    CountingEntropy entropy;
    HandDispatcher dispatcher{log};
    TellingStore store;
    Settings settings;
    std::unique_ptr<Engine> engine;
};

inline const std::string one_task =
    R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","End":true}}})";
inline const std::string two_tasks =
    R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","Next":"B"},
        "B":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:g","End":true}}})";
inline const std::string only_pass = R"({"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}})";
inline const std::string long_wait = R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":600,"Next":"T"},
        "T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","End":true}}})";
inline const std::string for_ever = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},
        "B":{"Type":"Choice","Choices":[{"Variable":"$.end","IsPresent":true,"Next":"Z"}],"Default":"A"},"Z":{"Type":"Succeed"}}})";

}  // namespace pawl::engine::test
