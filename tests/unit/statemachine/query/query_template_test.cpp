#include <functional>
#include <sstream>
#include <vector>

#include <gtest/gtest.h>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/call.hpp"
#include "statemachine/query/payload_template.hpp"
#include "tests/unit/statemachine/query/fixed_scope.hpp"
#include "tests/unit/statemachine/query/shared_data.hpp"

namespace pawl::query {
namespace {

PayloadTemplate compiled(const std::string& source) {
    auto result = PayloadTemplate::compile(Payload::parse(source)->value());
    EXPECT_TRUE(result) << source << ": " << (result ? "" : result.error().front().message);
    return *result;
}

std::string evaluated(const std::string& source, const std::string& input, const std::string& context = "{}") {
    const FixedScope scope(input, context);
    const auto result = compiled(source).evaluate(scope.scope());
    return result ? result->text() : result.error().error + ": " + result.error().message;
}

/// The order in which members named so come out when all of them are evaluated.
std::string order(const std::vector<std::string>& names) {
    json::object source, input;
    for (const auto& name : names) {
        source[name + ".$"] = "$.v";
    }
    input["v"] = 1;
    const FixedScope scope(to_json(json::value(input)));
    const auto result = PayloadTemplate::compile(json::value(source))->evaluate(scope.scope());
    std::string out;
    for (const auto& member : result->value().as_object()) out += (out.empty() ? "" : ",") + std::string(member.key());
    return out;
}

std::vector<TemplateFault> faults(const std::string& source) {
    auto result = PayloadTemplate::compile(Payload::parse(source)->value());
    return result ? std::vector<TemplateFault>{} : result.error();
}

TEST(PayloadTemplate, PutsFixedMembersFirst) {
    EXPECT_EQ(evaluated(R"({"a.$":"$.x","b":1,"c.$":"$$.y","d":{"e.$":"$.x","f":null}})", R"({"x":{"k":1.50}})", R"({"y":"Y"})"),
              R"({"b":1,"d":{"f":null,"e":{"k":1.5}},"a":{"k":1.5},"c":"Y"})");
}

TEST(PayloadTemplate, EvaluatesInsideArrays) {
    EXPECT_EQ(evaluated(R"([{"a.$":"$[1]"},[{"b.$":"$"}],"x.$"])", "[1,2]"), R"([{"a":2},[{"b":[1,2]}],"x.$"])");
}

TEST(PayloadTemplate, OrdersEvaluatedMembersAsJavasHashMap) {
    // Recorded in September 2026 (recorded-behaviour#key-order-of-templates).
    EXPECT_EQ(order({"index", "value", "source", "parentId"}), "index,source,value,parentId");
    EXPECT_EQ(order({"index", "item", "parentBefore"}), "item,index,parentBefore");
    EXPECT_EQ(order({"index", "key", "parentBefore", "before", "after", "object"}), "before,index,after,key,parentBefore,object");
    EXPECT_EQ(order({"i", "v"}), "v,i");
    EXPECT_EQ(order({"Headers", "ApiEndpoint", "Method", "QueryParameters", "Transform", "RequestBody"}),
              "Headers,ApiEndpoint,Method,QueryParameters,Transform,RequestBody");
    // Sixteen members: 32 buckets, definition order inside a bucket.
    EXPECT_EQ(order({"array", "contains", "unique", "encoded", "json", "decoded", "execution", "hash", "machine", "merge", "nested", "partition",
                     "range", "serialized", "split", "state"}),
              "execution,range,nested,contains,partition,split,array,machine,unique,merge,json,decoded,state,hash,encoded,serialized");
    // Recorded: test_query_context_object_values.
    EXPECT_EQ(order({"context_object", "execution", "execution_id", "execution_input", "execution_name", "execution_rolearn", "execution_starttime",
                     "state", "state_enteredtime", "state_name", "statemachine", "statemachine_id", "statemachine_name"}),
              "execution,execution_rolearn,execution_name,statemachine_id,execution_id,execution_input,execution_starttime,state_name,"
              "state_enteredtime,statemachine,state,context_object,statemachine_name");
}

TEST(PayloadTemplate, SaysWhatCouldNotBeFound) {
    EXPECT_EQ(evaluated(R"({"value.$":"$.no_such_jsonpath"})", R"({ "a": 1.0 })"),
              "States.Runtime: The JSONPath '$.no_such_jsonpath' specified for the field 'value.$' could not be found in the input '{\"a\":1.0}'");
    EXPECT_EQ(evaluated(R"({"x":{"source.$":"$$.Map.Item.Source"}})", "{}", R"({"Map":{"Item":{"Index":0}}})"),
              "States.Runtime: The JSONPath '$$.Map.Item.Source' specified for the field 'source.$' could not be found in the input "
              R"('{"Map":{"Item":{"Index":0}}}')");
}

TEST(PayloadTemplate, TellsAllFaults) {
    const auto found = faults(R"t({"parsed.$":"States.Format('\\d')","a/b":[{"x.$":5}],"y":1,"y.$":"$.z","v.$":"$name.first"})t");
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(found[0].pointer, "/parsed.$");
    EXPECT_EQ(found[0].message, "The value for the field 'parsed.$' must be a valid JSONPath or a valid intrinsic function call");
    EXPECT_EQ(found[1].pointer, "/a~1b/0/x.$");
    EXPECT_EQ(found[1].message, "The value for the field 'x.$' must be a valid JSONPath or a valid intrinsic function call");
    EXPECT_EQ(found[2].message, "The field 'y' is given twice, as 'y' and as 'y.$'");
}

TEST(PayloadTemplate, TellsWhichVariablesItReads) {
    const std::vector<std::string> names =
        compiled(R"t({"a.$":"$b.c","l":[{"x.$":"States.Format('{}', $a, States.Array($b, $c.d))"}]})t").variable_references();
    EXPECT_EQ(names, (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_TRUE(compiled(R"({"a.$":"$.x"})").variable_references().empty());
}

TEST(PayloadTemplate, ReadsVariables) {
    FixedScope scope(R"({"x":1})");
    scope.assign("v", R"({"a":[1,2]})");
    EXPECT_EQ(compiled(R"t({"all.$":"$v","one.$":"$v.a[1]","sum.$":"States.MathAdd($v.a[0], $.x)"})t").evaluate(scope.scope())->text(),
              R"({"all":{"a":[1,2]},"one":2,"sum":2})");
    const auto missing = compiled(R"({"y.$":"$none.a"})").evaluate(scope.scope());
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().message, "The JSONPath '$none.a' specified for the field 'y.$' could not be found in the input '{\"x\":1}'");
}

TEST(PayloadTemplate, AnItemBehindTheEndIsNull) {
    // Measured on AWS by floci's #3199, for members of templates only.
    EXPECT_EQ(evaluated(R"({"i.$":"$.items[5]"})", R"({"items":[1,2]})"), R"({"i":null})");
    EXPECT_TRUE(evaluated(R"({"i.$":"$.items[5].x"})", R"({"items":[1,2]})").starts_with("States.Runtime: The JSONPath '$.items[5].x'"));
    EXPECT_TRUE(evaluated(R"({"i.$":"$.items[-1]"})", R"({"items":[1,2]})").starts_with("States.Runtime: "));
}

TEST(PayloadTemplate, AValueThatWouldFillTheMemoryIsRefused) {
    json::object source;
    for (int i = 0; i < 1000; ++i) source["m" + std::to_string(i) + ".$"] = "$";
    const FixedScope scope("\"" + std::string(200'000, 'x') + "\"");
    const auto built = PayloadTemplate::compile(json::value(source))->evaluate(scope.scope());
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().error, "States.Runtime");
    EXPECT_TRUE(built.error().message.ends_with("is larger than an evaluation may build")) << built.error().message;
}

TEST(PayloadTemplate, CallsOfOneEvaluationDrawDifferentBits) {
    const FixedScope scope("{}");
    const auto built = compiled(R"t({"a.$":"States.UUID()","b.$":"States.UUID()"})t").evaluate(scope.scope());
    EXPECT_NE(built->value().at("a"), built->value().at("b"));
}

TEST(PayloadTemplate, TakesEveryRecordedIntrinsicCall) {
    const auto history = shared_text("conformance/history.jsonl");
    if (!history) GTEST_SKIP() << "../shared/conformance is not there";
    int calls = 0;
    std::istringstream lines(*history);
    const std::function<void(const json::value&)> look = [&](const json::value& value) {
        if (value.is_array()) {
            for (const auto& item : value.get_array()) look(item);
        }
        if (!value.is_object()) return;
        for (const auto& member : value.get_object()) {
            look(member.value());
            if (!member.key().ends_with(".$") || !member.value().is_string()) continue;
            const std::string text(member.value().get_string());
            if (!text.starts_with("States.") || text.find("\\\"") != std::string::npos) continue;
            EXPECT_TRUE(intrinsics::Call::compile(text)) << text;
            ++calls;
        }
    };
    for (std::string line; std::getline(lines, line);) {
        const auto test = Payload::parse(line);
        if (const auto* definition = test->value().as_object().if_contains("definition")) look(*definition);
    }
    EXPECT_GT(calls, 100);
}

}  // namespace
}  // namespace pawl::query
