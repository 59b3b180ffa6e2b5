#include <ostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/client/names.hpp"
#include "cli/commands/commands.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::string execution;
    std::optional<std::string> error, cause;
};

ExitCode stop(const Options& options, Context& context) {
    auto client = connect(context);
    if (!client) return context.exit;
    const auto arn = execution_arn_of(*client, options.execution);
    if (arn.has_error()) return fail(context, arn.error());

    json::object request{{"executionArn", *arn}};
    if (options.error) request["error"] = *options.error;
    if (options.cause) request["cause"] = *options.cause;
    const auto stopped = client->call("StopExecution", request);
    if (stopped.has_error()) return fail(context, stopped.error());
    if (context.format() != OutputFormat::Table) {
        print_json(context.out, stopped->value(), context.format());
        return ExitCode::Ok;
    }
    // An execution that was closed already stays as it was: say which of the two it is.
    const auto now = client->call("DescribeExecution", {{"executionArn", *arn}});
    if (now.has_error()) return fail(context, now.error());
    const std::string status = text_of(now->value(), "status");
    context.out << name_of_arn(*arn) << (status == "ABORTED" ? ": stopped" : ": had ended already, " + status) << '\n';
    return ExitCode::Ok;
}

}  // namespace

void add_stop(CLI::App& app, Context& context) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("stop", "Stop a running execution; it ends as ABORTED");
    command->add_option("EXECUTION", options->execution, "MACHINE:EXECUTION, or the execution's name alone when it is the only one of that name")->required();
    command->add_option("--error", options->error, "An error name to note with it");
    command->add_option("--cause", options->cause, "The reason, in words");
    add_client_options(*command, context);
    command->callback([options, &context] { context.exit = stop(*options, context); });
}

}  // namespace pawl::cli
