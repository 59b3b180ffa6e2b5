// What every picture keeps to, over the collected definitions and generated ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "statemachine/definition/json_reader.hpp"
#include "statemachine/graph/graph.hpp"
#include "statemachine/graph/layout.hpp"
#include "statemachine/graph/svg.hpp"
#include "statemachine/graph/svg_measure.hpp"
#include "statemachine/graph/text_formats.hpp"
#include "tests/source_dir.hpp"

namespace pawl::graph {
namespace {

Graph graph_of(const std::string& text) {
    const auto read = definition::read_json(text);
    EXPECT_TRUE(read.has_value() && read->has_value()) << text;
    return Graph::of(definition::Outline::of(**read));
}

/// A terminal's measures in the plainest form.
class Cells final : public Measure {
  public:
    Spacing spacing() const override {
        Spacing spacing;
        spacing.column = spacing.box = spacing.flows = 3;
        spacing.lane = 2;
        spacing.stem = spacing.track = spacing.approach = 1;
        spacing.catch_port = 4;
        spacing.corner = 0;
        spacing.cells = true;
        return spacing;
    }
    Size node(const Node& node) const override { return {node.kind == NodeKind::Start ? 1 : static_cast<int>(node.name.size()) + 4, 3}; }
    Size title(const Node& node) const override { return {static_cast<int>(node.name.size()) + 6, 1}; }
    Size label(const std::string& text) const override { return {static_cast<int>(std::min<std::size_t>(text.size(), 30)), 1}; }
};

bool overlap(const Rect& a, const Rect& b) { return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom(); }
bool within(const Rect& inner, const Rect& outer) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() && inner.bottom() <= outer.bottom();
}
std::string show(const Rect& r) {
    return std::to_string(r.x) + "," + std::to_string(r.y) + " " + std::to_string(r.width) + "x" + std::to_string(r.height);
}

/// Whether a vertical or horizontal piece runs through the inside of a rectangle.
bool through(Point a, Point b, const Rect& r) {
    return std::max(a.x, b.x) > r.x && std::min(a.x, b.x) < r.right() - 1 && std::max(a.y, b.y) > r.y && std::min(a.y, b.y) < r.bottom() - 1;
}

void check(const Graph& graph, const Drawing& drawing, const std::string& what) {
    SCOPED_TRACE(what);
    const Rect all{0, 0, drawing.size.width, drawing.size.height};
    std::vector<Rect> rect_of(graph.nodes.size());
    std::vector<bool> placed(graph.nodes.size(), false);
    for (const PlacedNode& node : drawing.nodes) {
        EXPECT_FALSE(placed[node.node]) << "drawn twice: " << graph.nodes[node.node].name;
        placed[node.node] = true;
        rect_of[node.node] = node.rect;
        EXPECT_TRUE(within(node.rect, all)) << graph.nodes[node.node].name << " " << show(node.rect);
    }
    EXPECT_EQ(std::count(placed.begin(), placed.end(), true), static_cast<long>(graph.nodes.size())) << "every node is drawn";

    // Within a flow nothing overlaps, labels included; what a box holds is inside it.
    std::vector<std::vector<Rect>> by_flow(graph.flows.size());
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) by_flow[graph.nodes[i].flow].push_back(rect_of[i]);
    std::vector<Rect> solid;
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (graph.nodes[i].flows.empty()) solid.push_back(rect_of[i]);
        for (const std::size_t flow : graph.nodes[i].flows) {
            for (const std::size_t inner : graph.flows[flow].nodes) {
                EXPECT_TRUE(within(rect_of[inner], rect_of[i]))
                    << graph.nodes[inner].name << " " << show(rect_of[inner]) << " in " << show(rect_of[i]);
            }
        }
    }
    for (const PlacedLabel& label : drawing.labels) {
        by_flow[graph.nodes[graph.edges[label.edge].from].flow].push_back(label.rect);
        EXPECT_TRUE(within(label.rect, all));
    }
    for (const auto& rects : by_flow) {
        for (std::size_t i = 0; i < rects.size(); ++i) {
            for (std::size_t j = i + 1; j < rects.size(); ++j)
                EXPECT_FALSE(overlap(rects[i], rects[j])) << show(rects[i]) << " and " << show(rects[j]);
        }
    }
    // Branches beside each other.
    for (std::size_t i = 0; i < drawing.flows.size(); ++i) {
        for (std::size_t j = i + 1; j < drawing.flows.size(); ++j) {
            const Rect &a = drawing.flows[i].rect, &b = drawing.flows[j].rect;
            const bool nested = within(a, b) || within(b, a);
            EXPECT_TRUE(nested || !overlap(a, b)) << show(a) << " and " << show(b);
        }
    }
    // Lines are upright or level, stay in the picture and run through no state.
    std::size_t arrows = 0;
    for (const Wire& wire : drawing.wires) {
        arrows += wire.arrow ? 1 : 0;
        ASSERT_GE(wire.points.size(), 2U);
        for (std::size_t i = 0; i + 1 < wire.points.size(); ++i) {
            const Point a = wire.points[i], b = wire.points[i + 1];
            EXPECT_TRUE(a.x == b.x || a.y == b.y);
            EXPECT_TRUE(a.x >= 0 && a.x <= all.width && a.y >= 0 && a.y <= all.height);
            for (const Rect& rect : solid)
                EXPECT_FALSE(through(a, b, rect)) << a.x << "," << a.y << " to " << b.x << "," << b.y << " through " << show(rect);
        }
    }
    // Every state that a transition leads to is reached by an arrow, one for each kind of line.
    std::set<std::pair<std::size_t, bool>> targets;
    for (const Edge& edge : graph.edges) targets.emplace(edge.to, edge.kind == EdgeKind::Catch);
    EXPECT_EQ(arrows, targets.size());
}

