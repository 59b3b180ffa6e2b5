// CPU of a dispatched call: dispatch_bench URL [IN_FLIGHT] [CALLS]. Prints a line of JSON. The worker is echo_worker, a process of its own.
#include <sys/resource.h>

#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include "workers/dispatch/http_dispatcher.hpp"
#include "workers/dispatch/io_thread.hpp"

namespace {

using namespace pawl;

class Counter final : public engine::DispatchSink {
  public:
    void answered(engine::DispatchAnswer answer) override {
        const std::lock_guard lock(mutex_);
        if (std::holds_alternative<Failure>(answer.outcome)) ++failed_;
        if (++answered_ == awaited_) changed_.notify_one();  // a wake-up for each answer would be most of what is measured
    }
    void slot_free(TaskTarget) override {}
    void wait_until(std::size_t count) {
        std::unique_lock lock(mutex_);
        awaited_ = count;
        changed_.wait(lock, [&] { return answered_ >= count; });
    }
    std::size_t failed() const { return failed_; }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t answered_ = 0, failed_ = 0, awaited_ = 0;
};

double cpu_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) {
        std::fprintf(stderr, "usage: dispatch_bench URL [IN_FLIGHT] [CALLS]\n");
        return 2;
    }
    const std::size_t in_flight = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 256;
    const std::size_t calls = count > 3 ? std::strtoul(arguments[3], nullptr, 10) : 100'000;
    workers::IoThread io;
    workers::FunctionRegistry registry;
    if (!registry.put({"echo", arguments[1], static_cast<std::uint32_t>(in_flight + 1)})) return 2;
    Counter sink;
    auto dispatcher = workers::HttpDispatcher::make(io.context(), registry, sink);
    if (!dispatcher) return 1;
    const std::string input(300, '1');
    double cpu = 0;
    auto begun = std::chrono::steady_clock::now();
    const std::size_t warm_up = in_flight;
    const std::size_t batch = in_flight < 8 ? 1 : in_flight / 4;  // in flight are between three quarters and all of IN_FLIGHT
    for (std::size_t i = 0; i < warm_up + calls; ++i) {
        if (i == warm_up) {
            sink.wait_until(warm_up);
            cpu = cpu_seconds();
            begun = std::chrono::steady_clock::now();
        }
        if (i >= warm_up + in_flight && i % batch == 0) sink.wait_until(i - in_flight + batch);
        (*dispatcher)->try_reserve({TargetKind::Lambda, "echo"});
        engine::DispatchRequest request;
        request.execution = static_cast<ExecutionKey>(i);
        request.token = {1, 3};
        request.target.name = "echo";
        request.input = input;
        request.idempotency_key = "arn:aws:states:us-east-1:000000000000:execution:three:" + std::to_string(i) + "/1/3";
        request.execution_arn = "arn:aws:states:us-east-1:000000000000:execution:three:" + std::to_string(i);
        (*dispatcher)->dispatch(std::move(request));
    }
    sink.wait_until(warm_up + calls);
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf(
        "{\"bench\":\"dispatch\",\"in_flight\":%zu,\"calls\":%zu,\"failed\":%zu,\"calls_per_second\":%.0f,\"cpu_us_per_call\":%.2f,\"rss_mb\":%.1f}"
        "\n",
        in_flight, calls, sink.failed(), static_cast<double>(calls) / wall, (cpu_seconds() - cpu) * 1e6 / static_cast<double>(calls),
        static_cast<double>(usage.ru_maxrss) / 1024);
    return sink.failed() == 0 ? 0 : 1;
}
