// Time from a definition's text to its SVG picture, of which the layout is by far the most. Prints one JSON object: milliseconds of
// processor time, median of many.
// To be met: 50 states in 2 ms, 500 in 50 ms.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "statemachine/definition/json_reader.hpp"
#include "statemachine/graph/graph.hpp"
#include "statemachine/graph/layout.hpp"
#include "statemachine/graph/svg.hpp"
#include "statemachine/graph/svg_measure.hpp"

namespace {

using namespace pawl;

/// A workflow as people write them: tasks with Catch to one handler, a Choice in every seventh place that skips ahead or goes back (six states,
/// or to the middle of all before it: then hundreds of long lines run beside each other), a Parallel now and then.
std::string workflow(int states, bool long_loops = false) {
    std::string text = R"({"StartAt":"Step0","States":{)";
    const auto name = [](int i) { return "\"Step" + std::to_string(i) + "\""; };
    for (int i = 0; i < states; ++i) {
        text += name(i) + ":{";
        if (i % 7 == 3) {
            text += R"("Type":"Choice","Choices":[{"Variable":"$.a","NumericGreaterThan":5,"Next":)" + name(std::min(i + 4, states)) +
                    R"(},{"Variable":"$.b","IsPresent":true,"Next":)" + name(long_loops ? i / 2 : std::max(0, i - 6)) + R"(}],"Default":)" +
                    name(i + 1) + "},";
        } else if (i % 20 == 11) {
            text += R"("Type":"Parallel","Branches":[)";
            for (const char* branch : {"A", "B", "C"}) {
                const std::string inner = std::string(branch) + std::to_string(i);
                text += (*branch == 'A' ? "" : ",") + (R"({"StartAt":")" + inner) + R"(","States":{")" + inner + R"(":{"Type":"Pass","End":true}}})";
            }
            text += R"(],"Next":)" + name(i + 1) + "},";
        } else {
            text +=
                R"("Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","Catch":[{"ErrorEquals":["States.ALL"],"Next":"Failed"}],"Next":)" +
                name(i + 1) + "},";
        }
    }
    return text + name(states) + R"(:{"Type":"Succeed"},"Failed":{"Type":"Fail"}}})";
}

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

double median_ms(const std::string& text, int runs, bool layout_only) {
    std::vector<double> all;
    std::size_t drawn = 0;
    for (int i = 0; i < runs; ++i) {
        const double before = cpu_ms();
        const auto tree = definition::read_json(text);
        const graph::Graph graph = graph::Graph::of(definition::Outline::of(**tree));
        drawn += layout_only ? graph::layout(graph, graph::SvgMeasure()).wires.size() : graph::to_svg(graph).size();
        all.push_back(cpu_ms() - before);
    }
    if (drawn == 0) return -1;
    std::sort(all.begin(), all.end());
    return all[all.size() / 2];
}

}  // namespace

int main() {
    const std::string small = workflow(50), large = workflow(500), loops = workflow(500, true);
    std::printf(
        "{\"graph_ms\":{\"50_states_layout\":%.3f,\"50_states_svg\":%.3f,\"500_states_layout\":%.2f,\"500_states_svg\":%.2f,\"500_states_long_loops_"
        "svg\":%.2f}}\n",
        median_ms(small, 101, true), median_ms(small, 101, false), median_ms(large, 15, true), median_ms(large, 15, false),
        median_ms(loops, 7, false));
}
