// The commands that need no server: graph, fmt, test, eval.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include "cli/text/width.hpp"
#include "tests/unit/cli/run_pawl.hpp"

namespace pawl::cli {
namespace {

namespace fs = std::filesystem;

class Tools : public testing::Test {
  protected:
    Tools() : folder_(fs::temp_directory_path() / ("pawl-tools-test-" + std::to_string(::getpid()))) { fs::create_directories(folder_); }
    ~Tools() override { fs::remove_all(folder_); }

    static Ran pawl(const std::vector<std::string>& arguments) { return run_pawl(arguments); }
    std::string file(const char* name, const std::string& text) const {
        std::ofstream(folder_ / name) << text;
        return folder_ / name;
    }
    static std::string read(const std::string& path) {
        std::stringstream text;
        text << std::ifstream(path).rdbuf();
        return text.str();
    }

    const fs::path folder_;
};

constexpr const char* chain = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"},"B":{"Type":"Succeed"}}})";

TEST_F(Tools, GraphDrawsInTheTerminal) {
    const Ran ran = pawl({"graph", file("chain.asl.json", chain)});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_EQ(ran.out,
              "   ●\n"
              "   │\n"
              "   ▼\n"
              " ╭───╮\n"
              " │ A │\n"
              " ╰───╯\n"
              "   │\n"
              "   ▼\n"
              "╭─────╮\n"
              "│ ✓ B │\n"
              "╰─────╯\n");
}

TEST_F(Tools, GraphAlignsWideNames) {
    const Ran ran = pawl({"graph", file("wide.json", R"({"StartAt":"订单","States":{"订单":{"Type":"Pass","End":true}}})")});
    std::istringstream lines(ran.out);
    std::vector<std::size_t> widths;
    for (std::string line; std::getline(lines, line);) {
        if (line.find("╭") != std::string::npos || line.find("订") != std::string::npos || line.find("╰") != std::string::npos)
            widths.push_back(display_width(line));
    }
    ASSERT_EQ(widths.size(), 3U) << ran.out;
    EXPECT_EQ(widths[0], widths[1]) << ran.out;
    EXPECT_EQ(widths[0], widths[2]) << ran.out;
}

TEST_F(Tools, GraphTakesTheFormatFromTheFileItWrites) {
    const std::string definition = file("chain.asl.json", chain);
    const auto written = [&](const char* name) {
        EXPECT_EQ(pawl({"graph", definition, "--output", folder_ / name}).exit, 0);
        return read(folder_ / name);
    };
    EXPECT_TRUE(written("a.svg").starts_with("<svg "));
    EXPECT_TRUE(written("a.dot").starts_with("digraph"));
    EXPECT_TRUE(written("a.mmd").starts_with("flowchart"));
    EXPECT_TRUE(pawl({"graph", definition, "-o", "svg"}).out.starts_with("<svg "));
    EXPECT_EQ(pawl({"graph", definition, "--output", "/nowhere/at/all.svg"}).exit, 1);
}

TEST_F(Tools, GraphDrawsWhatIsFaultyAndRefusesWhatIsNoDefinition) {
    const Ran ran = pawl({"graph", file("faulty.json", R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"Gone"}}})")});
    EXPECT_EQ(ran.exit, 0);
    EXPECT_NE(ran.out.find("? Gone"), std::string::npos) << ran.out;
    const Ran yaml = pawl({"graph", file("chain.yaml", "StartAt: A\nStates:\n  A: {Type: Pass, End: true}\n")});
    EXPECT_NE(yaml.out.find("│ A │"), std::string::npos) << yaml.out << yaml.err;
    EXPECT_EQ(pawl({"graph", file("no.json", "{\"a\": }")}).exit, 5);
    EXPECT_NE(pawl({"graph", file("no.json", "{\"a\": }")}).err.find("no.json:1:"), std::string::npos);
    EXPECT_EQ(pawl({"graph", file("list.json", "[]")}).exit, 5);
    EXPECT_EQ(pawl({"graph", "/nowhere/x.json"}).exit, 3);
}

TEST_F(Tools, FmtPrintsChecksAndWrites) {
    const std::string path = file("chain.asl.json", chain);
    const Ran printed = pawl({"fmt", path});
    EXPECT_EQ(printed.exit, 0);
    EXPECT_TRUE(printed.out.starts_with("{\n  \"StartAt\": \"A\",\n")) << printed.out;
    const Ran checked = pawl({"fmt", "--check", path});
    EXPECT_EQ(checked.exit, 1);
    EXPECT_EQ(checked.out, path + "\n");
    EXPECT_EQ(read(path), chain) << "--check changes nothing";
    const Ran written = pawl({"fmt", "--write", path});
    EXPECT_EQ(written.exit, 0);
    EXPECT_EQ(written.out, path + "\n");
    EXPECT_EQ(read(path), printed.out);
    EXPECT_EQ(pawl({"fmt", "--check", path}).exit, 0);
    EXPECT_EQ(pawl({"fmt", "--write", path}).out, "") << "nothing was left to change";
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()), 1) << "nothing is left lying about";
}

