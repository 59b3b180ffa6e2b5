#include "cli/app.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "tests/unit/cli/run_pawl.hpp"

namespace pawl::cli {
namespace {

Ran pawl(const std::vector<std::string>& arguments) { return run_pawl(arguments); }

/// A file in a folder of its own, gone at the end of the test.
class File {
  public:
    File(const char* name, const std::string& text)
        : folder_(std::filesystem::temp_directory_path() / ("pawl-app-test-" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        path_ = folder_ / name;
        std::ofstream(path_) << text;
    }
    ~File() { std::filesystem::remove_all(folder_); }
    const char* path() const { return path_.c_str(); }

  private:
    std::filesystem::path folder_, path_;
};

constexpr const char* good = R"({"StartAt":"A","States":{"A":{"Type":"Pass","End":true}}})";
constexpr const char* bad = "{\"StartAt\":\"A\",\n \"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"B\"}}}";
constexpr const char* nobody = "http://127.0.0.1:1";  // the port of a service nobody runs

TEST(App, HelpAndVersionAreNoErrors) {
    EXPECT_EQ(pawl({"--version"}).exit, 0);
    EXPECT_EQ(pawl({"--version"}).out, "pawl " PAWL_VERSION "\n");
    EXPECT_EQ(pawl({"--help"}).exit, 0);
    EXPECT_NE(pawl({"start", "--help"}).out.find("--follow"), std::string::npos);
    EXPECT_EQ(pawl({"start", "--help"}).out.find("A first run"), std::string::npos) << "the program's last words are not every command's";
}

TEST(App, WrongUseIsTwo) {
    EXPECT_EQ(pawl({}).exit, 2);
    EXPECT_EQ(pawl({"nonsense"}).exit, 2);
    EXPECT_EQ(pawl({"srve"}).err, "error: there is no command 'srve'; did you mean 'serve'?\nRun 'pawl --help' for what there is.\n");
    EXPECT_EQ(pawl({"list", "--limt=5"}).err,
              "error: there is no option '--limt'; did you mean '--limit'?\nRun 'pawl list --help' for what there is.\n");
    EXPECT_EQ(pawl({"validate", "a.json", "--colour"}).err, "error: there is no option '--colour'\nRun 'pawl validate --help' for what there is.\n");
    EXPECT_EQ(pawl({"graph"}).err, "error: FILE is required\nRun 'pawl graph --help' for what there is.\n");
    EXPECT_EQ(pawl({"start"}).exit, 2);
    EXPECT_EQ(pawl({"list", "--limit", "0"}).exit, 2);
    EXPECT_EQ(pawl({"start", "m", "--wait", "--follow"}).exit, 2);
    EXPECT_EQ(pawl({"start", "m", "--wait", "--timeout", "soon"}).exit, 2);
    EXPECT_EQ(pawl({"list", "-o", "xml"}).exit, 2);
    EXPECT_EQ(pawl({"list", "--status", "RUNNING"}).exit, 2);
    EXPECT_EQ(pawl({"serve", "--bind", "0.0.0.0"}).exit, 2);
    EXPECT_EQ(pawl({"serve", "--account", "12"}).exit, 2);
    EXPECT_EQ(pawl({"serve", "--function", "no-url"}).exit, 2);
    EXPECT_EQ(pawl({"list", "--config", "/nowhere/pawl.yaml"}).exit, 2);
}

TEST(App, AnUnreachableServerIsSevenAndSaysHowToStartOne) {
    const Ran run = pawl({"list", "--endpoint", nobody});
    EXPECT_EQ(run.exit, 7);
    EXPECT_NE(run.err.find("pawl serve"), std::string::npos) << run.err;
}

TEST(App, AFlagWinsOverTheEnvironmentAndThatOverTheFile) {
    const File config("pawl.yaml", "endpoint: http://127.0.0.1:3\n");
    EXPECT_NE(pawl({"list", "--config", config.path()}).err.find("127.0.0.1:3 "), std::string::npos);
    ::setenv("PAWL_ENDPOINT", "http://127.0.0.1:2", 1);
    EXPECT_NE(pawl({"list", "--config", config.path()}).err.find("127.0.0.1:2 "), std::string::npos);
    EXPECT_NE(pawl({"list", "--config", config.path(), "--endpoint", nobody}).err.find("127.0.0.1:1 "), std::string::npos);
    ::unsetenv("PAWL_ENDPOINT");
}

TEST(App, ValidateNeedsNoServer) {
    const File fine("fine.asl.json", good);
    EXPECT_EQ(pawl({"validate", fine.path()}).exit, 0);
    EXPECT_EQ(pawl({"validate", "/nowhere/x.json"}).exit, 3);
}

TEST(App, AFaultyDefinitionIsFiveWithThePlaceShown) {
    const File faulty("faulty.asl.json", bad);
    const Ran run = pawl({"validate", faulty.path()});
    EXPECT_EQ(run.exit, 5);
    EXPECT_NE(run.out.find("faulty.asl.json:2:"), std::string::npos) << run.out;
    EXPECT_NE(run.out.find("^\n"), std::string::npos) << run.out;
    EXPECT_NE(pawl({"validate", faulty.path(), "-o", "jsonl"}).out.find("\"result\":\"FAIL\""), std::string::npos);

    const Ran deployed = pawl({"deploy", faulty.path(), "--endpoint", nobody});
    EXPECT_EQ(deployed.exit, 5) << "found before a server is asked";
}

TEST(App, AnInputThatIsNoJsonIsShownWithACaret) {
    const Ran run = pawl({"start", "m", "--input", "{\"a\":1,}", "--endpoint", nobody});
    EXPECT_EQ(run.exit, 2);
    EXPECT_NE(run.err.find("--input:1:8:"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("  1 | {\"a\":1,}\n    |        ^"), std::string::npos) << run.err;
}

}  // namespace
}  // namespace pawl::cli
