#include <fstream>
#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/test/report.hpp"
#include "cli/test/runner.hpp"
#include "cli/text/files.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::vector<std::string> paths;
    std::string junit, filter, mock_config, input = "{}", expected = "SUCCEEDED";
    std::vector<std::string> machines, cases;
    bool verbose = false;
};

std::optional<TestRunner::Mocks> mocks_of(const Options& options, Context& context) {
    const auto refuse = [&](ExitCode exit, const std::string& message) {
        context.exit = fail(context, exit, message);
        return std::nullopt;
    };
    TestRunner::Mocks mocks;
    mocks.file = options.mock_config;
    mocks.cases = options.cases;
    mocks.expected = options.expected;
    for (const std::string& machine : options.machines) {
        const std::size_t equals = machine.find('=');
        if (equals == 0 || equals == std::string::npos) return refuse(ExitCode::Usage, "--machine takes NAME=FILE; '" + machine + "' is none");
        mocks.machines[machine.substr(0, equals)] = machine.substr(equals + 1);
    }
    if (mocks.machines.empty())
        return refuse(ExitCode::Usage, "where are the state machines of '" + mocks.file + "'? Say it with --machine NAME=FILE.");
    mocks.input = options.input;
    if (options.input.starts_with('@') || options.input == "-") {
        const auto read = read_file(options.input == "-" ? "-" : options.input.substr(1));
        if (read.has_error()) return refuse(read.error().missing ? ExitCode::NotFound : ExitCode::Failed, read.error().message);
        mocks.input = *read;
    }
    if (const auto parsed = Payload::parse(mocks.input); parsed.has_error())
        return refuse(ExitCode::Usage, "--input is no JSON: " + parsed.error().message);
    return mocks;
}

ExitCode test(const Options& options, Context& context) {
    if (options.paths.empty() && options.mock_config.empty())
        return fail(context, ExitCode::Usage, "what is to be tested? Give *.case files or folders with them, or --mock-config.");
    if (options.mock_config.empty() && !(options.machines.empty() && options.cases.empty()))
        return fail(context, ExitCode::Usage, "--machine and --case belong to --mock-config");
    TestRunner runner(options.filter);
    for (const std::string& path : options.paths) runner.run(path);
    if (!options.mock_config.empty()) {
        const auto mocks = mocks_of(options, context);
        if (!mocks) return context.exit;
        runner.run(*mocks);
    }
    print_results(context.out, runner.results(), options.verbose, context.is_terminal());
    if (!options.junit.empty()) {
        std::ofstream file(options.junit, std::ios::binary | std::ios::trunc);
        file << to_junit(runner.results());
        file.flush();
        if (!file) return fail(context, ExitCode::Failed, "cannot write '" + options.junit + "'");
    }
    if (runner.results().empty()) return fail(context, ExitCode::NotFound, "no test has '" + options.filter + "' in its name");
    return runner.exit();
}

}  // namespace

void add_test(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("test", "Run tests of state machines in memory: scripted answers, no server, no waiting");
    command.rest("PATH", options->paths, "Files of tests, or folders with *.case files");
    command.text("--filter", options->filter, "Only tests with this text in their name or their file's");
    command.text("--junit", options->junit, "Write a report as JUnit XML to this file");
    command.flag("-v,--verbose", options->verbose, "Show the tests that passed, too, and how each ended");
    command.text("--mock-config", options->mock_config, "Take the tests from Step Functions Local's MockConfigFile.json")
        .group("Mocks of Step Functions Local");
    command.texts("--machine", options->machines, "NAME=FILE: where a state machine of the mock configuration is; repeatable")
        .group("Mocks of Step Functions Local");
    command.texts("--case", options->cases, "Only this test case; repeatable").group("Mocks of Step Functions Local");
    command.text("--input", options->input, "The executions' input: JSON, @FILE or -").show_default().group("Mocks of Step Functions Local");
    command.text("--expect", options->expected, "How the executions are to end")
        .one_of({"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"})
        .show_default()
        .group("Mocks of Step Functions Local");
    command.footer(
        "Exit code: 0 all passed, 1 some failed, 2 a test can't be read, 3 a file is missing, 5 a definition is invalid.\n\n"
        "Examples:\n"
        "  pawl test tests/\n"
        "  pawl test order.case --filter declined -v\n"
        "  pawl test --mock-config MockConfigFile.json --machine Order=order.asl.json --case HappyPath --input @paid.json");
    command.calls([options, &context] { context.exit = test(*options, context); });
}

}  // namespace pawl::cli
