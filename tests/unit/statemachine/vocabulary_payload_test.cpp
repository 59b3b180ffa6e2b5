#include <gtest/gtest.h>

#include <memory>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/arn.hpp"
#include "statemachine/vocabulary/instant.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl {
namespace {

std::string rewritten(const std::string& text) { return to_json(Payload::parse(text).value().value()); }

TEST(Payload, KeepsItsTextVerbatim) {
    const std::string text = " { \"a\" : 1.00 }\n";
    EXPECT_EQ(Payload::parse(text).value().text(), text);
}

TEST(Payload, WritesNumbersAsJacksonDoes) {
    EXPECT_EQ(rewritten("[1.00, 12.5, 1e10, 1790204286.0, 0.001, 0.0001, -0.5, 100, 1234567.5, 12345678.5, 0.0]"),
              "[1.0,12.5,1.0E10,1.790204286E9,0.001,1.0E-4,-0.5,100,1234567.5,1.23456785E7,0.0]");
}

TEST(Payload, KeepsNumbersThatNoMachineTypeHolds) {
    EXPECT_EQ(rewritten("[123456789012345678901234567890, 1E400, 18446744073709551615, -9223372036854775808]"),
              "[123456789012345678901234567890,1E400,18446744073709551615,-9223372036854775808]");
    const Payload big = Payload::parse("123456789012345678901234567890").value();
    EXPECT_TRUE(is_number(big.value()));
    EXPECT_FALSE(is_string(big.value()));
    EXPECT_DOUBLE_EQ(to_double(big.value()), 1.2345678901234568e29);
}

TEST(Payload, ReadsDoublesExactly) { EXPECT_EQ(rewritten("[0.1, 2.5e-300, 1.7976931348623157e308]"), "[0.1,2.5E-300,1.7976931348623157E308]"); }

TEST(Payload, EscapesWhatJsonDemands) { EXPECT_EQ(rewritten("[\"\\u0001\\u001f\\n\\\"\\\\\\/é\"]"), "[\"\\u0001\\u001F\\n\\\"\\\\/é\"]"); }

TEST(Payload, NeverWritesWhatIsNoUtf8) {
    std::string out;
    write_json_string(
        "a\xE9"
        "b\xC3\xA9\xF0\x9F\x98\x80\xED\xA0\x80\xC3",
        out);
    EXPECT_EQ(out,
              "\"a\uFFFD"
              "b\u00E9\U0001F600\uFFFD\uFFFD\uFFFD\uFFFD\"");
    EXPECT_TRUE(Payload::parse(out).has_value());
}

TEST(Payload, KnowsWhenItIsNestedTooDeeply) {
    const auto nested = [](std::size_t levels) { return std::string(levels, '[') + "\"]\\\"[\"" + std::string(levels, ']'); };
    EXPECT_FALSE(Payload::parse(nested(512)).value().is_too_deep());
    EXPECT_FALSE(Payload::from_checked_text(nested(512)).is_too_deep());
    EXPECT_TRUE(Payload::from_checked_text(nested(513)).is_too_deep());
    json::array around;
    around.push_back(copy_of(Payload::parse(nested(512)).value().value()));
    EXPECT_TRUE(Payload::from_value(std::move(around)).is_too_deep());
}

TEST(Payload, SelectsWithoutCopying) {
    const Payload whole = Payload::parse(R"({"a":{"b":[1,2]}})").value();
    const json::value& node = whole.value().as_object().at("a");
    const Payload part = whole.select(node);
    EXPECT_EQ(&part.value(), &node);
    EXPECT_EQ(part.text(), R"({"b":[1,2]})");
    EXPECT_TRUE(whole.select(whole.value()).is_same(whole));
}

TEST(Payload, OutlivesTheDocumentItsValueWasCopiedFrom) {
    auto source =
        std::make_unique<Payload>(Payload::parse(R"({"a":["a text too long to be kept inline", {"b":"another text that is too long"}]})").value());
    const Payload copy = Payload::from_value(json::value(source->value().as_object().at("a")));
    source.reset();
    EXPECT_EQ(copy.text(), R"(["a text too long to be kept inline",{"b":"another text that is too long"}])");
}

TEST(Payload, RefusesWhatIsNoJson) {
    EXPECT_EQ(Payload::parse("not json").error().message,
              "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
    for (const char* text : {"", "{", "[1,]", "{\"a\"}", "\"\\ud800\"", "\"\xff\"", "1 2", "nul", "+1", "01"}) {
        EXPECT_TRUE(Payload::parse(text).has_error()) << text;
    }
    EXPECT_TRUE(Payload::parse(std::string(100'000, '[')).has_error());
}

TEST(Payload, NullIsTheDefault) {
    EXPECT_EQ(Payload().text(), "null");
    EXPECT_TRUE(Payload().value().is_null());
    EXPECT_EQ(Payload(), Payload::parse("null").value());
}

TEST(Payload, EqualityIsByValue) {
    EXPECT_EQ(Payload::parse(R"({"a":1,"b":[1.0]})").value(), Payload::parse(R"({"b":[1],"a":1})").value());
    EXPECT_FALSE(Payload::parse("[1,2]").value() == Payload::parse("[2,1]").value());
}

TEST(Instant, PrintsAndParses) {
    EXPECT_EQ(to_iso8601({1'790'218'578'763}), "2026-09-24T02:56:18.763Z");
    EXPECT_EQ(parse_timestamp("2026-09-24T02:56:18.763Z")->milliseconds, 1'790'218'578'763);
    EXPECT_EQ(parse_timestamp("2026-09-24T04:56:18.763+02:00")->milliseconds, 1'790'218'578'763);
    EXPECT_EQ(parse_timestamp("2024-02-29T00:00Z")->milliseconds, 1'709'164'800'000);
    EXPECT_EQ(to_epoch_seconds({1'790'218'583'000}), "1790218583.0");
    EXPECT_EQ(to_epoch_seconds({1'790'218'585'750}), "1790218585.75");
    for (const char* text : {"2026-02-29T00:00:00Z", "2026-09-24 02:56:18Z", "2026-09-24T02:56:18", "2026-09-24t02:56:18Z", "2026-13-01T00:00:00Z",
                             "2026-09-24T02:56:18.Z", "2026-09-24T24:00:00Z", "x", ""}) {
        EXPECT_FALSE(parse_timestamp(text).has_value()) << text;
    }
}

TEST(Arn, FunctionNames) {
    EXPECT_EQ(function_name_of("arn:aws:lambda:us-east-1:123456789012:function:validateOrder"), "validateOrder");
    EXPECT_EQ(function_name_of("arn:aws:lambda:us-east-1:123456789012:function:validateOrder:PROD"), "validateOrder");
    EXPECT_EQ(function_name_of("123456789012:function:f:3"), "f");
    EXPECT_EQ(function_name_of("f:3"), "f");
    EXPECT_EQ(function_name_of("f"), "f");
    EXPECT_EQ(execution_arn({}, "m", "e"), "arn:aws:states:us-east-1:000000000000:execution:m:e");
}

}  // namespace
}  // namespace pawl
