// The intrinsic functions, one line a behaviour: the call against the input, and its value as JSON or its failure's message.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/call.hpp"
#include "statemachine/query/path_or_call.hpp"
#include "tests/unit/statemachine/query/fixed_scope.hpp"
#include "tests/unit/statemachine/query/shared_data.hpp"

namespace pawl::query::intrinsics {
namespace {

const std::string wrapping = "There was an error while evaluating the intrinsic function: ";

std::string value_of(const std::string& call, const FixedScope& scope) {
    const auto compiled = PathOrCall::compile(call);
    if (!compiled) return "no call: " + compiled.error().message;
    const auto value = compiled->evaluate(scope.scope(), "x.$");
    if (value) return value->text();
    EXPECT_EQ(value.error().error, "States.Runtime");
    const std::string& message = value.error().message;
    // What every failure begins with is said once, below.
    return message.starts_with(wrapping + call + ". ") ? message.substr(wrapping.size() + call.size() + 2) : message;
}
std::string value_of(const std::string& call, const std::string& input = "{}") { return value_of(call, FixedScope(input)); }

std::string invalid(const std::string& function) { return "Invalid arguments in States." + function; }

TEST(Intrinsics, FormatFillsIn) {
    EXPECT_EQ(value_of("States.Format('Hello {}, {}!', $.a, 'you')", R"({"a":"A"})"), R"("Hello A, you!")");
    EXPECT_EQ(value_of("States.Format('{} {} {} {}', null, true, 1.10, -7)"), R"("null true 1.1 -7")");
    EXPECT_EQ(value_of("States.Format('{}', $)", R"({"Arg1":1,"Arg2":["x",{"y":null}]})"), R"("{Arg1=1, Arg2=[x, {y=null}]}")");
    EXPECT_EQ(value_of(R"(States.Format('\{{}\} \'q\' \\ "', 1))"), R"x("{1} 'q' \\ \"")x");
    EXPECT_EQ(value_of("States.Format($.t, 5)", R"({"t":"n=\\{{}\\} C:\\dir"})"), R"x("n={5} C:\\dir")x");
    EXPECT_EQ(value_of("States.Format('no arguments')"), R"("no arguments")");
    EXPECT_EQ(value_of("States.Format('')"), R"("")");
}

TEST(Intrinsics, FormatRefuses) {
    const std::string number = "Invalid arguments in States.Format: number of arguments do not match the occurrences of {}.";
    EXPECT_EQ(value_of("States.Format('{}')"), number);
    EXPECT_EQ(value_of("States.Format('{}', 1, 2)"), number);
    EXPECT_EQ(value_of("States.Format('{', 1)"), "Invalid template in States.Format: matching '}' not found for '{'.");
    EXPECT_EQ(value_of("States.Format('{{}}', 1)"), "Invalid template in States.Format: matching '}' not found for '{'.");
    EXPECT_EQ(value_of("States.Format('}')"), "Invalid template in States.Format: matching '{' not found for '}'.");
    EXPECT_EQ(value_of("States.Format(5)"), invalid("Format"));
    EXPECT_EQ(value_of("States.Format()"), invalid("Format"));
}

TEST(Intrinsics, ArraysAreBuiltAndReadWithoutChange) {
    EXPECT_EQ(value_of("States.Array()"), "[]");
    EXPECT_EQ(value_of("States.Array( 'a' ,1.50,null,\n$.o , States.Array(true))", R"({"o":{"k":[1]}})"), R"(["a",1.5,null,{"k":[1]},[true]])");
    EXPECT_EQ(value_of("States.ArrayLength($)", "[1,[2,3]]"), "2");
    EXPECT_EQ(value_of("States.ArrayLength($)", "{}"), invalid("ArrayLength"));
    EXPECT_EQ(value_of("States.ArrayLength()"), invalid("ArrayLength"));
    EXPECT_EQ(value_of("States.ArrayLength($, 1)", "[]"), invalid("ArrayLength"));
}

TEST(Intrinsics, ArrayGetItemCountsFromZero) {
    const std::string list = R"({"l":["a",{"b":1},null]})";
    EXPECT_EQ(value_of("States.ArrayGetItem($.l, 1)", list), R"({"b":1})");
    EXPECT_EQ(value_of("States.ArrayGetItem($.l, 1.9)", list), R"({"b":1})");
    EXPECT_EQ(value_of("States.ArrayGetItem(States.StringSplit('x-y', '-'), 1)"), R"("y")");
    EXPECT_EQ(value_of("States.ArrayGetItem($, 999)", "[]"), "null");
    for (const char* index : {"3", "-1", "'1'", "null"})
        EXPECT_EQ(value_of("States.ArrayGetItem($.l, " + std::string(index) + ")", list), invalid("ArrayGetItem"));
    EXPECT_EQ(value_of("States.ArrayGetItem('abc', 0)"), invalid("ArrayGetItem"));
}

TEST(Intrinsics, ArrayPartitionCutsFractionsOff) {
    EXPECT_EQ(value_of("States.ArrayPartition($, 2.6)", "[1,2,3,4,5]"), "[[1,2],[3,4],[5]]");
    EXPECT_EQ(value_of("States.ArrayPartition($, 2147483647)", "[1,2]"), "[[1,2]]");
    for (const char* size : {"0", "0.6", "-1", "'2'", "null"})
        EXPECT_EQ(value_of("States.ArrayPartition($, " + std::string(size) + ")", "[1]"), invalid("ArrayPartition"));
    EXPECT_EQ(value_of("States.ArrayPartition($, 1)", "{}"), invalid("ArrayPartition"));
}

TEST(Intrinsics, ArrayRangeCutsFractionsOffAndIncludesTheEnd) {
    EXPECT_EQ(value_of("States.ArrayRange(1, 9, 2)"), "[1,3,5,7,9]");
    EXPECT_EQ(value_of("States.ArrayRange(5.4, -0.6, -2.4)"), "[5,3,1]");
    EXPECT_EQ(value_of("States.ArrayRange(1.6, 1.4, 1)"), "[1]");
    EXPECT_EQ(value_of("States.ArrayRange(3, 3, -1)"), "[3]");
    EXPECT_EQ(value_of("States.ArrayRange(5, 1, 1)"), "[]");
    EXPECT_EQ(value_of("States.ArrayRange(1, 5, -1)"), "[]");
    EXPECT_EQ(value_of("States.ArrayLength(States.ArrayRange(1000, 1, -1))"), "1000");
    EXPECT_EQ(value_of("States.ArrayRange(1, 1001, 1)"), invalid("ArrayRange"));
    EXPECT_EQ(value_of("States.ArrayRange(1, 10, 0.49)"), invalid("ArrayRange"));
    EXPECT_EQ(value_of("States.ArrayRange(-9007199254740992, 9007199254740992, 1)"), invalid("ArrayRange"));
    EXPECT_EQ(value_of("States.ArrayRange('a', 5, 1)"), invalid("ArrayRange"));
}

TEST(Intrinsics, ArrayContainsComparesAsJavaShowsValues) {
    EXPECT_EQ(value_of("States.ArrayContains($, null)", "[1,null]"), "true");
    EXPECT_EQ(value_of("States.ArrayContains($, false)", "[0,1]"), "false");
    EXPECT_EQ(value_of("States.ArrayContains($, true)", R"(["true"])"), "true");
    EXPECT_EQ(value_of("States.ArrayContains($.l, $.o)", R"({"l":[{"a":1,"b":2}],"o":{"a":1,"b":2}})"), "true");
    EXPECT_EQ(value_of("States.ArrayContains($.l, $.o)", R"({"l":[{"a":1,"b":2}],"o":{"b":2,"a":1}})"), "false");
    EXPECT_EQ(value_of("States.ArrayContains('ab', 'a')"), invalid("ArrayContains"));
}

TEST(Intrinsics, ArrayUniqueWalksAsJavasHashSet) {
    EXPECT_EQ(value_of("States.ArrayUnique($)", "[1,2,3,3,3,3,3,3,4]"), "[1,2,3,4]");
    // Measured, and what the hash codes of Boolean and List say.
    EXPECT_EQ(value_of("States.ArrayUnique($)", "[true,false,true,false]"), "[false,true]");
    EXPECT_EQ(value_of("States.ArrayUnique($)", "[[1,2],[1,2],[2,1]]"), "[[2,1],[1,2]]");
    EXPECT_EQ(value_of("States.ArrayUnique($)", R"([1,"1","01"])"), R"([1,"1","01"])");
    EXPECT_EQ(value_of("States.ArrayUnique($)", "[null,null,1,null]"), "[null,1]");
    EXPECT_EQ(value_of("States.ArrayUnique($)", R"([{"a":1,"b":[2]},{"b":[2],"a":1}])"), R"([{"a":1,"b":[2]}])");
    EXPECT_EQ(value_of("States.ArrayUnique($)", "[1,1.0,1.0]"), "[1.0,1]");
    EXPECT_EQ(value_of("States.ArrayUnique($)", "{}"), invalid("ArrayUnique"));
}

TEST(Intrinsics, Base64AndItsInverse) {
    EXPECT_EQ(value_of("States.Base64Encode('✓')"), R"("4pyT")");
    EXPECT_EQ(value_of("States.Base64Decode('4pyT')"), R"("✓")");
    EXPECT_EQ(value_of("States.Base64Decode('aGVsbG8')"), R"("hello")");
    EXPECT_EQ(value_of("States.Base64Decode(' aGVs\nbG8= ')"), R"("hello")");
    EXPECT_EQ(value_of("States.Base64Decode('aG==Vs')"), R"("h")");
    EXPECT_EQ(value_of("States.Base64Encode(5)"), invalid("Base64Encode"));
    EXPECT_EQ(value_of("States.Base64Decode(null)"), invalid("Base64Decode"));
    // Counted in UTF-16 units.
    const auto text = [](std::size_t characters, const std::string& one) {
        std::string out;
        for (std::size_t i = 0; i < characters; ++i) out += one;
        return "\"" + out + "\"";
    };
    EXPECT_NE(value_of("States.Base64Encode($)", text(10000, "é")), invalid("Base64Encode"));
    EXPECT_EQ(value_of("States.Base64Encode($)", text(10001, "a")), invalid("Base64Encode"));
    EXPECT_EQ(value_of("States.Base64Decode($)", text(10001, "A")), invalid("Base64Decode"));
    EXPECT_EQ(value_of("States.Base64Encode($)", text(5001, "🚀")), invalid("Base64Encode"));
}

TEST(Intrinsics, HashTakesFiveAlgorithms) {
    EXPECT_EQ(value_of("States.Hash('hello', 'MD5')"), R"("5d41402abc4b2a76b9719d911017c592")");
    EXPECT_EQ(value_of("States.Hash($, 'SHA-256')", R"("🚀")"), R"("ebbc0b2870eb323f2b6cffa5c493ceef81ae7eb36afc73d4e0367301631daec5")");
    EXPECT_EQ(value_of("States.Hash(123, 'SHA-256')"), value_of("States.Hash('123', 'SHA-256')"));
    for (const char* name : {"'SHA-224'", "'sha-256'", "'SHA256'", "''", "5"})
        EXPECT_EQ(value_of("States.Hash('a', " + std::string(name) + ")"), invalid("Hash"));
}

TEST(Intrinsics, JsonGoesBothWays) {
    EXPECT_EQ(value_of("States.JsonToString($)", R"({ "a" : [1.0, "x"] })"), R"x("{\"a\":[1.0,\"x\"]}")x");
    EXPECT_EQ(value_of("States.StringToJson(States.JsonToString($))", R"({"a":[1.0,null]})"), R"({"a":[1.0,null]})");
    EXPECT_EQ(value_of("States.StringToJson(' ')"), "null");
    EXPECT_EQ(value_of("States.StringToJson('{bad}')"), invalid("StringToJson"));
    EXPECT_EQ(value_of("States.StringToJson(5)"), invalid("StringToJson"));
    EXPECT_EQ(value_of("States.JsonMerge($.a, $.b, false)", R"({"a":{"x":{"p":1},"y":2},"b":{"x":{"q":3},"z":4}})"), R"({"x":{"q":3},"y":2,"z":4})");
    EXPECT_EQ(value_of("States.JsonMerge($, $, 'false')"), "{}");
    EXPECT_EQ(value_of("States.JsonMerge($, $, true)"), invalid("JsonMerge"));
    EXPECT_EQ(value_of("States.JsonMerge($, null, false)"), invalid("JsonMerge"));
}

TEST(Intrinsics, MathAddRoundsHalvesUpWithin32Bits) {
    EXPECT_EQ(value_of("States.MathAdd(-2.5, 0)"), "-2");
    EXPECT_EQ(value_of("States.MathAdd(1.5, 1.51)"), "4");
    EXPECT_EQ(value_of("States.MathAdd(0.49999999999999994, 0)"), "0");
    EXPECT_EQ(value_of("States.MathAdd(-0.2, -0.2)"), "0");
    EXPECT_EQ(value_of("States.MathAdd(2147483646, 1)"), "2147483647");
    for (const char* two : {"2147483647, 1", "3000000000, -3000000000", "'1', 1", "null, 1", "1e400, 1", "1"})
        EXPECT_EQ(value_of("States.MathAdd(" + std::string(two) + ")"), invalid("MathAdd"));
}

TEST(Intrinsics, MathRandomStaysInItsRange) {
    std::set<std::string> drawn;
    FixedScope scope("{}");
    for (std::uint64_t i = 0; i < 200; ++i) {
        scope.entropy = i;
        drawn.insert(value_of("States.MathRandom(1.6, 5.4)", scope));
    }
    EXPECT_EQ(drawn, (std::set<std::string>{"1", "2", "3", "4"}));
    EXPECT_EQ(value_of("States.MathRandom(1, 1000000, 42)"), value_of("States.MathRandom(1, 1000000, 42)", "[]"));
    EXPECT_NE(value_of("States.MathRandom(1, 1000000, 42)"), value_of("States.MathRandom(1, 1000000, -42)"));
    EXPECT_NE(value_of("States.MathRandom(-2147483648, 2147483647)"), invalid("MathRandom"));
    for (const char* range : {"1, 1", "10, 5", "1.4, 1.6", "'a', 10", "1, 10, 'seed'", "1, 10, null", "1", "1, 2, 3, 4"})
        EXPECT_EQ(value_of("States.MathRandom(" + std::string(range) + ")"), invalid("MathRandom"));
}

TEST(Intrinsics, UuidIsOfVersion4) {
    const std::string first = value_of("States.UUID()");
    const std::string_view shape = "\"xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx\"";
    ASSERT_EQ(first.size(), shape.size());
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const std::string_view allowed = shape[i] == 'x' ? "0123456789abcdef" : shape[i] == 'y' ? "89ab" : shape.substr(i, 1);
        EXPECT_NE(allowed.find(first[i]), std::string_view::npos) << first << " at " << i;
    }
    FixedScope other("{}");
    other.entropy = 2;
    EXPECT_NE(first, value_of("States.UUID()", other));
    EXPECT_EQ(value_of("States.UUID(1)"), invalid("UUID"));
}

TEST(Intrinsics, StringSplitTakesEveryDelimiterCharacter) {
    EXPECT_EQ(value_of("States.StringSplit('a.b,c', '.,')"), R"(["a","b","c"])");
    EXPECT_EQ(value_of("States.StringSplit(',,a,,', ',')"), R"(["a"])");
    EXPECT_EQ(value_of("States.StringSplit('', ',')"), "[]");
    EXPECT_EQ(value_of("States.StringSplit('abc', '')"), R"(["abc"])");
    EXPECT_EQ(value_of("States.StringSplit('aéb→c', '→é')"), R"(["a","b","c"])");
    EXPECT_EQ(value_of("States.StringSplit(1, ',')"), invalid("StringSplit"));
    EXPECT_EQ(value_of("States.StringSplit('a', null)"), invalid("StringSplit"));
}

TEST(Intrinsics, FailuresNameTheWholeCallAsItIsWritten) {
    const FixedScope scope(R"({"other":1})", R"({"State":{"Name":"P"}})");
    const auto failed = [&](const std::string& call) {
        return Call::compile(call)->build(scope.scope(), *std::make_unique<Resources>(1)).error().message;
    };
    // recorded-behaviour#intrinsic-functions
    EXPECT_EQ(failed("States.ArrayLength($.other)"), wrapping + "States.ArrayLength($.other). Invalid arguments in States.ArrayLength");
    // Captured from AWS by floci (#2872).
    EXPECT_EQ(
        failed("States.Format('{}',States.Format('{}', $.nope))"),
        "The function 'States.Format('{}',States.Format('{}', $.nope))' had the following error: The JsonPath argument for the field '$.nope' could "
        "not be found in the input '{\"other\":1}'");
    EXPECT_EQ(
        failed("States.Format('{}', $$.Nope.Deep)"),
        "The function 'States.Format('{}', $$.Nope.Deep)' had the following error: The JsonPath argument for the field '$.Nope.Deep' could not be "
        "found in the input '{\"other\":1}'");
}

TEST(Intrinsics, RefusesWhatIsNoCall) {
    for (const char* text :
         {"States.", "States.UUID", "States.UUID(", "States.Nope()", "States.UUID()[0]", "States.Array(1,)", "States.Array(,1)", "States.Array(x)",
          "States.Array('a)", "States.Format('\\n')", "States.Array(1 2)", " States.UUID()", "States.UUID() ", "States.Array([1])",
          "States.Array(.5)", "States.Array(1.)", "States.Array(\"a\")", "States.Array($.a..)", "States.Array($.a"}) {
        EXPECT_FALSE(Call::compile(text)) << text;
    }
    std::string deep = "1";
    for (int i = 0; i < 10; ++i) deep = "States.Array(" + deep + ")";
    EXPECT_EQ(value_of(deep), "[[[[[[[[[[1]]]]]]]]]]");
    EXPECT_FALSE(Call::compile("States.Array(" + deep + ")"));
    const auto fault = Call::compile("States.Array(1, States.Nope())");
    ASSERT_FALSE(fault);
    EXPECT_EQ(fault.error().offset, 16u);
    EXPECT_EQ(fault.error().message, "There is no intrinsic function 'States.Nope'");
}

TEST(Intrinsics, AResultThatWouldFillTheMemoryIsRefused) {
    std::string doubled = "$";
    for (int i = 0; i < 10; ++i) doubled = "States.Array(" + doubled + "," + (i == 0 ? "$,$,$,$,$,$,$,$,$,$,$" : "$") + ")";
    const std::string big = "\"" + std::string(8 << 20, 'x') + "\"";
    EXPECT_EQ(value_of(doubled, big), "The result is larger than an evaluation may build");
}

TEST(Intrinsics, EveryCaseRecordedOfAws) {
    const auto data = shared_json("intrinsics/aws-validated.json");
    if (!data) GTEST_SKIP() << "../shared/intrinsics is not there";
    int compared = 0, drawn = 0;
    std::map<std::string, std::pair<int, int>> functions;  // of the outermost call: hold, of how many
    for (const json::value& test : data->value().at("cases").as_array()) {
        if (test.at("language") != "JSONPath") continue;
        const std::string call(test.at("expression").as_string());
        const Payload expected = Payload::from_value(test.at("expected"));
        json::object context;
        context["Execution"] = json::object{{"Input", test.at("input")}, {"Name", "<ExecArnPart_0idx>"}};
        context["StateMachine"] =
            json::object{{"Id", "arn:<partition>:states:<region>:111111111111:stateMachine:<ArnPart_0idx>"}, {"Name", "<ArnPart_0idx>"}};
        const FixedScope scope(to_json(test.at("input")), to_json(json::value(context)));
        const auto value = PathOrCall::compile(call)->evaluate(scope.scope(), "x.$");
        ASSERT_TRUE(value) << call << ": " << value.error().message;
        auto& [holds, cases] = functions[call.substr(0, call.find('('))];
        ++cases;
        bool is_right = false;
        if (expected.text() == "\"RandomNumberGenerated\"") {
            is_right = value->value().is_int64();
            ++drawn;
        } else if (expected.text() == "\"generated-uuid\"") {
            is_right = value->value().as_string().size() == 36u;
            ++drawn;
        } else {
            is_right = *value == expected;
            ++compared;
        }
        EXPECT_TRUE(is_right) << call << " of " << to_json(test.at("input")) << " is " << value->text();
        holds += is_right ? 1 : 0;
    }
    for (const auto& [name, counts] : functions) tell_share("intrinsics: " + name, counts.first, counts.second);
    EXPECT_EQ(compared, 130);
    EXPECT_EQ(drawn, 5);
}

}  // namespace
}  // namespace pawl::query::intrinsics
