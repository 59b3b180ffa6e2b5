// The partition on a thread of its own: woken by posts and by timers, stopped cleanly.
#include <chrono>
#include <future>

#include "engine/runtime/partition_thread.hpp"
#include "tests/unit/engine/runtime_world.hpp"

namespace pawl::engine::test {

namespace {

class RealClock final : public Clock {
  public:
    Instant now() override {
        return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
    }
};

/// Answers every call from another thread's point of view: at once, through the mailbox.
class EchoDispatcher final : public Dispatcher {
  public:
    bool try_reserve(const TaskTarget&) override { return true; }
    void dispatch(DispatchRequest request) override {
        execution::FunctionAnswer answer;
        answer.body = std::move(request.input);
        sink->answered({request.execution, request.token, std::move(answer)});
    }
    void release(const TaskTarget&) override {}
    void cancel(ExecutionKey, execution::TaskToken, const TaskTarget&) override {}
    DispatchSink* sink = nullptr;
};

template <class Reply, class R>
Result<Reply, ApiError> ask(Partition& partition, R request) {
    auto promise = std::make_shared<std::promise<Result<Reply, ApiError>>>();
    auto future = promise->get_future();
    request.answer = [promise](Result<Reply, ApiError> result) { promise->set_value(std::move(result)); };
    partition.post(std::move(request));
    if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready) return ApiError(Refusal::Unreadable, {}, "no answer within a minute");
    return future.get();
}

struct Engine {
    Engine() {
        dispatcher.sink = &partition;
        EXPECT_TRUE(partition.recover().has_value());
    }
    Log log;
    RealClock clock;
    CountingEntropy entropy;
    EchoDispatcher dispatcher;
    MemoryStore store;
    Partition partition{{store, dispatcher, clock, entropy}, {}};
};

void create(Partition& partition, const std::string& name, const std::string& definition) {
    CreateMachine request;
    request.machine.name = name;
    request.revision.definition = definition;
    ASSERT_TRUE(ask<MachineChanged>(partition, std::move(request)).has_value());
}

}  // namespace

TEST(RuntimeThread, RunsExecutionsForManyClients) {
    Engine engine;
    PartitionThread thread(engine.partition, engine.clock);
    create(engine.partition, "m", two_tasks);
    std::vector<std::thread> clients;
    std::atomic<int> succeeded = 0;
    for (int client = 0; client < 4; ++client) {
        clients.emplace_back([&, client] {
            for (int i = 0; i < 50; ++i) {
                const std::string name = std::to_string(client) + "-" + std::to_string(i);
                if (!ask<StartedExecution>(engine.partition, StartExecution{"m", name, "[1]", {}, {}})) return;
                const auto closed = ask<ExecutionView>(engine.partition, WaitForClose{{"m", name}, Instant::never(), {}});
                if (closed && std::visit(
                                  [](const auto& view) {
                                      if constexpr (requires { view.status; })
                                          return view.status == execution::Status::Succeeded;
                                      else
                                          return view.row.status == 2;
                                  },
                                  *closed)) {
                    ++succeeded;
                }
            }
        });
    }
    for (auto& client : clients) client.join();
    EXPECT_EQ(succeeded, 200);
    EXPECT_EQ(engine.partition.counters().closed, 200U);
}

TEST(RuntimeThread, WakesForTimers) {
    Engine engine;
    PartitionThread thread(engine.partition, engine.clock);
    create(engine.partition, "m", long_wait);
    ASSERT_TRUE(ask<StartedExecution>(engine.partition, StartExecution{"m", "e", "{}", {}, {}}).has_value());
    const auto waited = ask<ExecutionView>(engine.partition, WaitForClose{{"m", "e"}, engine.clock.now().plus_milliseconds(20), {}});
    EXPECT_TRUE(waited.has_value()) << "the deadline wakes it, nothing else does";
}

TEST(RuntimeThread, StopAnswersThoseWhoWait) {
    Engine engine;
    PartitionThread thread(engine.partition, engine.clock);
    create(engine.partition, "m", long_wait);
    ASSERT_TRUE(ask<StartedExecution>(engine.partition, StartExecution{"m", "e", "{}", {}, {}}).has_value());
    std::promise<bool> answered;
    engine.partition.post(
        WaitForClose{{"m", "e"}, Instant::never(), [&](const Result<ExecutionView, ApiError>& view) { answered.set_value(view.has_value()); }});
    // Whatever is posted later is handled later: the waiter is registered when this is answered.
    ASSERT_TRUE(ask<ExecutionView>(engine.partition, DescribeExecution{{"m", "e"}, {}}).has_value());
    thread.stop();
    EXPECT_TRUE(answered.get_future().get());
    EXPECT_EQ(ask<StartedExecution>(engine.partition, StartExecution{"m", {}, "{}", {}, {}}).error().refusal, Refusal::Closed);
}

}  // namespace pawl::engine::test