void check_both(const Graph& graph, const std::string& what) {
    check(graph, layout(graph, SvgMeasure()), what + " as SVG");
    check(graph, layout(graph, Cells()), what + " in cells");
}

std::vector<std::string> collected(const char* file) {
    std::string path = pawl::source_dir() + "/../shared/definitions/";
    path += file;
    std::ifstream in(path);
    std::vector<std::string> texts;
    for (std::string line; std::getline(in, line);) texts.emplace_back(boost::json::parse(line).as_object().at("text").as_string());
    return texts;
}

/// Random transitions between `count` states, some of them boxes, from a generator of its own: the same everywhere.
std::string generated(unsigned seed, int count, int depth) {
    const auto next = [&seed](unsigned below) {
        seed = seed * 1'664'525U + 1'013'904'223U;
        return (seed >> 16) % below;
    };
    const auto target = [&] { return "\"S" + std::to_string(depth) + "_" + std::to_string(next(static_cast<unsigned>(count))) + "\""; };
    std::string text = "{\"StartAt\":" + target() + ",\"States\":{";
    for (int i = 0; i < count; ++i) {
        if (i > 0) text += ',';
        text += "\"S" + std::to_string(depth) + "_" + std::to_string(i) + "\":{";
        const unsigned kind = next(depth > 0 ? 7 : 5);
        if (kind == 0) {
            text += "\"Type\":\"Choice\",\"Choices\":[";
            const unsigned rules = 1 + next(4);
            for (unsigned r = 0; r < rules; ++r)
                text += (r > 0 ? "," : "") + std::string("{\"Variable\":\"$.x\",\"NumericEquals\":1,\"Next\":") + target() + "}";
            text += "],\"Default\":" + target() + "}";
            continue;
        }
        text += kind == 5   ? "\"Type\":\"Map\",\"ItemProcessor\":" + generated(seed, 3, depth - 1) + ","
                : kind == 6 ? "\"Type\":\"Parallel\",\"Branches\":[" + generated(seed, 2, depth - 1) + "," + generated(seed + 1, 4, depth - 1) + "],"
                            : "\"Type\":\"Task\",\"Resource\":\"arn:aws:lambda:us-east-1:1:function:f\",";
        if (next(3) == 0)
            text +=
                "\"Catch\":[{\"ErrorEquals\":[\"Busy\"],\"Next\":" + target() + "},{\"ErrorEquals\":[\"States.ALL\"],\"Next\":" + target() + "}],";
        text += next(4) == 0 ? "\"End\":true}" : "\"Next\":" + target() + "}";
    }
    return text + "}}";
}

TEST(GraphLayout, NothingOverlapsInCollectedDefinitions) {
    const auto texts = collected("valid.jsonl");
    if (texts.empty()) GTEST_SKIP() << "../shared/definitions is not there";
    for (const std::string& text : texts) {
        const auto read = definition::read_json(text);
        if (!read || !*read || !(*read)->is_object()) continue;
        check_both(Graph::of(definition::Outline::of(**read)), text.substr(0, 200));
        if (HasFailure()) break;
    }
}

TEST(GraphLayout, FaultyDefinitionsAreDrawnAsFarAsTheyGo) {
    const auto texts = collected("invalid.jsonl");
    if (texts.empty()) GTEST_SKIP() << "../shared/definitions is not there";
    for (const std::string& text : texts) {
        const auto read = definition::read_json(text);
        if (!read || !*read || !(*read)->is_object()) continue;
        check_both(Graph::of(definition::Outline::of(**read)), text.substr(0, 200));
    }
}

TEST(GraphLayout, NothingOverlapsInGeneratedDefinitions) {
    for (unsigned seed = 1; seed <= 150 && !HasFailure(); ++seed) {
        check_both(graph_of(generated(seed, 2 + static_cast<int>(seed % 14), seed % 3 == 0 ? 2 : 0)), "seed " + std::to_string(seed));
    }
}