TEST_F(Tools, FmtLeavesYamlAndBrokenFilesAlone) {
    const std::string yaml = file("a.yaml", "StartAt: A # here\n"), broken = file("b.json", "{"), good = file("c.json", "{}\n");
    const Ran ran = pawl({"fmt", "--write", yaml, broken, good});
    EXPECT_NE(ran.err.find("fmt formats JSON"), std::string::npos) << ran.err;
    EXPECT_EQ(ran.exit, 2) << "the first that could not be read";
    EXPECT_EQ(read(yaml), "StartAt: A # here\n");
    EXPECT_EQ(read(broken), "{");
    EXPECT_EQ(pawl({"fmt", "--check", "--write", good}).exit, 2);
    EXPECT_EQ(pawl({"fmt", "/nowhere/x.json"}).exit, 3);
}

constexpr const char* machine_line =
    R"(machine: {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f","End":true}}})";

TEST_F(Tools, TestRunsFilesAndFolders) {
    const std::string head = std::string(machine_line) + "\nworker f:\n  returns 1\n";
    file("good.case", head + "test: one\noutput: 1\ntest: two\npath: T\n");
    const Ran good = pawl({"test", folder_, "-v"});
    EXPECT_EQ(good.exit, 0) << good.out << good.err;
    EXPECT_NE(good.out.find("2 passed, 0 failed"), std::string::npos) << good.out;
    EXPECT_NE(good.out.find("good.case > two"), std::string::npos) << good.out;

    file("bad.case", head + "test: <three> & more\noutput: 2\n");
    const std::string junit = folder_ / "report.xml";
    const Ran bad = pawl({"test", folder_, "--junit", junit});
    EXPECT_EQ(bad.exit, 1);
    EXPECT_NE(bad.out.find("$: expected 2, got 1"), std::string::npos) << bad.out;
    EXPECT_NE(bad.out.find("2 passed, 1 failed"), std::string::npos) << bad.out;
    const std::string report = read(junit);
    EXPECT_NE(report.find("<testsuites name=\"pawl\" tests=\"3\" failures=\"1\" errors=\"0\">"), std::string::npos) << report;
    EXPECT_NE(report.find("name=\"&lt;three&gt; &amp; more\""), std::string::npos) << report;
    EXPECT_EQ(pawl({"test", folder_, "--filter", "two"}).exit, 0);
    EXPECT_EQ(pawl({"test", folder_, "--filter", "nobody"}).exit, 3);
}

TEST_F(Tools, TestSaysWhyItCannotRun) {
    EXPECT_EQ(pawl({"test"}).exit, 2);
    EXPECT_EQ(pawl({"test", "/nowhere/x.case"}).exit, 3);
    EXPECT_EQ(pawl({"test", folder_}).exit, 3) << "no case in it";
    EXPECT_EQ(pawl({"test", file("a.case", "nonsense: 1\n")}).exit, 2);
    EXPECT_EQ(pawl({"test", file("a.case", "machine: {}\noutput: 1\n")}).exit, 5);
    EXPECT_EQ(pawl({"test", file("a.case", "machine: gone.json\noutput: 1\n")}).exit, 3);
    EXPECT_EQ(pawl({"test", file("a.case", std::string(machine_line) + "\ninput: {,}\noutput: 1\n")}).exit, 2);
}

TEST_F(Tools, TestReadsMocksOfStepFunctionsLocal) {
    const std::string machine = file(
        "m.json",
        R"({"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f","Payload.$":"$"},
                          "OutputPath":"$.Payload","Retry":[{"ErrorEquals":["Busy"]}],"End":true}}})");
    const std::string mocks =
        file("mocks.json", R"({"StateMachines":{"M":{"TestCases":{"Good":{"T":"Twice"},"Bad":{"T":"Never"}}}},"MockedResponses":{
        "Twice":{"0-1":{"Throw":{"Error":"Busy","Cause":"c"}},"2":{"Return":{"StatusCode":200,"Payload":{"ok":1}}}},"Never":{"0":{"Throw":{"Error":"Down","Cause":"c"}}}}})");
    const Ran good = pawl({"test", "--mock-config", mocks, "--machine", "M=" + machine, "--case", "Good", "-v"});
    EXPECT_EQ(good.exit, 0) << good.out << good.err;
    EXPECT_NE(good.out.find("SUCCEEDED {\"ok\":1}"), std::string::npos) << good.out;
    EXPECT_EQ(pawl({"test", "--mock-config", mocks, "--machine", "M=" + machine}).exit, 1) << "Bad fails";
    EXPECT_EQ(pawl({"test", "--mock-config", mocks, "--machine", "M=" + machine, "--case", "Bad", "--expect", "FAILED"}).exit, 0);
    EXPECT_EQ(pawl({"test", "--mock-config", mocks, "--machine", "M=" + machine, "--case", "Nobody"}).exit, 3);
    EXPECT_EQ(pawl({"test", "--mock-config", mocks, "--machine", "Other=" + machine}).exit, 3);
    EXPECT_EQ(pawl({"test", "--mock-config", mocks}).exit, 2);
}

