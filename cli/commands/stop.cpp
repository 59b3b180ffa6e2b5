#include <ostream>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/client/executions.hpp"
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

    // Stopping what has ended changes nothing: say which of the two it was.
    const auto before = describe_execution(*client, *arn);
    if (before.has_error()) return fail(context, before.error());
    json::object request{{"executionArn", *arn}};
    if (options.error) request["error"] = *options.error;
    if (options.cause) request["cause"] = *options.cause;
    const auto stopped = client->call("StopExecution", request);
    if (stopped.has_error()) return fail(context, stopped.error());
    if (context.format() != OutputFormat::Table) {
        print_json(context.out, stopped->value(), context.format());
    } else {
        context.out << name_of_arn(*arn) << (is_running(*before) ? ": stopped" : ": had ended already, " + text_of(before->value(), "status"))
                    << '\n';
    }
    return ExitCode::Ok;
}

}  // namespace

void add_stop(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("stop", "Stop a running execution; it ends as ABORTED");
    command.text("EXECUTION", options->execution, "MACHINE:EXECUTION, or the execution's name alone when it is the only one of that name").required();
    command.text("--error", options->error, "An error name to note with it");
    command.text("--cause", options->cause, "The reason, in words");
    add_client_options(command, context);
    command.calls([options, &context] { context.exit = stop(*options, context); });
}

}  // namespace pawl::cli
