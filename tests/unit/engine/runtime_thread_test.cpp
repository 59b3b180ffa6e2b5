// Four partitions on threads: woken by posts and by timers, stopped cleanly.
#include <chrono>
#include <future>

#include "engine/runtime/engine_threads.hpp"
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
Result<Reply, ApiError> ask(Engine& engine, R request) {
    auto promise = std::make_shared<std::promise<Result<Reply, ApiError>>>();
    auto future = promise->get_future();
    request.answer = [promise](Result<Reply, ApiError> result) { promise->set_value(std::move(result)); };
    engine.post(std::move(request));
    if (future.wait_for(std::chrono::seconds(60)) != std::future_status::ready) return ApiError(Refusal::Unreadable, {}, "no answer within a minute");
    return future.get();
}

struct Running {
    explicit Running(std::size_t threads) {
        dispatcher.sink = &engine;
        EXPECT_TRUE(engine.recover().has_value());
        driver.emplace(engine, clock, threads);
    }
    Log log;
    RealClock clock;
    CountingEntropy entropy;
    EchoDispatcher dispatcher;
    MemoryStore store{{0, 1, 2, 3}};
    Engine engine{{store, dispatcher, clock, entropy}, {}};
    std::optional<EngineThreads> driver;
};

void create(Engine& engine, const std::string& name, const std::string& definition) {
    CreateMachine request;
    request.machine.name = name;
    request.revision.definition = definition;
    ASSERT_TRUE(ask<MachineChanged>(engine, std::move(request)).has_value());
}

}  // namespace

TEST(RuntimeThread, RunsExecutionsForManyClients) {
    Running running(4);
    Engine& engine = running.engine;
    create(engine, "m", two_tasks);
    std::vector<std::thread> clients;
    std::atomic<int> succeeded = 0;
    for (int client = 0; client < 4; ++client) {
        clients.emplace_back([&, client] {
            for (int i = 0; i < 50; ++i) {
                const std::string name = std::to_string(client) + "-" + std::to_string(i);
                if (!ask<StartedExecution>(engine, StartExecution{"m", name, "[1]", {}, {}})) return;
                const auto closed = ask<ExecutionView>(engine, WaitForClose{{"m", name}, Instant::never(), {}});
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
    EXPECT_EQ(engine.counters().closed, 200U);
}

TEST(RuntimeThread, WakesForTimers) {
    Running running(2);
    Engine& engine = running.engine;
    create(engine, "m", long_wait);
    ASSERT_TRUE(ask<StartedExecution>(engine, StartExecution{"m", "e", "{}", {}, {}}).has_value());
    const auto waited = ask<ExecutionView>(engine, WaitForClose{{"m", "e"}, running.clock.now().plus_milliseconds(20), {}});
    EXPECT_TRUE(waited.has_value()) << "the deadline wakes it, nothing else does";
}

TEST(RuntimeThread, StopAnswersThoseWhoWait) {
    Running running(4);
    Engine& engine = running.engine;
    create(engine, "m", long_wait);
    ASSERT_TRUE(ask<StartedExecution>(engine, StartExecution{"m", "e", "{}", {}, {}}).has_value());
    std::promise<bool> answered;
    engine.post(
        WaitForClose{{"m", "e"}, Instant::never(), [&](const Result<ExecutionView, ApiError>& view) { answered.set_value(view.has_value()); }});
    // Whatever is posted later is handled later: the waiter is registered when this is answered.
    ASSERT_TRUE(ask<ExecutionView>(engine, DescribeExecution{{"m", "e"}, {}}).has_value());
    running.driver->stop();
    EXPECT_TRUE(answered.get_future().get());
    EXPECT_EQ(ask<StartedExecution>(engine, StartExecution{"m", {}, "{}", {}, {}}).error().refusal, Refusal::Closed);
}

}  // namespace pawl::engine::test
