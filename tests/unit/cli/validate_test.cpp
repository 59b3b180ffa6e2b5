// `pawl validate`: what it prints in each form, and its exit codes.
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include "tests/unit/cli/run_pawl.hpp"

namespace pawl::cli {
namespace {

namespace json = boost::json;

class Validate : public testing::Test {
  protected:
    void SetUp() override {
        folder_ = std::filesystem::temp_directory_path() / ("pawl-validate-test-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string file(const char* name, const std::string& text) const {
        const auto path = folder_ / name;
        std::ofstream(path) << text;
        return path.string();
    }

    static Ran pawl(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "validate");
        return run_pawl(arguments);
    }

    std::filesystem::path folder_;
    const std::string good_ = R"({"StartAt":"A","States":{"A":{"Type":"Succeed"}}})";
    const std::string bad_ = "{\"StartAt\":\"A\",\n \"States\":{\"A\":{\"Type\":\"Pass\",\"Nxt\":\"B\",\"End\":true}}}";
    const std::string warned_ = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"a":"$.a"},"End":true}}})";
};

TEST_F(Validate, ShowsThePlaceAndAHint) {
    const std::string name = file("bad.asl.json", bad_);
    const Ran ran = pawl({name});
    EXPECT_EQ(ran.exit, 5);
    EXPECT_EQ(ran.out, name +
                           ":2:31: error: Field 'Nxt' is not supported [SCHEMA_VALIDATION_FAILED] at /States/A\n"
                           "  2 |  \"States\":{\"A\":{\"Type\":\"Pass\",\"Nxt\":\"B\",\"End\":true}}}\n"
                           "    |                               ^\n"
                           "  hint: did you mean 'Next'?\n");
}

TEST_F(Validate, TakesSeveralFilesAndSumsThemUp) {
    const std::string good = file("good.json", good_), bad = file("bad.json", bad_);
    const Ran ran = pawl({good, bad, (folder_ / "none.json").string()});
    EXPECT_EQ(ran.exit, 5);
    EXPECT_EQ(ran.out.substr(0, good.size() + 8), good + ": valid\n");
    EXPECT_NE(ran.out.find("3 files: 1 valid, 1 invalid, 1 not read\n"), std::string::npos) << ran.out;
    EXPECT_NE(ran.err.find("there is no file"), std::string::npos);
    EXPECT_EQ(pawl({good, (folder_ / "none.json").string()}).exit, 3);
    EXPECT_EQ(pawl({good, good}).exit, 0);
}

TEST_F(Validate, TellsWarningsFromErrors) {
    const std::string name = file("warned.json", warned_);
    const Ran ran = pawl({name});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_NE(ran.out.find(": warning: The value of 'a' looks like a JSONPath."), std::string::npos) << ran.out;
    EXPECT_NE(ran.out.find(name + ": valid, 1 warning\n"), std::string::npos) << ran.out;
    EXPECT_EQ(pawl({name, "--warnings-as-errors"}).exit, 5);
    EXPECT_EQ(pawl({name, "--severity", "error"}).out.find("NO_DOLLAR"), std::string::npos);
    EXPECT_EQ(pawl({name, "--severity", "error"}).exit, 0);
    EXPECT_NE(pawl({name, "--severity", "error", "--warnings-as-errors"}).out.find("NO_DOLLAR"), std::string::npos) << "what fails it is shown";
}

TEST_F(Validate, AsksWhetherItIsRightNotWhetherItRuns) {
    const std::string activity = R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:1:activity:a","End":true}}})";
    const std::string name = file("activity.json", activity);
    EXPECT_EQ(pawl({name}).exit, 0);
    EXPECT_NE(pawl({name}).out.find("warning: Resource arn:aws:states:us-east-1:1:activity:a is valid, but"), std::string::npos);
    EXPECT_EQ(pawl({name, "--type", "express"}).exit, 5);
    EXPECT_EQ(pawl({file("placeholder.json", R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${A}","End":true}}})")}).exit, 0);
}

TEST_F(Validate, ReadsYaml) {
    EXPECT_EQ(pawl({file("good.asl.yaml", "StartAt: A\nStates:\n  A: {Type: Succeed}\n")}).exit, 0);
    const std::string name = file("bad.yml", "StartAt: A\nStates:\n  A: {Type: Pass, Nxt: B, End: true}\n");
    const Ran ran = pawl({name});
    EXPECT_EQ(ran.exit, 5);
    EXPECT_EQ(ran.out.substr(0, name.size() + 14), name + ":3:19: error: ") << ran.out;
    EXPECT_EQ(pawl({file("of-no-kind", "StartAt: A\nStates:\n  A: {Type: Succeed}\n")}).exit, 0);
    EXPECT_EQ(pawl({file("json-of-no-kind", good_)}).exit, 0);
    EXPECT_EQ(pawl({file("yaml.json", "StartAt: A\nStates:\n  A: {Type: Succeed}\n")}).exit, 5) << "the name says JSON";
}

