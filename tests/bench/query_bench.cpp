// CPU time of JSONPath mode's parts: paths, templates, intrinsic calls, choice rules, on a small and on a large input. Prints one JSON object.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "statemachine/query/choice_rule.hpp"
#include "statemachine/query/path_or_call.hpp"
#include "statemachine/query/payload_template.hpp"

namespace {

using namespace pawl;

double cpu_nanoseconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto nanoseconds = [](const timeval& t) { return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_usec) * 1e3; };
    return nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
}

class NoContext final : public query::ContextObject {
  public:
    const Payload& context() const override { return context_; }

  private:
    Payload context_ = Payload::empty_object();
};

std::string input_of(int items) {
    std::string text = R"({"order":{"id":"o-17","total":12.5},"name":"Ada","list":[)";
    for (int i = 0; i < items; ++i)
        text += (i > 0 ? "," : "") + std::string(R"({"sku":"s)") + std::to_string(i) + R"(","n":)" + std::to_string(i) + "}";
    return text + "]}";
}

/// Nanoseconds of one call: the median of five batches.
template <class Work>
double measured(const Work& work) {
    constexpr int batch = 2000;
    std::vector<double> runs;
    for (int run = 0; run < 6; ++run) {
        const double before = cpu_nanoseconds();
        for (int i = 0; i < batch; ++i) work();
        if (run > 0) runs.push_back((cpu_nanoseconds() - before) / batch);
    }
    std::sort(runs.begin(), runs.end());
    return runs[runs.size() / 2];
}

void must(bool good, const char* what) {
    if (good) return;
    std::fprintf(stderr, "query_bench: %s failed\n", what);
    std::exit(1);
}

}  // namespace

int main() {
    const NoContext context;
    const auto path = query::Path::compile("$.list[3].sku");
    const auto filter = query::Path::compile("$.list[?(@.n == 3)]");
    const auto format = query::PathOrCall::compile("States.Format('{} has {} of {}', $.name, States.ArrayLength($.list), $.order.id)");
    const auto item = query::PathOrCall::compile("States.ArrayGetItem($.list, States.MathAdd(States.ArrayLength($.list), -1))");
    const auto shape = query::PayloadTemplate::compile(
        Payload::parse(R"({"id.$":"$.order.id","who.$":"$.name","first.$":"$.list[0]","fixed":{"a":[1,2],"b":null}})")->value());
    const auto rule = query::ChoiceRule::compile(
        Payload::parse(R"({"And":[{"Variable":"$.order.total","NumericGreaterThan":3},{"Variable":"$.name","StringMatches":"A*"}]})")->value());
    must(path && filter && format && item && shape && rule, "compiling");
    std::printf("{");
    for (const int items : {10, 5000}) {
        const Payload input = *Payload::parse(input_of(items));
        const query::Scope scope{input, context, nullptr, 1};
        std::printf("%s\"items_%d\":{\"path_ns\":%.0f", items == 10 ? "" : ",", items,
                    measured([&] { must(path->find(scope) != nullptr, "the path"); }));
        if (items == 10) std::printf(",\"filter_ns\":%.0f", measured([&] { must(filter->select(scope).has_value(), "the filter"); }));
        std::printf(",\"call_ns\":%.0f", measured([&] { must(format->evaluate(scope, "x").has_value(), "the call"); }));
        std::printf(",\"item_call_ns\":%.0f", measured([&] { must(item->evaluate(scope, "x").has_value(), "the item call"); }));
        std::printf(",\"template_ns\":%.0f", measured([&] { must(shape->evaluate(scope).has_value(), "the template"); }));
        std::printf(",\"rule_ns\":%.0f}", measured([&] { must(rule->matches(scope).has_value(), "the rule"); }));
    }
    std::printf("}\n");
}