TEST_F(Tools, EvalSpeaksAllThreeLanguages) {
    const std::string input = file("in.json", R"({"items":[{"p":1},{"p":2.5}],"n":3})");
    EXPECT_EQ(pawl({"eval", "$sum($states.input.items.p)", "--input", "@" + input}).out, "3.5\n");
    EXPECT_EQ(pawl({"eval", "{% $states.input.n + $x %}", "--input", "@" + input, "--variables", "{\"x\":4}"}).out, "7\n");
    EXPECT_EQ(pawl({"eval", "$.items[1].p", "--input", "@" + input}).out, "2.5\n");
    EXPECT_EQ(pawl({"eval", "$x.a", "--variables", "{\"x\":{\"a\":9}}"}).out, "9\n");
    EXPECT_EQ(pawl({"eval", "$$.Execution.Name", "--context", "{\"Execution\":{\"Name\":\"e\"}}"}).out, "\"e\"\n");
    EXPECT_EQ(pawl({"eval", "States.Format('{} of {}', $.n, 5)", "--input", "@" + input}).out, "\"3 of 5\"\n");
    EXPECT_EQ(pawl({"eval", "\"\xFF\""}).exit, 2);  // no UTF-8
    EXPECT_EQ(pawl({"eval", "$states.result.r", "--result", "{\"r\":1}"}).out, "1\n");
    EXPECT_EQ(pawl({"eval", "$.a", "--input", "{\"a\":{\"b\":1}}"}).out, "{\n  \"b\": 1\n}\n");
    EXPECT_EQ(pawl({"eval", "$.a", "--input", "{\"a\":{\"b\":1}}", "-o", "json"}).out, "{\"b\":1}\n");
    EXPECT_EQ(pawl({"eval", "$.a", "--input", "{\"a\":[1,2]}", "--language", "jsonata", "-o", "json"}).out, "[1,2]\n");
}

TEST_F(Tools, EvalPointsAtWhatIsWrong) {
    const Ran syntax = pawl({"eval", "{% 1 + ) %}"});
    EXPECT_EQ(syntax.exit, 2);
    EXPECT_NE(syntax.err.find("S02"), std::string::npos) << syntax.err;
    EXPECT_NE(syntax.err.find("  1 | {% 1 + ) %}\n    |        ^"), std::string::npos) << syntax.err;
    const Ran type = pawl({"eval", "1 + \"a\""});
    EXPECT_EQ(type.exit, 1);
    EXPECT_NE(type.err.find("T2002"), std::string::npos) << type.err;
    EXPECT_EQ(pawl({"eval", "$states.input.nothing"}).exit, 1) << "undefined is no result";
    EXPECT_EQ(pawl({"eval", "$.nothing"}).exit, 1);
    EXPECT_EQ(pawl({"eval", "$gone.a"}).exit, 1);
    EXPECT_EQ(pawl({"eval", "$.a[", "--language", "jsonpath"}).exit, 2);
    EXPECT_EQ(pawl({"eval", "States.Nonsense()"}).exit, 2);
    EXPECT_EQ(pawl({"eval", "States.ArrayGetItem($.a, 9)", "--input", "{\"a\":[1]}"}).exit, 1);
    EXPECT_EQ(pawl({"eval", "$.a", "--input", "{"}).exit, 2);
    EXPECT_EQ(pawl({"eval", "$.a", "--variables", "[]"}).exit, 2);
    EXPECT_EQ(pawl({"eval", "$.a", "--input", "@/nowhere.json"}).exit, 3);
    const Ran top = pawl({"eval", "a.b", "--input", "{\"a\":{\"b\":1}}"});
    EXPECT_EQ(top.exit, 0);
    EXPECT_NE(top.err.find("$states.input.a"), std::string::npos) << top.err;
}

}  // namespace
}  // namespace pawl::cli
