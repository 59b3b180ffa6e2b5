#include "statemachine/definition/format.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "tests/source_dir.hpp"

namespace pawl::definition {
namespace {

std::string formatted(const std::string& text) {
    const auto read = read_json(text);
    EXPECT_TRUE(read.has_value() && read->has_value()) << text;
    return format(text, **read);
}

/// The tokens of a JSON text: all of it but white space outside strings.
std::string tokens(const std::string& text) {
    std::string out;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (quoted && text[i] == '\\') {
            out += text[i++];
        } else if (text[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && (text[i] == ' ' || text[i] == '\n' || text[i] == '\t' || text[i] == '\r')) {
            continue;
        }
        out.push_back(text[i]);
    }
    return out;
}

TEST(Format, StatesHaveALineForEachMember) {
    EXPECT_EQ(formatted(R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":"r","Retry":[{"ErrorEquals":["A","B"],"MaxAttempts":2}],
                "Parameters":{},"End":true}}})"),
              R"({
  "StartAt": "A",
  "States": {
    "A": {
      "Type": "Task",
      "Resource": "r",
      "Retry": [{"ErrorEquals": ["A", "B"], "MaxAttempts": 2}],
      "Parameters": {},
      "End": true
    }
  }
}
)");
}

TEST(Format, BranchesAndProcessorsAreOpenedToo) {
    const std::string text = formatted(
        R"({"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}}],"End":true}}})");
    EXPECT_NE(text.find("      \"Branches\": [\n        {\n          \"StartAt\": \"A\",\n          \"States\": {\n            \"A\": {\n"),
              std::string::npos)
        << text;
}

TEST(Format, WhatDoesNotFitIntoAHundredColumnsIsBroken) {
    // `      "Result": ["…", "…"],` with the last column at 100, and at 101.
    for (const std::size_t letters : {74U, 75U}) {
        const std::string text = formatted(R"({"States":{"A":{"Result":["a",")" + std::string(letters, 'x') + R"("],"End":true}}})");
        const bool one_line = text.find("[\"a\", \"x") != std::string::npos;
        EXPECT_EQ(one_line, letters == 74U) << text;
    }
    const std::string wide = formatted(R"({"States":{"A":{"Result":["a",")" + [] {
        std::string out;
        for (int i = 0; i < 74; ++i) out += "ü";
        return out;
    }() + R"("],"End":true}}})");
    EXPECT_NE(wide.find("[\"a\", \"ü"), std::string::npos) << "columns are characters";
}

TEST(Format, NumbersTextsAndDuplicatesStayAsTheyAreSpelled) {
    const std::string text = formatted(R"({"b":1.50E+3,"a":"\u00e4\/","b":-0,"a\"":[1e400,123456789012345678901234567890]})");
    EXPECT_EQ(text, "{\n  \"b\": 1.50E+3,\n  \"a\": \"\\u00e4\\/\",\n  \"b\": -0,\n  \"a\\\"\": [1e400, 123456789012345678901234567890]\n}\n");
}

TEST(Format, FormattingTwiceIsFormattingOnceAndChangesNoToken) {
    std::size_t count = 0;
    for (const char* file : {"valid.jsonl", "invalid.jsonl"}) {
        std::string path = pawl::source_dir() + "/../shared/definitions/";
        path += file;
        std::ifstream in(path);
        for (std::string line; std::getline(in, line);) {
            const std::string text(boost::json::parse(line).as_object().at("text").as_string());
            const auto read = read_json(text);
            if (!read || !*read || !(*read)->is_object()) continue;
            const std::string once = format(text, **read);
            EXPECT_EQ(formatted(once), once);
            ASSERT_EQ(tokens(once), tokens(text));
            ++count;
        }
    }
    if (count == 0) GTEST_SKIP() << "../shared/definitions is not there";
    EXPECT_GT(count, 500U);
}

}  // namespace
}  // namespace pawl::definition
