// Operations per CPU-second of pawl's JSONata on the cases of ../shared/jsonata/bench-cases.json, measured as bench.mjs beside them measures npm's:
// two windows to warm up, then the best of three. Prints one JSON object. Driven by tests/bench/jsonata.
//
//   jsonata_bench CASES [WINDOW_MS]
#include <sys/resource.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "statemachine/query/jsonata/expression.hpp"

namespace {

using namespace pawl;
using query::jsonata::Bindings;
using query::jsonata::Expression;

// $states as the execution room gives it: its members are payloads that exist anyway.
class States : public Bindings {
  public:
    States(Payload input, Payload context) : input_(std::move(input)), context_(std::move(context)) {
        json::object whole;
        whole["input"] = copy_of(input_.value());
        whole["context"] = copy_of(context_.value());
        whole_ = Payload::from_value(std::move(whole));
    }
    const Payload* find(std::string_view name) const override { return name == "states" ? &whole_ : nullptr; }
    Member member(std::string_view name, std::string_view member) const override {
        if (name != "states") return {};
        return {true, member == "input" ? &input_ : member == "context" ? &context_ : nullptr};
    }

  private:
    Payload input_, context_, whole_;
};

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

template <class Operation>
double operations_per_second(double window, const Operation& operation) {
    double best = 0;
    for (int round = 0; round < 5; ++round) {
        const double start = cpu_seconds();
        double done = 0, used = 0;
        int step = 1;
        do {
            for (int i = 0; i < step; ++i) operation();
            done += step;
            if (step < 4096) step *= 2;
            used = cpu_seconds() - start;
        } while (used < window);
        if (round > 1) best = std::max(best, done / used);
    }
    return best;
}

[[noreturn]] void give_up(const std::string& why) {
    std::fprintf(stderr, "jsonata_bench: %s\n", why.c_str());
    std::exit(1);
}

std::string text_of(const json::value& value) { return std::string(value.get_string()); }

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) give_up("usage: jsonata_bench CASES [WINDOW_MS]");
    std::ifstream file(argv[1], std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    const auto cases = Payload::parse(text.str());
    if (!cases) give_up(std::string("cannot read ") + argv[1]);
    const double window = (argc > 2 ? std::atof(argv[2]) : 80) / 1000;
    const json::object& all = cases->value().get_object();

    json::object out;
    std::size_t sink = 0;
    for (const json::value& each : all.at("cases").get_array()) {
        const json::object& test = each.get_object();
        const std::string source = text_of(test.at("expr"));
        const auto expression = Expression::compile(source);
        if (!expression) give_up(source + ": " + expression.error().message);
        json::object row;
        row["parse"] = operations_per_second(window, [&] { sink += Expression::compile(source).has_value() ? 1 : 0; });
        for (const auto& size : all.at("data").get_object()) {
            const States states(Payload::from_checked_text(to_json(size.value())), Payload::from_checked_text(to_json(all.at("context"))));
            query::jsonata::Scope scope;
            scope.bindings = &states;
            const auto result = expression->evaluate(scope);
            if (!result) give_up(source + ": " + result.error().message);
            const json::object& expected = test.at("expected").at(size.key()).get_object();
            if (const auto* value = expected.if_contains("value")) {
                if (!*result || !(**result == Payload::from_value(copy_of(*value)))) give_up("wrong result of " + source);
            } else if ((*result)->value().get_string().size() != expected.at("lengthOnly").to_number<std::size_t>()) {
                give_up("wrong length of " + source);
            }
            row[size.key()] = operations_per_second(window, [&] { sink += expression->evaluate(scope).has_value() ? 1 : 0; });
        }
        out[test.at("id").get_string()] = std::move(row);
    }
    if (sink == 0) give_up("nothing was measured");
    std::puts(json::serialize(out).c_str());
    return 0;
}
