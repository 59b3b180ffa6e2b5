#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/choice_rule.hpp"
#include "statemachine/query/string_pattern.hpp"
#include "tests/unit/statemachine/query/fixed_scope.hpp"
#include "tests/unit/statemachine/query/shared_data.hpp"

namespace pawl::query {
namespace {

std::string verdict(const std::string& rule, const std::string& input, const std::string& context = "{}") {
    const auto compiled = ChoiceRule::compile(Payload::parse(rule)->value());
    if (!compiled) return "no rule: " + compiled.error();
    const FixedScope scope(input, context);
    const auto result = compiled->matches(scope.scope());
    if (!result) return result.error().error + ": " + result.error().message;
    return *result ? "true" : "false";
}

TEST(ChoiceRule, MissingVariableIsAnErrorExceptForIsPresent) {
    const std::string missing = "States.Runtime: Invalid path '$.missing': The choice state's condition path references an invalid value.";
    EXPECT_EQ(verdict(R"({"Variable":"$.missing","StringEquals":"x"})", "{}"), missing);
    EXPECT_EQ(verdict(R"({"Variable":"$.missing","IsNull":true})", "{}"), missing);
    EXPECT_EQ(verdict(R"({"Variable":"$.missing","StringMatches":"*"})", "{}"), missing);
    EXPECT_EQ(verdict(R"({"Variable":"$.a","NumericEqualsPath":"$.missing"})", R"({"a":1})"), missing);
    EXPECT_EQ(verdict(R"({"Variable":"$.missing","IsPresent":true})", "{}"), "false");
    EXPECT_EQ(verdict(R"({"Variable":"$.missing.deep","IsPresent":false})", R"({"missing":"text"})"), "true");
}

TEST(ChoiceRule, AndOrNotStopAtTheDecisiveRule) {
    const std::string guard = R"({"Variable":"$.a","IsPresent":true})", greater = R"({"Variable":"$.a","NumericGreaterThan":5})";
    EXPECT_EQ(verdict(R"({"And":[)" + guard + "," + greater + "]}", "{}"), "false");
    EXPECT_EQ(verdict(R"({"And":[)" + guard + "," + greater + "]}", R"({"a":6})"), "true");
    EXPECT_EQ(verdict(R"({"Or":[{"Not":)" + guard + "}," + greater + "]}", "{}"), "true");
    EXPECT_EQ(verdict(R"({"Or":[{"Not":)" + guard + "}," + greater + "]}", R"({"a":5})"), "false");
    EXPECT_TRUE(verdict(R"({"And":[)" + greater + "," + guard + "]}", "{}").starts_with("States.Runtime"));
}

TEST(ChoiceRule, NumbersCompareByValue) {
    EXPECT_EQ(verdict(R"({"Variable":"$.a","NumericEquals":1})", R"({"a":1.0})"), "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","NumericEquals":1})", R"({"a":"1"})"), "false");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","NumericEquals":9007199254740993})", R"({"a":9007199254740992.0})"), "false");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","NumericLessThan":1E400})", R"({"a":18446744073709551615})"), "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","NumericLessThan":-1})", R"({"a":-123456789012345678901234567890})"), "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","NumericEquals":123456789012345678901234567890})", R"({"a":123456789012345678901234567891})"), "false");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","NumericEquals":123456789012345678901234567890})", R"({"a":123456789012345678901234567890})"), "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","IsString":true})", R"({"a":123456789012345678901234567890})"), "false");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","IsNumeric":true})", R"({"a":123456789012345678901234567890})"), "true");
}

TEST(ChoiceRule, StringsCompareByCodeUnits) {
    EXPECT_EQ(verdict(R"({"Variable":"$.a","StringLessThan":"b"})", R"({"a":"B"})"), "true");
    // U+1F197 is two surrogates, D83C DD97, and so comes before U+FF5E, against the order of its bytes.
    EXPECT_EQ(verdict(R"({"Variable":"$.a","StringLessThan":"\uff5e"})", R"({"a":"\ud83c\udd97"})"), "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","StringGreaterThanEqualsPath":"$$.b"})", R"({"a":"ab"})", R"({"b":"ab"})"), "true");
}

TEST(ChoiceRule, TimestampsCompareAsInstants) {
    EXPECT_EQ(verdict(R"({"Variable":"$.a","TimestampEquals":"2012-10-09T19:00:55Z"})", R"({"a":"2012-10-09T21:00:55+02:00"})"), "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","TimestampLessThan":"2012-10-09T19:00:55.000000002Z"})", R"({"a":"2012-10-09T19:00:55.000000001Z"})"),
              "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","TimestampLessThan":"2012-10-09T19:00:55Z"})", R"({"a":"yesterday"})"), "false");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","IsTimestamp":true})", R"({"a":"2012-10-09T19:00:55Z"})"), "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","IsTimestamp":true})", R"({"a":"2012-10-09"})"), "false");
}

