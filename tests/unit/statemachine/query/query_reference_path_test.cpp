#include <gtest/gtest.h>

#include "statemachine/query/jsonpath/path.hpp"

namespace pawl::query {
namespace {

std::string put(const std::string& path, const std::string& into, const std::string& value) {
    const auto compiled = ReferencePath::compile(path);
    EXPECT_TRUE(compiled) << path;
    const auto result = compiled->put(*Payload::parse(into), *Payload::parse(value));
    return result ? result->text() : result.error().error + ": " + result.error().message;
}

TEST(ReferencePath, WritesInPlaceAndAtTheEnd) {
    EXPECT_EQ(put("$.a", R"({"a":1,"b":2})", "[9]"), R"({"a":[9],"b":2})");
    EXPECT_EQ(put("$.c", R"({"a":1,"b":2})", "3"), R"({"a":1,"b":2,"c":3})");
    EXPECT_EQ(put("$.a.x.y", R"({"b":2})", "3"), R"({"b":2,"a":{"x":{"y":3}}})");
    EXPECT_EQ(put("$['a b']['c']", "{}", "3"), R"({"a b":{"c":3}})");
    EXPECT_EQ(put("$.l[1].k", R"({"l":[1,{"m":2},3]})", "0"), R"({"l":[1,{"m":2,"k":0},3]})");
    EXPECT_EQ(put("$[0]", "[1,2]", R"("x")"), R"(["x",2])");
}

TEST(ReferencePath, TheWholeIsTheValueItself) {
    const Payload value = *Payload::parse(R"({ "as" : "written" })");
    const auto path = ReferencePath::compile("$");
    ASSERT_TRUE(path);
    EXPECT_TRUE(path->is_whole());
    EXPECT_EQ(path->put(*Payload::parse("4"), value)->text(), R"({ "as" : "written" })");
}

TEST(ReferencePath, LeavesItsInputAlone) {
    const Payload into = *Payload::parse(R"({"a":{"b":1}})");
    const auto result = ReferencePath::compile("$.a.b")->put(into, *Payload::parse("2"));
    ASSERT_TRUE(result);
    EXPECT_EQ(into, *Payload::parse(R"({"a":{"b":1}})"));
}

TEST(ReferencePath, ConflictsWhereAParentIsNoObject) {
    EXPECT_EQ(put("$.child", "4", "1"), "States.ReferencePathConflict: Unable to apply ReferencePath $.child to input 4");
    EXPECT_EQ(put("$.a.b", R"({"a": "text"})", "1"), R"(States.ReferencePathConflict: Unable to apply ReferencePath $.a.b to input {"a":"text"})");
    EXPECT_EQ(put("$.a[2]", R"({"a":[1]})", "1"), R"(States.ReferencePathConflict: Unable to apply ReferencePath $.a[2] to input {"a":[1]})");
    EXPECT_EQ(put("$.a[0]", "{}", "1"), "States.ReferencePathConflict: Unable to apply ReferencePath $.a[0] to input {}");
    EXPECT_EQ(put("$.a", "[1]", "1"), "States.ReferencePathConflict: Unable to apply ReferencePath $.a to input [1]");
}

TEST(ReferencePath, TakesOnlyNamesAndIndices) {
    for (const char* text :
         {"$$.a", "$.a[*]", "$..a", "$.a[0,1]", "$.a[1:2]", "$.a[?(@.b)]", "$['a','b']", "$.a[-1]", "$.a[(@.length-1)]", "a", ""}) {
        EXPECT_FALSE(ReferencePath::compile(text)) << text;
    }
}

}  // namespace
}  // namespace pawl::query