TEST_F(Validate, PrintsJson) {
    const std::string bad = file("bad.json", bad_);
    const json::value one = json::parse(pawl({bad, "-o", "json"}).out);
    EXPECT_EQ(one.at("file").as_string(), bad);
    EXPECT_EQ(one.at("result").as_string(), "FAIL");
    EXPECT_EQ(one.at("diagnostics").at(0).at("line").as_int64(), 2);
    EXPECT_EQ(one.at("diagnostics").at(0).at("hint").as_string(), "did you mean 'Next'?");
    EXPECT_EQ(json::parse(pawl({bad, bad, "-o", "json"}).out).as_array().size(), 2u);
    const std::string lines = pawl({bad, file("good.json", good_), "-o", "jsonl"}).out;
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 2);
}

TEST_F(Validate, PrintsSarif) {
    const json::value log = json::parse(pawl({file("a bad, one.json", bad_), file("warned.json", warned_), "-o", "sarif"}).out);
    EXPECT_EQ(log.at("version").as_string(), "2.1.0");
    const json::value& scan = log.at("runs").at(0);
    EXPECT_EQ(scan.at("tool").at("driver").at("name").as_string(), "pawl");
    EXPECT_EQ(scan.at("tool").at("driver").at("rules").as_array().size(), 2u);
    ASSERT_EQ(scan.at("results").as_array().size(), 2u);
    const json::value& error = scan.at("results").at(0);
    EXPECT_EQ(error.at("ruleId").as_string(), "SCHEMA_VALIDATION_FAILED");
    EXPECT_EQ(error.at("level").as_string(), "error");
    const json::value& location = error.at("locations").at(0).at("physicalLocation");
    EXPECT_EQ(location.at("region").at("startLine").as_int64(), 2);
    EXPECT_EQ(location.at("region").at("startColumn").as_int64(), 31);
    const std::string uri(location.at("artifactLocation").at("uri").as_string());
    EXPECT_EQ(uri.substr(0, 8), "file:///");
    EXPECT_NE(uri.find("a%20bad%2C%20one.json"), std::string::npos) << uri;
    EXPECT_EQ(scan.at("results").at(1).at("level").as_string(), "warning");
    EXPECT_EQ(scan.at("results").at(1).at("ruleIndex").as_int64(), 1);
    EXPECT_EQ(json::parse(pawl({file("good.json", good_), "-o", "sarif"}).out).at("runs").at(0).at("results").as_array().size(), 0u);
}

