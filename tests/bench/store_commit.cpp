// What a group commit costs: batches of 100 into a new SQLite file in the given directory (default: where it is started). Prints one JSON object.
// `rows`: 100 journal rows of 1,470 bytes a batch, as 100 decisions about Tasks give. `executions`: 100 executions started and 100 closed a batch.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/store/sqlite/sqlite_store.hpp"

namespace {

using namespace pawl;
using namespace pawl::engine;

constexpr std::int64_t batches = 500, per_batch = 100;

double cpu_microseconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto microseconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_usec); };
    return microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
}

Batch rows_batch(std::int64_t number) {
    Batch batch;
    for (std::int64_t i = 1; i <= per_batch; ++i) {
        JournalRow& row = batch.journal.emplace_back();
        row.id = number * per_batch + i;
        row.execution = i;
        row.previous = number == 0 ? 0 : row.id - per_batch;
        row.first_event = static_cast<EventId>(number * 5 + 1);
        row.records.assign(1'470, 'x');
    }
    return batch;
}

// Each execution closes in the batch after the one it started in. Names fall all over their index, as UUIDs do.
Batch executions_batch(std::int64_t number) {
    Batch batch;
    const auto row = [](std::int64_t key) {
        ExecutionRow execution;
        execution.key = key;
        execution.machine = 1;
        execution.name = std::to_string(static_cast<std::uint64_t>(key) * 0x9e37'79b9'7f4a'7c15U) + "-aaaa-bbbb-cccc";
        execution.start = {1'790'000'000'000 + key / 3};
        execution.first_row = key;
        return execution;
    };
    for (std::int64_t i = 1; i <= per_batch; ++i) {
        const std::int64_t key = number * per_batch + i;
        batch.executions.push_back(row(key));
        if (number == 0) continue;
        ExecutionRow closed = row(key - per_batch);
        closed.status = 2;
        closed.stop = {closed.start.milliseconds + 50};
        closed.last_row = key;
        batch.executions.push_back(std::move(closed));
    }
    return batch;
}

bool measure(const char* name, Shard& shard, Batch (*make)(std::int64_t), bool last) {
    std::vector<double> milliseconds;
    double cpu = 0, wall = 0;
    for (std::int64_t number = 0; number < batches; ++number) {
        const Batch batch = make(number);
        const double cpu_before = cpu_microseconds();
        const auto before = std::chrono::steady_clock::now();
        if (const auto done = shard.commit(batch); !done) {
            std::fprintf(stderr, "%s\n", done.error().message.c_str());
            return false;
        }
        milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - before).count());
        wall += milliseconds.back();
        cpu += cpu_microseconds() - cpu_before;
    }
    std::sort(milliseconds.begin(), milliseconds.end());
    const auto percentile = [&](std::size_t p) { return milliseconds[milliseconds.size() * p / 100]; };
    constexpr double each = batches * per_batch;
    std::printf("\"%s\": {\"per_second\": %.0f, \"cpu_us\": %.2f, \"commit_p50_ms\": %.2f, \"commit_p99_ms\": %.2f}%s", name, each / wall * 1e3,
                cpu / each, percentile(50), percentile(99), last ? "}\n" : ", ");
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    const std::filesystem::path directory = std::filesystem::path(count > 1 ? arguments[1] : ".") / "store_commit.tmp";
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory);
    int status = 1;
    if (auto store = open_sqlite_store((directory / "bench.db").string())) {
        std::printf("{");
        if (measure("rows", (*store)->shard(0), rows_batch, false) && measure("executions", (*store)->shard(0), executions_batch, true)) status = 0;
    } else {
        std::fprintf(stderr, "%s\n", store.error().message.c_str());
    }
    std::filesystem::remove_all(directory);
    return status;
}
