// Definitions in YAML: the same tree as from JSON, with the places of the YAML; what JSON can't say is refused.
#include <gtest/gtest.h>

#include <string>

#include "statemachine/definition/compile_yaml.hpp"
#include "statemachine/definition/yaml_reader.hpp"

namespace pawl::definition {
namespace {

YamlDocument read(const std::string& text) {
    auto result = read_yaml(text);
    EXPECT_TRUE(result.has_value()) << text << "\n" << (result ? "" : result.error().message);
    return result && *result ? **std::move(result) : YamlDocument{};
}

std::string json(const std::string& text) {
    std::string out;
    for (const char c : read(text).json) {
        if (c != '\n' && c != ' ') out += c;
    }
    return out;
}

// "line:column message"
std::string fault(const std::string& text) {
    const auto result = read_yaml(text);
    if (result) return "no fault";
    return std::to_string(result.error().place.line) + ":" + std::to_string(result.error().place.column) + " " + result.error().message;
}

TEST(YamlReader, ResolvesScalarsByTheCoreSchema) {
    EXPECT_EQ(json("[null, ~, true, False, 7, -0, +7, 007, 0o17, 0x1F, 1.50, .5, 5., -1e3, 1E+2]"),
              "[null,null,true,false,7,-0,7,7,15,31,1.50,0.5,5,-1e3,1e+2]");
    EXPECT_EQ(json("[yes, no, on, 2016-03-14T01:59:00Z, 1_000, 0b1, 1:30, '7', \"true\", 'null', 0x, e5, .]"),
              R"(["yes","no","on","2016-03-14T01:59:00Z","1_000","0b1","1:30","7","true","null","0x","e5","."])");
    EXPECT_EQ(json("a: !!str 7\nb: !!int '7'\nc:\n"), R"({"a":"7","b":7,"c":null})");
    EXPECT_EQ(json("1: a\ntrue: b\n"), R"({"1":"a","true":"b"})");
    EXPECT_EQ(fault("a: .inf"), "1:4 JSON has no number like .inf");
    EXPECT_EQ(fault("a: 0xffffffffffffffffff"), "1:4 the number 0xffffffffffffffffff is too large");
    EXPECT_EQ(fault("a: !Sub '${X}'"), "1:4 The tag '!Sub' has no meaning in a definition");
    EXPECT_EQ(fault("a: !!int x"), "1:4 'x' is no int");
}

TEST(YamlReader, KnowsThePlaceOfEveryValueAndKey) {
    const Node root = read("# é\na: 1\n\"é😀\":\n  - x\n  - b: c\n").root;
    ASSERT_EQ(root.members.size(), 2u);
    EXPECT_EQ(root.members[1].key, "é😀");
    EXPECT_EQ(root.members[1].place.line, 3u);
    EXPECT_EQ(root.members[1].place.column, 1u);
    const Node& item = root.members[1].value.items[1];
    EXPECT_EQ(item.members[0].place.line, 5u);
    EXPECT_EQ(item.members[0].place.column, 5u);
    EXPECT_EQ(item.members[0].value.place.column, 8u);
    const Node flow = read("{é😀: 7}").root;
    EXPECT_EQ(flow.members[0].value.place.column, 7u) << "UTF-16 units, as for JSON";
}

TEST(YamlReader, TheOffsetsPointIntoTheJson) {
    const YamlDocument document = read("a: [1, \"x\\ny\"]\nb: {}\n");
    EXPECT_EQ(document.json, "{\n  \"a\": [\n    1,\n    \"x\\ny\"\n  ],\n  \"b\": {}\n}\n");
    EXPECT_EQ(document.root.find("a")->items[1].slice(document.json), "\"x\\ny\"");
    EXPECT_EQ(document.root.find("b")->slice(document.json), "{}");
}

TEST(YamlReader, CopiesAliasesAndMerges) {
    EXPECT_EQ(json("a: &x {k: 1}\nb: *x\nc: &s text\nd: *s\n"), R"({"a":{"k":1},"b":{"k":1},"c":"text","d":"text"})");
    EXPECT_EQ(json("x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  b: 5\n  <<: [*x, *y]\n"),
              R"({"x":{"a":1,"b":2},"y":{"b":3,"c":4},"z":{"b":5,"a":1,"c":4}})");
    EXPECT_EQ(json("'<<': 1"), R"({"<<":1})");
    EXPECT_EQ(fault("a:\n  <<: 7\n"), "2:7 '<<' merges a map or a sequence of maps");
    EXPECT_EQ(fault("a: *nope"), "1:4 The referenced anchor is not defined");
    EXPECT_NE(fault("a: &x [1, *x]").find("The alias stands for something it is itself a part of"), std::string::npos);
}

TEST(YamlReader, IsNotBlownUp) {
    std::string laughs = "a0: &a0 [\"lol\",\"lol\",\"lol\",\"lol\",\"lol\",\"lol\",\"lol\",\"lol\"]\n";
    for (int i = 1; i < 12; ++i) {
        const std::string before = "*a" + std::to_string(i - 1);
        laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
        for (int j = 0; j < 8; ++j) laughs += (j == 0 ? "" : ",") + before;
        laughs += "]\n";
    }
    EXPECT_NE(fault(laughs).find("Aliases and merges blow the document up to more than 16 MiB"), std::string::npos);
    // Each alias deepens by the depth of what it stands for.
    std::string deep = "a0: &a0 " + std::string(100, '[') + std::string(100, ']') + "\n";
    for (int i = 1; i < 10; ++i) {
        deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " " + std::string(100, '[') + "*a" + std::to_string(i - 1) +
                std::string(100, ']') + "\n";
    }
    EXPECT_NE(fault(deep).find("nested deeper than 512 levels"), std::string::npos);
    EXPECT_NE(fault(std::string(100'000, '[')), "no fault");
    EXPECT_NE(fault(std::string(100'000, '{')), "no fault");
}

TEST(YamlReader, SaysWhatIsWrong) {
    EXPECT_EQ(fault("a: 1\n---\nb: 2\n"), "2:1 A definition is one YAML document: here begins another one, or the indentation is wrong");
    EXPECT_EQ(fault("a:\n\tb: 1\n").substr(0, 2), "2:");
    EXPECT_NE(fault("a:\n\tb: 1\n").find("A tab can't indent a line of YAML: use blanks"), std::string::npos) << fault("a:\n\tb: 1\n");
    EXPECT_EQ(fault("? [a, b]\n: 1\n"), "1:3 A key must be a text");
    EXPECT_EQ(fault("~: 1\n"), "1:1 A key must be a text");
    EXPECT_EQ(fault("a: \"b\x04\"\n"), "1:6 The character (CTRL-CHAR, code 4) is not allowed in YAML");
    EXPECT_EQ(fault("a: b\xff"), "1:5 Invalid UTF-8 byte 0xff");
    EXPECT_NE(fault("a: [1, 2\nb: 3\n"), "no fault");
    EXPECT_EQ(fault("a: 'x\n"), "1:6 Illegal EOF in scalar");
    EXPECT_EQ(json("a: |\n  x\nb: |+\n  y\n\n"), "{\"a\":\"x\\n\",\"b\":\"y\\n\\n\"}");
    EXPECT_FALSE(*read_yaml(""));
    EXPECT_FALSE(*read_yaml("# nothing\n"));
    EXPECT_EQ(json("\xef\xbb\xbf{a: 1}"), R"({"a":1})");
}

TEST(YamlDefinition, IsCheckedAsJsonIs) {
    const CompiledYaml good = compile_yaml(
        "StartAt: A\nStates:\n  A:\n    Type: Wait\n    Timestamp: 2016-03-14T01:59:00Z\n    Next: B\n  B: {Type: Pass, Parameters: {a.$: $.b}, End: "
        "true}\n");
    ASSERT_TRUE(good.compiled.machine) << (good.compiled.diagnostics.empty() ? "" : good.compiled.diagnostics.front().message);
    EXPECT_EQ(good.compiled.machine->states.size(), 2u);
    EXPECT_TRUE(compile(good.json).machine) << good.json;

    const CompiledYaml bad = compile_yaml("StartAt: A\nStates:\n  A:\n    Type: Pass\n    Parameters:\n      a.$: nope\n    Nxt: B\n");
    ASSERT_EQ(bad.compiled.diagnostics.size(), 3u);
    EXPECT_EQ(bad.compiled.diagnostics[0].message, "Field 'Nxt' is not supported");
    EXPECT_EQ(bad.compiled.diagnostics[0].line, 7u);
    EXPECT_EQ(bad.compiled.diagnostics[0].column, 5u);
    EXPECT_EQ(bad.compiled.diagnostics[0].hint, "did you mean 'Next'?");
    EXPECT_EQ(bad.compiled.diagnostics[2].location, "/States/A/Parameters");
    EXPECT_EQ(bad.compiled.diagnostics[2].line, 6u);
    EXPECT_EQ(bad.compiled.diagnostics[2].column, 12u);
}

TEST(YamlDefinition, KeysAreThereOnce) {
    const CompiledYaml twice = compile_yaml("StartAt: A\nStates:\n  A:\n    Type: Succeed\n    Comment: x\n    Comment: y\n");
    ASSERT_EQ(twice.compiled.diagnostics.size(), 1u);
    EXPECT_EQ(twice.compiled.diagnostics[0].code, "DUPLICATE_FIELD");
    EXPECT_EQ(twice.compiled.diagnostics[0].severity, Severity::Error);
    EXPECT_EQ(twice.compiled.diagnostics[0].line, 6u);
    EXPECT_EQ(compile_yaml("a: [").compiled.diagnostics.front().code, "INVALID_YAML");
    EXPECT_EQ(compile_yaml("just a text").compiled.diagnostics.front().message, "Definition must be a valid JSON object");
    EXPECT_EQ(compile_yaml(std::string(1000, '[') + std::string(1000, ']')).compiled.diagnostics.front().code, "TOO_DEEPLY_NESTED");
}

}  // namespace
}  // namespace pawl::definition
