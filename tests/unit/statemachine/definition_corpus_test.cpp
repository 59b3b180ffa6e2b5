// The validator against what AWS said (validation.jsonl), what AWS ran (history.jsonl) and definitions collected from public repositories.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/definition/machine.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "tests/source_dir.hpp"

namespace pawl::definition {
namespace {

const std::filesystem::path shared = std::filesystem::path(pawl::source_dir()) / ".." / "shared";

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
        if (d.severity == Severity::Warning) continue;
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

// Ids whose label is wrong, with the verdict that is right (tests/unit/statemachine/data/definition_labels.txt).
std::set<std::string> reviewed(const std::string& verdict) {
    std::set<std::string> ids;
    std::ifstream in(std::filesystem::path(pawl::source_dir()) / "tests/unit/statemachine/data/definition_labels.txt");
    EXPECT_TRUE(in) << "the list of reviewed labels is missing";
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream words(line);
        std::string is, id, reason;
        words >> is >> id >> reason;
        EXPECT_FALSE(reason.empty()) << "a reviewed label without a reason: " << line;
        if (is == verdict) ids.insert(id);
    }
    return ids;
}

// As `pawl validate` does it: what a deployment tool fills in is taken with a warning.
Compiled validated(const json::value& one) {
    return compile(text_of(one, "text"), {.express = false, .region = "us-east-1", .allow_placeholders = true});
}

TEST(DefinitionCorpus, AcceptsCollectedDefinitions) {
    const auto file = shared / "definitions" / "valid.jsonl";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no ../shared/definitions";
    const std::set<std::string> refused = reviewed("refused");
    int bound = 0, later = 0, seen = 0;
    for (const Payload& line : lines_of(file)) {
        const std::string id = text_of(line.value(), "id");
        const Compiled compiled = validated(line.value());
        EXPECT_EQ(compiled.has_errors(), refused.contains(id)) << id << all_of(compiled);
        seen += refused.contains(id) ? 1 : 0;
        if (!compiled.has_errors()) ++(compiled.machine ? bound : later);
    }
    EXPECT_EQ(static_cast<std::size_t>(seen), refused.size()) << "the list names definitions that are not there";
    std::cout << bound << " bound, " << later << " with placeholders or features to come, " << seen << " refused as AWS would\n";
    EXPECT_GE(bound, 130);
    RecordProperty("suite definitions: valid", std::to_string(bound + later) + "/" + std::to_string(bound + later + seen));
}

TEST(DefinitionCorpus, RefusesCollectedMistakes) {
    const auto file = shared / "definitions" / "invalid.jsonl";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no ../shared/definitions";
    const std::set<std::string> accepted = reviewed("accepted");
    int refused = 0, missed = 0;
    for (const Payload& line : lines_of(file)) {
        const std::string id = text_of(line.value(), "id");
        const Compiled compiled = validated(line.value());
        EXPECT_EQ(!compiled.has_errors(), accepted.contains(id)) << id;
        ++(compiled.has_errors() ? refused : missed);
    }
    std::cout << refused << " refused, " << missed << " that AWS accepts\n";
    EXPECT_GE(refused, 60);
    RecordProperty("suite definitions: invalid", std::to_string(refused) + "/" + std::to_string(refused + missed));
}

}  // namespace
}  // namespace pawl::definition