TEST(GraphLayout, TheSameDefinitionGivesTheSamePicture) {
    const std::string text = generated(7, 12, 1);
    EXPECT_EQ(to_svg(graph_of(text)), to_svg(graph_of(text)));
    EXPECT_EQ(to_dot(graph_of(text)), to_dot(graph_of(text)));
    EXPECT_EQ(to_mermaid(graph_of(text)), to_mermaid(graph_of(text)));
}

Rect rect_of(const Graph& graph, const Drawing& drawing, const std::string& name) {
    for (const PlacedNode& node : drawing.nodes) {
        if (graph.nodes[node.node].name == name) return node.rect;
    }
    ADD_FAILURE() << name << " is not drawn";
    return {};
}

TEST(GraphLayout, ALayerKeepsTheOrderOfTheSource) {
    const auto choice = [](const char* order) {
        std::string text = R"({"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[)";
        for (const char* c = order; *c != '\0'; ++c)
            text += std::string(c == order ? "" : ",") + "{\"Variable\":\"$.x\",\"IsNull\":true,\"Next\":\"" + *c + "\"}";
        text += "]}";
        for (const char c : {'X', 'Y', 'Z'}) text += std::string(",\"") + c + R"(":{"Type":"Pass","Next":"End"})";
        return text + R"(,"End":{"Type":"Succeed"}}})";
    };
    for (const char* order : {"XYZ", "ZYX", "YZX"}) {
        const Graph graph = graph_of(choice(order));
        const Drawing drawing = layout(graph, SvgMeasure());
        const Rect x = rect_of(graph, drawing, "X"), y = rect_of(graph, drawing, "Y"), z = rect_of(graph, drawing, "Z");
        EXPECT_LT(x.right(), y.x) << order;
        EXPECT_LT(y.right(), z.x) << order;
        EXPECT_EQ(x.y, y.y);
        EXPECT_LT(rect_of(graph, drawing, "C").bottom(), x.y);
        EXPECT_GT(rect_of(graph, drawing, "End").y, x.bottom());
    }
}

TEST(GraphLayout, AChainIsStraightThoughItsErrorsAreCaught) {
    const Graph graph = graph_of(R"({"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"r","Next":"B","Catch":[{"ErrorEquals":["States.ALL"],"Next":"No"}]},
        "B":{"Type":"Task","Resource":"r","Next":"D","Catch":[{"ErrorEquals":["States.ALL"],"Next":"No"}]},
        "D":{"Type":"Pass","End":true},"No":{"Type":"Fail"}}})");
    const Drawing drawing = layout(graph, SvgMeasure());
    const auto middle = [&](const char* name) {
        const Rect rect = rect_of(graph, drawing, name);
        return rect.x + rect.width / 2;
    };
    EXPECT_EQ(middle("A"), middle("B"));
    EXPECT_EQ(middle("B"), middle("D"));
    EXPECT_TRUE(std::any_of(drawing.wires.begin(), drawing.wires.end(), [](const Wire& wire) { return wire.dashed && wire.arrow; }));
    EXPECT_EQ(std::count_if(drawing.wires.begin(), drawing.wires.end(), [](const Wire& wire) { return wire.dashed && wire.arrow; }), 1)
        << "they join";
}

TEST(GraphLayout, ALoopLeadsBackToTheTopOfItsTarget) {
    const Graph graph =
        graph_of(R"({"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":5,"Next":"T"},"T":{"Type":"Task","Resource":"r","Next":"W"}}})");
    const Drawing drawing = layout(graph, SvgMeasure());
    check(graph, drawing, "a loop");
    EXPECT_LT(rect_of(graph, drawing, "W").bottom(), rect_of(graph, drawing, "T").y);
}

TEST(GraphModel, SaysWhatStatesDo) {
    const Graph graph = graph_of(R"({"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","Parameters":{"FunctionName":"arn:aws:lambda:us-east-1:1:function:charge:3"},"Next":"W"},
        "W":{"Type":"Wait","SecondsPath":"$.s","Next":"M"},
        "M":{"Type":"Map","ItemsPath":"$.items","MaxConcurrency":2,"ItemProcessor":{"StartAt":"I","States":{"I":{"Type":"Pass","End":true}}},"Next":"C"},
        "C":{"Type":"Choice","Choices":[
          {"And":[{"Variable":"$.n","NumericGreaterThanEquals":5},{"Not":{"Variable":"$.s","StringEquals":"x"}}],"Next":"F"},
          {"Variable":"$.b","BooleanEquals":true,"Next":"F"},{"Condition":"{% $states.input.ok %}","Next":"Gone"}],"Default":"S"},
        "F":{"Type":"Fail","Error":"Bad"},"S":{"Type":"Succeed"}}})");
    const auto caption = [&](const std::string& name) {
        const auto found = std::find_if(graph.nodes.begin(), graph.nodes.end(), [&](const Node& node) { return node.name == name; });
        return found == graph.nodes.end() ? "not there" : found->caption;
    };
    EXPECT_EQ(caption("A"), "charge");
    EXPECT_EQ(caption("W"), "$.s s");
    EXPECT_EQ(caption("M"), "for each of $.items, 2 at once");
    EXPECT_EQ(caption("F"), "Bad");
    EXPECT_EQ(caption("Gone"), "is not there");
    std::string labels;
    for (const Edge& edge : graph.edges) labels += edge.label.empty() ? "" : edge.label + "\n";
    EXPECT_EQ(labels, "$.n >= 5 and not $.s = \"x\" | $.b\n$states.input.ok\notherwise\n");
}

