#include <algorithm>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/client/executions.hpp"
#include "cli/client/names.hpp"
#include "cli/commands/commands.hpp"
#include "cli/event_line.hpp"
#include "cli/text/duration.hpp"
#include "cli/text/table.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::string execution;
    bool reverse = false;
};

void print_events(std::ostream& out, const json::array& events, Instant start) {
    Table table({"ID", "PREV", "AFTER", "EVENT", ""});
    for (const json::value& event : events) {
        table.add({to_json(member_of(event, "id")), to_json(member_of(event, "previousEventId")),
                   duration_text(instant_of(event, "timestamp").milliseconds - start.milliseconds), text_of(event, "type"), event_subject(event)});
    }
    table.print(out);
}

ExitCode history(const Options& options, Context& context) {
    auto client = connect(context);
    if (!client) return context.exit;
    const auto arn = execution_arn_of(*client, options.execution);
    if (arn.has_error()) return fail(context, arn.error());
    auto events = read_history(*client, *arn);
    if (events.has_error()) return fail(context, events.error());

    const Instant start = events->empty() ? Instant{} : instant_of(events->front(), "timestamp");
    if (options.reverse) std::reverse(events->begin(), events->end());
    if (context.format() == OutputFormat::Json) {
        print_json(context.out, json::object{{"events", std::move(*events)}}, OutputFormat::Json);
    } else if (context.format() == OutputFormat::JsonLines) {
        for (const json::value& event : *events) print_json(context.out, event, OutputFormat::JsonLines);
    } else {
        print_events(context.out, *events, start);
    }
    return ExitCode::Ok;
}

}  // namespace

void add_history(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("history", "Show all events of an execution, as AWS's execution history has them");
    command.text("EXECUTION", options->execution, "MACHINE:EXECUTION, or the execution's name alone when it is the only one of that name").required();
    command.flag("--reverse", options->reverse, "Newest first");
    add_client_options(command, context);
    command.calls([options, &context] { context.exit = history(*options, context); });
}

}  // namespace pawl::cli