// What SARIF 2.1.0 (OASIS, §3.13 to §3.30) demands, and what a reader relies on, of findings of every kind.
TEST_F(Validate, ItsSarifIsAsTheStandardHasIt) {
    const std::vector<std::string> files{
        file("cut off.json", "{\"StartAt\":"),
        file("several.json", "{\"StartAt\":\"Z\",\n\"States\":{\"🚀\":{\"Type\":\"Pass\",\"Nxt\":1},\"B\":{\"Type\":\"Wait\",\"End\":true}}}"),
        file("not.yaml", "StartAt: [A\n"),
        file("defects.yaml", "StartAt: A\nStates:\n  A: {Type: Pass, Nxt: B, End: true}\n"),
        file("warned.json", warned_),
        file("good.json", good_),
    };
    std::vector<std::string> arguments = files;
    arguments.insert(arguments.end(), {"-o", "sarif"});
    const json::value log = json::parse(pawl(arguments).out);
    EXPECT_EQ(log.at("version"), "2.1.0");
    EXPECT_TRUE(log.at("$schema").as_string().ends_with("sarif-2.1.0.json"));
    ASSERT_EQ(log.at("runs").as_array().size(), 1u);
    const json::value& scan = log.at("runs").at(0);
    EXPECT_EQ(scan.at("columnKind"), "utf16CodeUnits");
    const json::value& driver = scan.at("tool").at("driver");
    EXPECT_EQ(driver.at("name"), "pawl");
    EXPECT_FALSE(driver.at("version").as_string().empty());
    std::set<std::string> rules;
    for (const json::value& rule : driver.at("rules").as_array()) {
        EXPECT_TRUE(rules.insert(std::string(rule.at("id").as_string())).second) << rule.at("id") << " is there twice";
    }
    std::set<std::string> used, levels;
    std::map<std::string, int> findings;  // by the file's URI
    for (const json::value& result : scan.at("results").as_array()) {
        const std::string id(result.at("ruleId").as_string());
        used.insert(id);
        EXPECT_EQ(driver.at("rules").at(static_cast<std::size_t>(result.at("ruleIndex").as_int64())).at("id"), id.c_str());
        levels.insert(std::string(result.at("level").as_string()));
        EXPECT_FALSE(result.at("message").at("text").as_string().empty());
        ASSERT_EQ(result.at("locations").as_array().size(), 1u);
        const json::value& physical = result.at("locations").at(0).at("physicalLocation");
        const std::string uri(physical.at("artifactLocation").at("uri").as_string());
        ++findings[uri.substr(uri.rfind('/') + 1)];
        EXPECT_EQ(uri.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:%"), std::string::npos) << uri;
        if (const json::value* region = physical.as_object().if_contains("region")) {
            EXPECT_GE(region->at("startLine").as_int64(), 1) << id;
            EXPECT_GE(region->at("startColumn").as_int64(), 1) << id;
        }
    }
    EXPECT_EQ(used, rules) << "a rule nobody breaks, or a result of no rule";
    EXPECT_EQ(levels, (std::set<std::string>{"error", "warning"}));
    for (const char* name : {"cut%20off.json", "several.json", "not.yaml", "defects.yaml", "warned.json"}) EXPECT_GE(findings[name], 1) << name;
    EXPECT_GE(findings["several.json"], 3);
    EXPECT_EQ(findings.size(), 5u) << "good.json has no findings";
    // The rocket is two UTF-16 units: the column of "Nxt" as an editor counts it.
    const std::string wanted = R"("region":{"startLine":2,"startColumn":31})";
    EXPECT_NE(json::serialize(scan).find(wanted), std::string::npos) << json::serialize(scan);
}

TEST_F(Validate, SarifTellsPlacesRelativeToWhereItRan) {
    file("a b:c.json", bad_);
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder_);
    const json::value log = json::parse(pawl({"a b:c.json", "-o", "sarif"}).out);
    std::filesystem::current_path(before);
    const json::value& physical = log.at("runs").at(0).at("results").at(0).at("locations").at(0).at("physicalLocation");
    EXPECT_EQ(physical.at("artifactLocation").at("uri"), "a%20b%3Ac.json") << "a bare colon would make it a URI of scheme 'a b'";
}

// As GitHub's own toolkit escapes: % and line breaks everywhere, a property's : and , as well.
TEST_F(Validate, GitHubsCommandsStayOneLineEach) {
    const std::string name = file("odd.json", R"({"StartAt":"A","States":{"A":{"Type":"Pass","100%,a:b\r\n::error::c":1,"End":true}}})");
    const std::string out = pawl({name, "-o", "github"}).out;
    EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1) << out;
    EXPECT_EQ(out.find('\r'), std::string::npos);
    EXPECT_NE(out.find("::Field '100%25,a:b%0D%0A::error::c' is not supported at /States/A"), std::string::npos) << out;
    const std::string without_place = pawl({file("empty.json", ""), "-o", "github"}).out;
    EXPECT_EQ(std::count(without_place.begin(), without_place.end(), '\n'), 1) << without_place;
    EXPECT_TRUE(without_place.starts_with("::error file=")) << without_place;
    EXPECT_TRUE(pawl({file("warned.json", warned_), "-o", "github"}).out.starts_with("::warning file="));
    EXPECT_EQ(pawl({file("good.json", good_), "-o", "github"}).out, "");
}

TEST_F(Validate, PrintsGitHubsCommands) {
    const std::string name = file("a,b:c%.json", bad_);
    std::string escaped = name;
    for (const auto& [from, to] : {std::pair<std::string, std::string>{"%", "%25"}, {":", "%3A"}, {",", "%2C"}}) {
        for (std::size_t at = 0; (at = escaped.find(from, at)) != std::string::npos; at += to.size()) escaped.replace(at, from.size(), to);
    }
    EXPECT_EQ(pawl({name, "-o", "github"}).out,
              "::error file=" + escaped +
                  ",line=2,col=31,title=SCHEMA_VALIDATION_FAILED::Field 'Nxt' is not supported at /States/A%0Adid you mean 'Next'?\n");
}

}  // namespace
}  // namespace pawl::cli