/// Checks that tags nest, attributes are quoted and nothing else is in angle brackets: what an XML parser needs of this subset.
void expect_well_formed(const std::string& xml) {
    std::vector<std::string> open;
    for (std::size_t at = 0; at < xml.size();) {
        if (xml[at] == '&') {
            const std::string_view rest = std::string_view(xml).substr(at);
            EXPECT_TRUE(rest.starts_with("&amp;") || rest.starts_with("&lt;") || rest.starts_with("&gt;") || rest.starts_with("&quot;"))
                << rest.substr(0, 20);
        }
        EXPECT_TRUE(static_cast<unsigned char>(xml[at]) >= 0x20 || xml[at] == '\n') << "a control character";
        if (xml[at] != '<') {
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        for (bool quoted = false; end < xml.size() && (quoted || xml[end] != '>'); ++end) {
            if (xml[end] == '"') quoted = !quoted;
            EXPECT_NE(xml[end], '<');
        }
        ASSERT_LT(end, xml.size());
        const std::string tag = xml.substr(at + 1, end - at - 1), name = tag.substr(0, tag.find(' '));
        if (tag.starts_with('/')) {
            ASSERT_FALSE(open.empty());
            EXPECT_EQ(open.back(), tag.substr(1));
            open.pop_back();
        } else if (!tag.ends_with('/')) {
            open.push_back(name);
        }
        at = end + 1;
    }
    EXPECT_TRUE(open.empty());
}

TEST(GraphSvg, IsWellFormedWhateverTheNames) {
    const std::string svg = to_svg(graph_of(
        R"({"Comment":"a < b & \"c\"","StartAt":"<script>alert(1)</script>","States":{"<script>alert(1)</script>":{"Type":"Pass","Next":"\u0007&]]>"},
            "\u0007&]]>":{"Type":"Wait","Timestamp":"\"<&","Next":"订单处理工作流程的一个很长的名字订单处理工作流程的一个很长的名字"},
            "订单处理工作流程的一个很长的名字订单处理工作流程的一个很长的名字":{"Type":"What","End":true}}})"));
    expect_well_formed(svg);
    EXPECT_EQ(svg.find("<script"), std::string::npos);
    EXPECT_NE(svg.find("订单"), std::string::npos);
    for (unsigned seed = 1; seed < 20; ++seed) expect_well_formed(to_svg(graph_of(generated(seed, 9, 1))));
}

TEST(GraphTextFormats, QuoteWhatHasAMeaning) {
    const Graph graph = graph_of(
        R"({"StartAt":"a\"b\\","States":{"a\"b\\":{"Type":"Choice","Choices":[{"Variable":"$.x","StringEquals":"q|}]","Next":"end"}]},"end":{"Type":"Succeed"}}})");
    EXPECT_NE(to_dot(graph).find(R"(label="a\"b\\")"), std::string::npos) << to_dot(graph);
    const std::string mermaid = to_mermaid(graph);
    EXPECT_EQ(mermaid.find("a\"b"), std::string::npos) << mermaid;
    EXPECT_NE(mermaid.find("#34;q#124;#125;#93;#34;"), std::string::npos) << mermaid;
}

TEST(GraphLayout, AChainOfThousandsOfStatesIsDrawn) {
    std::string text = R"({"StartAt":"S0","States":{)";
    for (int i = 0; i < 3'000; ++i)
        text += "\"S" + std::to_string(i) + R"(":{"Type":"Task","Resource":"r","Catch":[{"ErrorEquals":["States.ALL"],"Next":"F"}],"Next":"S)" +
                std::to_string(i + 1) + "\"},";
    const Graph graph = graph_of(text + R"("S3000":{"Type":"Pass","Next":"S7"},"F":{"Type":"Fail"}}})");
    EXPECT_EQ(layout(graph, SvgMeasure()).nodes.size(), 3'003U);
}

}  // namespace
}  // namespace pawl::graph
