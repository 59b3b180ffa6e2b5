// `pawl validate`: what it prints in each form, and its exit codes.
#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "cli/app.hpp"

namespace pawl::cli {
namespace {

namespace json = boost::json;

struct Ran {
    int exit = -1;
    std::string out, err;
};

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
        std::vector<const char*> words{"pawl", "validate"};
        for (const std::string& argument : arguments) words.push_back(argument.c_str());
        std::ostringstream out, err;
        Ran result;
        result.exit = run(static_cast<int>(words.size()), words.data(), out, err);
        result.out = out.str();
        result.err = err.str();
        return result;
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
