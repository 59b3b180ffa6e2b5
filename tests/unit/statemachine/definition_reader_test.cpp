#include <gtest/gtest.h>

#include <string>

#include "statemachine/definition/json_reader.hpp"

namespace pawl::definition {
namespace {

Node read(const std::string& text) {
    auto result = read_json(text);
    EXPECT_TRUE(result.has_value()) << text;
    return result && *result ? **std::move(result) : Node{};
}

JsonFault fault(const std::string& text) {
    auto result = read_json(text);
    EXPECT_FALSE(result.has_value()) << text;
    return result ? JsonFault{} : result.error();
}

// The message without its location, which repeats the text.
std::string complaint(const std::string& text) {
    const std::string message = fault(text).message;
    return message.substr(0, message.find("\n at [Source"));
}

TEST(DefinitionReader, KnowsThePlaceOfEveryValueAndKey) {
    const Node root = read("{\n  \"a\": [1, true],\r\n\t\"b\": {\"c\": \"x\"}\n}");
    ASSERT_EQ(root.members.size(), 2u);
    EXPECT_EQ(root.members[0].place.line, 2u);
    EXPECT_EQ(root.members[0].place.column, 3u);
    EXPECT_EQ(root.members[0].value.items[1].place.line, 2u);
    EXPECT_EQ(root.members[0].value.items[1].place.column, 12u);
    const Node* c = root.find("b")->find("c");
    EXPECT_EQ(c->place.line, 3u);
    EXPECT_EQ(c->place.column, 13u);
    EXPECT_EQ(c->place.offset, 33u);
}

TEST(DefinitionReader, CountsColumnsInUtf16Units) {
    // é is one unit of two bytes, 😀 two units of four bytes, 订 one of three.
    const Node root = read("{\"é😀订\": 7}");
    EXPECT_EQ(root.members[0].key, "é😀订");
    EXPECT_EQ(root.members[0].value.place.column, 10u);
    EXPECT_EQ(root.members[0].value.place.offset, 14u);
}

TEST(DefinitionReader, GivesTheSliceOfAValue) {
    const std::string text = R"({"a" : [ 1.00, {"b":null} ] , "c":-1e5})";
    const Node root = read(text);
    EXPECT_EQ(root.find("a")->slice(text), R"([ 1.00, {"b":null} ])");
    EXPECT_EQ(root.find("c")->slice(text), "-1e5");
}

TEST(DefinitionReader, ReadsEscapes) {
    EXPECT_EQ(read(R"("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")").text, "\"\\/\b\f\n\r\té😀");
    EXPECT_EQ(complaint(R"("\ud83d x")"), "Invalid character escape: a lone surrogate is no character");
    EXPECT_EQ(complaint(R"("\ude00")"), "Invalid character escape: a lone surrogate is no character");
    EXPECT_EQ(complaint(R"("\x")"), "Unrecognized character escape 'x' (code 120)");
    EXPECT_EQ(complaint(R"("\u12g4")"), "Unexpected character ('g' (code 103)): expected a hex-digit for character escape sequence");
}

TEST(DefinitionReader, KeepsNumbersAsWrittenAndKnowsIntegers) {
    EXPECT_EQ(read("9223372036854775807").integer(), 9223372036854775807);
    EXPECT_EQ(read("9223372036854775808").integer(), std::nullopt);
    EXPECT_EQ(read("1.0").integer(), std::nullopt);
    EXPECT_EQ(read("1.50").text, "1.50");
    EXPECT_EQ(read("-0.5e-1").number(), -0.05);
    EXPECT_EQ(read("1e400").number(), std::nullopt);
}

TEST(DefinitionReader, KeepsDuplicatesAndFindsTheLast) {
    const Node root = read(R"({"a":1,"b":2,"a":3})");
    EXPECT_EQ(root.members.size(), 3u);
    EXPECT_EQ(root.find("a")->text, "3");
    EXPECT_EQ(root.find("z"), nullptr);
}

TEST(DefinitionReader, HasNoValueForWhiteSpace) {
    for (const char* text : {"", " \r\n\t "}) {
        const auto result = read_json(text);
        ASSERT_TRUE(result.has_value());
        EXPECT_FALSE(result->has_value());
    }
}

TEST(DefinitionReader, SpeaksJacksonsWordsAsRecorded) {
    const JsonFault open = fault("{");
    EXPECT_EQ(open.location, "[Source: (String)\"{\"; line: 1, column: 2]");
    EXPECT_EQ(open.message,
              "Unexpected end-of-input: expected close marker for Object (start marker at [Source: (String)\"{\"; line: 1, column: 1])\n"
              " at [Source: (String)\"{\"; line: 1, column: 2]");
    const JsonFault word = fault("not a definition");
    EXPECT_EQ(word.location, "[Source: (String)\"not a definition\"; line: 1, column: 4]");
    EXPECT_EQ(word.message,
              "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')\n"
              " at [Source: (String)\"not a definition\"; line: 1, column: 4]");
}

TEST(DefinitionReader, NamesEveryKindOfGarbage) {
    EXPECT_EQ(complaint("{a:1}"), "Unexpected character ('a' (code 97)): was expecting double-quote to start field name");
    EXPECT_EQ(complaint(R"({"a" 1})"), "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value");
    EXPECT_EQ(complaint(R"({"a":1 "b":2})"), "Unexpected character ('\"' (code 34)): was expecting comma to separate Object entries");
    EXPECT_EQ(complaint("[1 2]"), "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries");
    EXPECT_EQ(complaint("[1,]"),
              "Unexpected character (']' (code 93)): expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
    EXPECT_EQ(complaint(R"({"a":})"), "Unexpected character ('}' (code 125)): expected a value");
    EXPECT_EQ(complaint("[nul]"), "Unrecognized token 'nul': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
    EXPECT_EQ(complaint("[01]"), "Invalid numeric value: Leading zeroes not allowed");
    EXPECT_EQ(complaint("[1.]"), "Unexpected character (']' (code 93)) in numeric value: Decimal point not followed by a digit");
    EXPECT_EQ(complaint("[\"a\nb\"]"),
              "Illegal unquoted character ((CTRL-CHAR, code 10)): has to be escaped using backslash to be included in string value");
    EXPECT_EQ(complaint("[\"a"), "Unexpected end-of-input: was expecting closing quote for a string value");
    EXPECT_EQ(complaint(R"({"a)"), "Unexpected end-of-input in field name");
    EXPECT_EQ(complaint("{\"a\":1]").substr(0, 53), "Unexpected close marker ']': expected '}' (for Object");
    EXPECT_EQ(complaint(std::string("[\x01]")),
              "Illegal character ((CTRL-CHAR, code 1)): only regular white space (\\r, \\n, \\t) is allowed between tokens");
    EXPECT_EQ(complaint("[订]").substr(0, 24), "Unrecognized token '订'");
    EXPECT_EQ(complaint("{} x").substr(0, 27), "Unexpected character ('x' (");
}

TEST(DefinitionReader, RefusesWhatIsNoUtf8WithoutRepeatingIt) {
    for (const char* bytes : {"\xff", "{\"a\":\"\xc3\"}", "\"\xed\xa0\x80\"", "\"\xc0\x80\"", "\"\xf5\x80\x80\x80\""}) {
        const JsonFault found = fault(bytes);
        EXPECT_EQ(found.message.substr(0, 21), "Invalid UTF-8 byte 0x") << bytes;
        EXPECT_TRUE(read_json("\"" + std::string("x") + "\"").has_value());
        EXPECT_EQ(found.message.find('\xff'), std::string::npos);
        EXPECT_NE(found.location.find("\xef\xbf\xbd"), std::string::npos);
    }
}

TEST(DefinitionReader, CutsLongTextsInLocations) {
    const JsonFault found = fault("[" + std::string(600, ' ') + "x]");
    EXPECT_NE(found.location.find("\"[truncated 103 chars]; line: 1, column: 603]"), std::string::npos) << found.location;
}

TEST(DefinitionReader, LimitsDepth) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(read_json(nested(max_json_depth)).has_value());
    EXPECT_TRUE(fault(nested(max_json_depth + 1)).too_deep);
    EXPECT_TRUE(fault(std::string(1'000'000, '[')).too_deep);
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    EXPECT_TRUE(fault(objects).too_deep);
}

TEST(DefinitionReader, SurvivesEveryPrefixAndEveryBrokenByte) {
    const std::string text = R"({"StartAt":"A\u00e9","States":{"A":{"Type":"Pass","Result":[1.5e3,-2,true,null,"订"],"End":true}}})";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string cut = text.substr(0, i);
        const auto result = read_json(cut);
        EXPECT_TRUE(!result || !*result) << cut;
        for (const char c : {'\0', '"', '{', '}', '\\', '\xff', '9'}) {
            std::string broken = text;
            broken[i] = c;
            (void)read_json(broken);
        }
    }
}

}  // namespace
}  // namespace pawl::definition
