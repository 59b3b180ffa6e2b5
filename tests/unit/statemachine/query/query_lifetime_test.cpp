// What a query builds or keeps must not use the memory of the document it came from. Sanitizer builds see a breach; these tests outlive
// every source on purpose.
#include <gtest/gtest.h>

#include <boost/json/value.hpp>

#include "statemachine/query/choice_rule.hpp"
#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/payload_template.hpp"
#include "tests/unit/statemachine/query/fixed_scope.hpp"

namespace pawl::query {
namespace {

const std::string long_text(200, 'x');

TEST(QueryLifetime, ResultsOutliveTheirSources) {
    std::vector<Payload> results;
    {
        const FixedScope scope(R"({"a":{"s":")" + long_text + R"("},"l":[{"k":")" + long_text + R"("}]})");
        const auto source = Payload::parse(R"({"fixed":")" + long_text + R"(","x.$":"$.a","y.$":"$.l[*].k"})");
        const auto shape = PayloadTemplate::compile(source->value());
        results.push_back(*shape->evaluate(scope.scope()));
        results.push_back(*Path::compile("$..k")->select(scope.scope()));
        results.push_back(*Path::compile("$.a['s','t']")->select(scope.scope()));
        results.push_back(*Path::compile("$.a.s")->select(scope.scope()));
        results.push_back(*ReferencePath::compile("$.l[0].k")->put(scope.scope().input, *Payload::parse("\"" + long_text + "\"")));
    }
    EXPECT_EQ(results[0].text(), R"({"fixed":")" + long_text + R"(","x":{"s":")" + long_text + R"("},"y":[")" + long_text + R"("]})");
    EXPECT_EQ(results[1].text(), R"([")" + long_text + R"("])");
    EXPECT_EQ(results[2].text(), R"({"s":")" + long_text + R"("})");
    EXPECT_EQ(results[3].text(), "\"" + long_text + "\"");
    EXPECT_EQ(results[4].text(), R"({"a":{"s":")" + long_text + R"("},"l":[{"k":")" + long_text + R"("}]})");
}

TEST(QueryLifetime, BuiltPartsTakeNoMemoryFromTheInput) {
    const FixedScope scope(R"({"a":{"s":"text"}})");
    const auto shape = PayloadTemplate::compile(Payload::parse(R"({"x.$":"$.a"})")->value());
    const auto built = shape->evaluate(scope.scope());
    ASSERT_TRUE(built);
    EXPECT_TRUE(*built->value().at("x").storage() == *json::storage_ptr());
    const auto put = ReferencePath::compile("$.b")->put(scope.scope().input, scope.scope().input);
    EXPECT_TRUE(*put->value().at("b").at("a").storage() == *json::storage_ptr());
}

TEST(QueryLifetime, RulesOutliveTheirDefinition) {
    std::vector<ChoiceRule> rules;
    rules.push_back(*ChoiceRule::compile(Payload::parse(R"({"Variable":"$.a","StringEquals":")" + long_text + R"("})")->value()));
    const FixedScope scope(R"({"a":")" + long_text + R"("})");
    EXPECT_TRUE(*rules.front().matches(scope.scope()));
}

}  // namespace
}  // namespace pawl::query
