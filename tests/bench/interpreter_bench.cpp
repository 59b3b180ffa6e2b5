// The interpreter alone, without a store: decide() in a loop over the machines of tests/bench/interpreter/machines.json, as its peer runs them.
// usage: interpreter_bench machines.json SECONDS    Prints a JSON object a line.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

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

double now_seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "interpreter_bench: %s\n", why.c_str());
    std::exit(1);
}

std::string text_of(const char* path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) give_up(std::string("can't read ") + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string input_of(const json::object& machine) {
    const json::value* count = machine.if_contains("items");
    if (count == nullptr) return to_json(machine.at("input"));
    std::string text = R"({"items":[)";
    for (std::int64_t i = 0; i < count->as_int64(); ++i) text += (i > 0 ? ",{\"i\":" : "{\"i\":") + std::to_string(i) + "}";
    return text + "]}";
}

/// One execution from its start to its end; the output.
std::string run_once(const definition::Machine& machine, const std::string& input) {
    // The input is parsed anew and the output written each time, as a real execution does; the peer is handed an object.
    execution::Execution one;
    const execution::Limits limits;
    const execution::Start start{{"arn", "name", "machine-arn", "machine", "role", ""}, Payload::from_checked_text(input)};
    const execution::Tick tick{Instant{1}, 1};
    auto decision = execution::decide(machine, limits, one, start, tick);
    while (decision.more) decision = execution::decide(machine, limits, one, execution::Continue{}, tick);
    if (one.status != execution::Status::Succeeded) give_up("an execution did not succeed");
    return one.output->text();
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) give_up("usage: interpreter_bench machines.json SECONDS");
    const double seconds = std::atof(argv[2]);
    const auto machines = Payload::parse(text_of(argv[1]));
    if (!machines) give_up("the file is no JSON: " + machines.error().message);
    for (const json::value& item : machines->value().as_array()) {
        const json::object& machine = item.as_object();
        const std::string name(machine.at("name").as_string());
        const auto compiled = definition::compile(to_json(machine.at("definition")));
        if (!compiled.machine) give_up(name + " does not compile");
        const std::string input = input_of(machine);
        std::string output;
        for (int i = 0; i < 3; ++i) output = run_once(*compiled.machine, input);
        const double cpu = cpu_seconds();
        const double end = now_seconds() + seconds;
        long runs = 0;
        do {
            run_once(*compiled.machine, input);
            ++runs;
        } while (now_seconds() < end);
        const double rate = static_cast<double>(runs) * static_cast<double>(machine.at("transitions").as_int64()) / (cpu_seconds() - cpu);
        std::printf("{\"name\":\"%s\",\"runs\":%ld,\"transitions_per_cpu_second\":%.0f,\"output\":%s}\n", name.c_str(), runs, rate, output.c_str());
    }
}
