// The validator against what AWS said (validation.jsonl), what AWS ran (history.jsonl) and definitions collected from public repositories.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/definition/machine.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::definition {
namespace {

const std::filesystem::path shared = std::filesystem::path(PAWL_SOURCE_DIR) / ".." / "shared";

std::vector<Payload> lines_of(const std::filesystem::path& file) {
    std::vector<Payload> out;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) out.push_back(Payload::parse(std::move(line)).value());
    return out;
}

std::string text_of(const json::value& value, const char* field) {
    const json::value* found = value.get_object().if_contains(field);
    return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::string definition_of(const json::value& one) {
    return one.get_object().contains("definition_text") ? text_of(one, "definition_text") : to_json(one.at("definition"));
}

std::string all_of(const Compiled& compiled) {
    std::string out;
    for (const Diagnostic& d : compiled.diagnostics) {
        if (d.severity == Severity::Error) out += "\n  " + d.code + ": " + d.message + " at " + d.location;
    }
    return out;
}

// As CreateStateMachine says it.
std::string refusal(const Compiled& compiled) {
    std::string out;
    for (const Diagnostic& d : compiled.diagnostics) {
        out += (out.empty() ? "" : ", ") + d.code + ": " + d.message + " at " + (d.location.empty() ? "null" : d.location);
    }
    return "Invalid State Machine Definition: '" + out + "'";
}

void expect_diagnostics(const Compiled& compiled, const json::array& expected, const std::string& id) {
    ASSERT_EQ(compiled.diagnostics.size(), expected.size()) << id << all_of(compiled);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(compiled.diagnostics[i].code, text_of(expected[i], "code")) << id;
        EXPECT_EQ(compiled.diagnostics[i].message, text_of(expected[i], "message")) << id;
        EXPECT_EQ(compiled.diagnostics[i].location, text_of(expected[i], "location")) << id;
        EXPECT_EQ(compiled.diagnostics[i].severity == Severity::Error ? "ERROR" : "WARNING", text_of(expected[i], "severity")) << id;
    }
}

TEST(DefinitionCorpus, SaysWhatAwsSaid) {
    const auto file = shared / "conformance" / "validation.jsonl";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no ../shared/conformance";
    int cases = 0;
    for (const Payload& line : lines_of(file)) {
        const json::value& one = line.value();
        if (text_of(one, "tier") != "core") continue;
        ++cases;
        const std::string id = text_of(one, "id");
        const Compiled compiled = compile(definition_of(one), {text_of(one.at("request"), "type") == "EXPRESS", "us-east-1"});
        const json::value& expected = one.at("expected");
        if (text_of(one, "operation") == "CreateStateMachine") {
            EXPECT_EQ(refusal(compiled), text_of(expected, "error_message")) << id;
        } else {
            expect_diagnostics(compiled, expected.at("diagnostics").get_array(), id);
        }
    }
    std::cout << cases << " recorded validations\n";
    EXPECT_GE(cases, 19);
}

TEST(DefinitionCorpus, AcceptsWhatAwsRan) {
    const auto file = shared / "conformance" / "history.jsonl";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no ../shared/conformance";
    int bound = 0, unsupported = 0;
    for (const Payload& line : lines_of(file)) {
        const json::value& one = line.value();
        if (text_of(one, "tier") != "core") continue;
        const Compiled compiled = compile(definition_of(one));
        EXPECT_FALSE(compiled.has_errors()) << text_of(one, "id") << all_of(compiled);
        ++(compiled.machine ? bound : unsupported);
    }
    std::cout << bound << " bound, " << unsupported << " with features to come\n";
    EXPECT_GE(bound, 500);
}

// Placeholders of deployment tools, as those would fill them in.
std::string filled_in(std::string text) {
    for (std::size_t at = text.find("${"); at != std::string::npos; at = text.find("${", at + 1)) {
        const std::size_t end = text.find('}', at);
        const std::size_t quote = text.find('"', at);
        if (end == std::string::npos || quote < end) continue;
        text.replace(at, end - at + 1, "x");
    }
    return text;
}

bool is_one_of(const std::string& id, const std::vector<std::string>& endings) {
    return std::any_of(endings.begin(), endings.end(), [&](const std::string& ending) { return id.ends_with(ending); });
}

TEST(DefinitionCorpus, AcceptsCollectedDefinitions) {
    const auto file = shared / "definitions" / "valid.jsonl";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no ../shared/definitions";
    // Valid for the linters they come from, not for AWS.
    const std::vector<std::string> refused{
        "__cfa251",  // JSONPath inside a JSONata machine
        "__bbdc18",
        "__3a4767",
        "__116dbe",  // Resource arn:aws:swf:…
        "documentInvalidFailWithAssign",
        "documentWithAssignAndCatch",  // incomplete on purpose
        "globalJsonataDocument",       // incomplete on purpose
        "__dc957e",
        "__d92ee3",
        "__d96cba",
        "__af0ac9",
        "__c76836",
        "__5c5501",  // {"Fn::Sub": …} in place of a text
        "__0bfe86",  // QueryLanguage among the states
        "task-with-credentials",
        "__35f0ab",  // Credentials without RoleArn
        "__5a6327",
        "__574287",
        "__558141",
        "__6c245f",
        "__e0291f",  // %PLACEHOLDER% and JSONata in fields that take none
        "__ad45ad",
        "__af2a6f",  // ErrorEquals filled in by the test
        "__fd129b",
        "__7bed1c",  // Resource filled in by the test
        "__e68387",
        "__999c65",
        "__13e28a",
        "__4f738c",
        "__0fe729",  // expected to be refused
        "__98560f",
        "__b9408a",  // an ItemProcessor alone
    };
    int bound = 0, unsupported = 0;
    for (const Payload& line : lines_of(file)) {
        const std::string id = text_of(line.value(), "id");
        const Compiled compiled = compile(filled_in(text_of(line.value(), "text")));
        EXPECT_EQ(compiled.has_errors(), is_one_of(id, refused)) << id << all_of(compiled);
        if (!compiled.has_errors()) ++(compiled.machine ? bound : unsupported);
    }
    std::cout << bound << " bound, " << unsupported << " with features to come, " << refused.size() << " refused as AWS would\n";
    EXPECT_GE(bound, 150);
}

TEST(DefinitionCorpus, RefusesCollectedMistakes) {
    const auto file = shared / "definitions" / "invalid.jsonl";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no ../shared/definitions";
    // Nobody reads JSONata or ItemBatcher yet; "{%10%}" is no mistake for AWS.
    const std::vector<std::string> accepted{"__1018f0", "__4f5cb7", "__586ca3", "__8bbfb3"};
    int refused = 0, missed = 0;
    for (const Payload& line : lines_of(file)) {
        const std::string id = text_of(line.value(), "id");
        const Compiled compiled = compile(text_of(line.value(), "text"));
        EXPECT_EQ(!compiled.has_errors(), is_one_of(id, accepted)) << id;
        EXPECT_EQ(compiled.machine, nullptr) << id;
        ++(compiled.has_errors() ? refused : missed);
    }
    std::cout << refused << " refused, " << missed << " not found to be wrong\n";
    EXPECT_GE(refused, 63);
}

}  // namespace
}  // namespace pawl::definition
