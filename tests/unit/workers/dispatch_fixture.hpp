// A dispatcher with its registry, I/O thread and a sink that can be waited on.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "workers/dispatch/http_dispatcher.hpp"
#include "workers/dispatch/io_thread.hpp"

namespace pawl::workers::test {

/// Waits for a condition that some other thread brings about. Fails the test after ten seconds.
inline ::testing::AssertionResult comes_true(const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > until) return ::testing::AssertionFailure() << "did not come true within 10 s";
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return ::testing::AssertionSuccess();
}

class WaitingSink final : public engine::DispatchSink {
  public:
    void answered(engine::DispatchAnswer answer) override {
        const std::lock_guard lock(mutex_);
        answers_.push_back(std::move(answer));
        changed_.notify_all();
    }
    void slot_free(TaskTarget target) override {
        const std::lock_guard lock(mutex_);
        free_.push_back(std::move(target.name));
        changed_.notify_all();
    }
    /// The answers so far, once there are `count`.
    std::vector<engine::DispatchAnswer> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20), [&] { return answers_.size() >= count; });
        EXPECT_GE(answers_.size(), count);
        return answers_;
    }
    std::vector<std::string> wait_for_free(std::size_t count) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, std::chrono::seconds(20), [&] { return free_.size() >= count; });
        EXPECT_GE(free_.size(), count);
        return free_;
    }
    std::size_t answer_count() {
        const std::lock_guard lock(mutex_);
        return answers_.size();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<engine::DispatchAnswer> answers_;
    std::vector<std::string> free_;
};

class DispatchTest : public ::testing::Test {
  protected:
    void start(DispatchOptions options = {}) {
        auto made = HttpDispatcher::make(io.context(), registry, sink, options);
        ASSERT_TRUE(made) << made.error().message;
        dispatcher = std::move(*made);
    }
    void put(std::string name, std::string url, std::uint32_t concurrency = 1'000, std::uint32_t timeout_seconds = 900) {
        const auto done = registry.put({std::move(name), std::move(url), concurrency, timeout_seconds});
        ASSERT_TRUE(done) << done.error().message;
    }
    /// Dispatches without waiting; each call has an event id of its own.
    void call(const std::string& function, std::string input = "{}", EventId scheduled = 0) {
        if (!dispatcher) start();
        ASSERT_TRUE(dispatcher->try_reserve({TargetKind::Lambda, function}));
        engine::DispatchRequest request;
        request.execution = 7;
        request.token = {1, scheduled != 0 ? scheduled : ++last_scheduled};
        request.target.name = function;
        request.input = std::move(input);
        request.idempotency_key = "key-" + std::to_string(request.token.scheduled);
        request.execution_arn = "arn:aws:states:us-east-1:000000000000:execution:m:e";
        dispatcher->dispatch(std::move(request));
    }
    /// The outcome of one call made now.
    std::variant<execution::FunctionAnswer, Failure> outcome(const std::string& function, std::string input = "{}") {
        const std::size_t before = sink.answer_count();
        call(function, std::move(input));
        const auto answers = sink.wait_for(before + 1);
        return answers.size() > before ? answers[before].outcome : std::variant<execution::FunctionAnswer, Failure>(Failure{"no answer at all", {}});
    }
    Failure failure(const std::string& function, std::string input = "{}") {
        const auto got = outcome(function, std::move(input));
        if (const auto* const answer = std::get_if<execution::FunctionAnswer>(&got)) return {"answered instead", answer->body};
        return std::get<Failure>(got);
    }
    std::string body(const std::string& function, std::string input = "{}") {
        const auto got = outcome(function, std::move(input));
        if (const auto* const failed = std::get_if<Failure>(&got)) return "failed: " + failed->error + ": " + failed->cause.value_or("");
        return std::get<execution::FunctionAnswer>(got).body;
    }

    IoThread io;
    FunctionRegistry registry;
    WaitingSink sink;
    std::unique_ptr<HttpDispatcher> dispatcher;
    EventId last_scheduled = 0;
};

}  // namespace pawl::workers::test
