#include "cli/describe.hpp"

#include <boost/json/value.hpp>

#include "cli/client/executions.hpp"
#include "cli/client/names.hpp"
#include "cli/commands/commands.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::string execution;
    DescribeOptions shown;
};

ExitCode describe(const Options& options, Context& context) {
    auto client = connect(context);
    if (!client) return context.exit;
    const auto arn = execution_arn_of(*client, options.execution);
    if (arn.has_error()) return fail(context, arn.error());
    if (context.format() == OutputFormat::Table) {
        const auto printed = print_description(context, *client, *arn, options.shown);
        return printed.has_error() ? fail(context, printed.error()) : ExitCode::Ok;
    }
    const auto description = describe_execution(*client, *arn);
    if (description.has_error()) return fail(context, description.error());
    print_json(context.out, description->value(), context.format());
    return ExitCode::Ok;
}

}  // namespace

void add_describe(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("describe", "Show how an execution stands: a timeline of its states, retries and failures");
    command.text("EXECUTION", options->execution, "MACHINE:EXECUTION, or the execution's name alone when it is the only one of that name").required();
    command.flag("--all", options->shown.all, "Every iteration of a Map, however many there are");
    add_client_options(command, context);
    command.calls([options, &context] { context.exit = describe(*options, context); });
}

}  // namespace pawl::cli
