// (a) CPU time of one Pass transition (entered and exited) in the pure core, and calibration rows to read it against. Prints one JSON object.
#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "statemachine/definition/machine.hpp"
#include "statemachine/execution/decision.hpp"

namespace {

using namespace pawl;

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double sha256_of_64_mib_seconds() {
    const std::string data(64 << 20, 'x');
    unsigned char digest[32];
    unsigned size = 0;
    const double before = cpu_seconds();
    EVP_Digest(data.data(), data.size(), digest, &size, EVP_sha256(), nullptr);
    return cpu_seconds() - before;
}

// Wall time of one fdatasync after a 4 KiB overwrite of a preallocated file.
double fdatasync_microseconds(const char* path) {
    const int file = open(path, O_CREAT | O_RDWR | O_TRUNC, 0600);
    if (file < 0 || posix_fallocate(file, 0, 1 << 20) != 0) return -1;
    fsync(file);
    std::vector<double> all;
    const std::string page(4096, 'p');
    for (int i = 0; i < 200; ++i) {
        if (pwrite(file, page.data(), page.size(), (i % 256) * 4096) < 0) return -1;
        const auto before = std::chrono::steady_clock::now();
        fdatasync(file);
        all.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - before).count());
    }
    close(file);
    unlink(path);
    return median(all);
}

std::string chain_of_passes(int states) {
    std::string text = R"({"StartAt":"S0","States":{)";
    for (int i = 0; i < states; ++i) {
        text += "\"S" + std::to_string(i) + R"(":{"Type":"Pass",)";
        text += i + 1 < states ? "\"Next\":\"S" + std::to_string(i + 1) + "\"}," : "\"End\":true}";
    }
    return text + "}}";
}

// Runs the chain until `transitions` transitions are made; CPU nanoseconds of each.
double pass_nanoseconds(const definition::Machine& machine, int states, int transitions) {
    const execution::Limits limits;
    const double before = cpu_seconds();
    int made = 0;
    while (made < transitions) {
        execution::Execution one;
        const execution::Start start{{"arn", "name", "machine-arn", "machine", "role", ""}, Payload::from_checked_text(R"({"order":17})")};
        const execution::Tick tick{Instant{1}, 1};
        auto decision = execution::decide(machine, limits, one, start, tick);
        while (decision.more) decision = execution::decide(machine, limits, one, execution::Continue{}, tick);
        if (one.status != execution::Status::Succeeded) std::abort();
        made += states;
    }
    return (cpu_seconds() - before) * 1e9 / made;
}

}  // namespace

int main(int argc, char** argv) {
    const char* scratch = argc > 1 ? argv[1] : "bench.scratch";
    constexpr int states = 200;
    const auto compiled = definition::compile(chain_of_passes(states));
    if (!compiled.machine) return 1;
    pass_nanoseconds(*compiled.machine, states, 200'000);
    std::vector<double> runs;
    for (int i = 0; i < 5; ++i) runs.push_back(pass_nanoseconds(*compiled.machine, states, 1'000'000));
    std::printf(
        "{\"calibration\":{\"sha256_64mib_cpu_s\":%.4f,\"fdatasync_us\":%.0f},\"pass_transition_cpu_ns\":{\"median\":%.0f,\"min\":%.0f,\"max\":%.0f}}"
        "\n",
        sha256_of_64_mib_seconds(), fdatasync_microseconds(scratch), median(runs), *std::min_element(runs.begin(), runs.end()),
        *std::max_element(runs.begin(), runs.end()));
}