TEST(ChoiceRule, StringMatchesTakesAsterisksAndEscapes) {
    const auto matches = [](std::string_view pattern, std::string_view text) { return StringPattern::compile(pattern)->matches(text); };
    EXPECT_TRUE(matches("log-*.txt", "log-a.b.txt"));
    EXPECT_TRUE(matches("*", ""));
    EXPECT_TRUE(matches("a*b*c", "aXbYbc"));
    EXPECT_TRUE(matches("a\\*b", "a*b"));
    EXPECT_FALSE(matches("a\\*b", "aXb"));
    EXPECT_TRUE(matches("a\\\\*", "a\\anything"));
    EXPECT_FALSE(matches("ab*ba", "aba"));
    EXPECT_TRUE(matches("*a*b*", "aba"));
    EXPECT_FALSE(matches("*a*b*", "bba"));
    EXPECT_FALSE(matches("abc", "abcd"));
    EXPECT_FALSE(StringPattern::compile("a\\d"));
    EXPECT_FALSE(StringPattern::compile("a\\"));
    EXPECT_EQ(verdict(R"({"Variable":"$.a","StringMatches":"x*"})", R"({"a":"xyz"})"), "true");
    EXPECT_EQ(verdict(R"({"Variable":"$.a","StringMatches":"x*"})", R"({"a":1})"), "false");
    EXPECT_TRUE(verdict(R"({"Variable":"$.a","StringMatches":"\\d"})", R"({"a":"d"})").starts_with("States.Runtime"));
}

TEST(ChoiceRule, RefusesWhatIsNoRule) {
    for (const char* rule : {"1", "{}", R"({"Variable":"$.a"})", R"({"StringEquals":"a"})", R"({"Variable":"a","StringEquals":"a"})", R"({"And":[]})",
                             R"({"Variable":"$.a","StringEquals":"a","IsNull":true})", R"({"Variable":"$.a","NumericEquals":"1"})",
                             R"({"Variable":"$.a","BooleanLessThan":true})", R"({"Variable":"$.a","TimestampEquals":"soon"})",
                             R"({"Variable":"$.a","IsNull":"true"})", R"({"Variable":"$.a","NumericEqualsPath":5})", R"({"Not":[]})"}) {
        EXPECT_TRUE(verdict(rule, "{}").starts_with("no rule: ")) << rule;
    }
}

/// The Choice tables recorded on AWS: every case is one Choice between two Pass states whose Result tells which way it went.
TEST(ChoiceRule, AgreesWithEveryRecordedChoiceTable) {
    const auto list = shared_text("conformance/cases-jsonpath-output.txt");
    const auto history = shared_text("conformance/history.jsonl");
    if (!list || !history) GTEST_SKIP() << "../shared/conformance is not there";
    std::set<std::string> wanted;
    std::istringstream ids(*list);
    for (std::string line; std::getline(ids, line);) {
        if (line.starts_with("history ")) wanted.insert(line.substr(8));
    }
    int agree = 0;
    std::istringstream lines(*history);
    for (std::string line; std::getline(lines, line);) {
        const auto test = Payload::parse(line);
        ASSERT_TRUE(test);
        const std::string id(test->value().at("id").as_string());
        if (!wanted.contains(id)) continue;
        const json::value& definition = test->value().at("definition");
        const json::object& states = definition.at("States").as_object();
        const json::object& choice = states.at(definition.at("StartAt").as_string()).as_object();
        ASSERT_EQ(choice.at("Type"), "Choice") << id;
        const FixedScope scope(std::string(test->value().at("input").as_string()));
        std::string next(choice.at("Default").as_string());
        for (const json::value& rule : choice.at("Choices").as_array()) {
            const auto compiled = ChoiceRule::compile(rule);
            ASSERT_TRUE(compiled) << id << ": " << compiled.error();
            const auto verdict = compiled->matches(scope.scope());
            ASSERT_TRUE(verdict) << id << ": " << verdict.error().message;
            if (!*verdict) continue;
            next = std::string(rule.at("Next").as_string());
            break;
        }
        const bool same = Payload::from_value(states.at(next).at("Result")) == Payload::from_value(test->value().at("expected").at("output"));
        EXPECT_TRUE(same) << id << ": " << to_json(json::value(choice)) << " on " << test->value().at("input").as_string();
        agree += same;
    }
    EXPECT_EQ(agree, 383);
}

}  // namespace
}  // namespace pawl::query
