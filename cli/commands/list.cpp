#include <algorithm>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/client/names.hpp"
#include "cli/commands/commands.hpp"
#include "cli/text/duration.hpp"
#include "cli/text/table.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::string machine;
    std::string status;
    std::size_t limit = 100;
};

/// Reads pages until there are `limit` entries or no more.
ClientResult<json::array> entries_of(Client& client, const char* operation, json::object request, const char* member, std::size_t limit) {
    json::array entries;
    while (entries.size() < limit) {
        request["maxResults"] = std::min<std::size_t>(1000, limit - entries.size());
        const auto page = client.call(operation, request);
        if (page.has_error()) return page.error();
        const json::value& found = member_of(page->value(), member);
        if (found.is_array()) {
            for (const json::value& entry : found.get_array()) entries.push_back(entry);
        }
        const std::string token = text_of(page->value(), "nextToken");
        if (token.empty()) break;
        request["nextToken"] = token;
    }
    return entries;
}

void print_executions(std::ostream& out, const json::array& executions) {
    Table table({"EXECUTION", "STATUS", "STARTED", "TOOK"});
    for (const json::value& execution : executions) {
        const Instant start = instant_of(execution, "startDate"), stop = instant_of(execution, "stopDate");
        table.add({name_of_arn(text_of(execution, "executionArn")), text_of(execution, "status"), local_time(start),
                   stop.is_never() ? "" : duration_text(stop.milliseconds - start.milliseconds)});
    }
    table.print(out);
}

void print_machines(std::ostream& out, const json::array& machines) {
    Table table({"STATE MACHINE", "TYPE", "CREATED"});
    for (const json::value& machine : machines) {
        table.add({text_of(machine, "name"), text_of(machine, "type"), local_time(instant_of(machine, "creationDate"))});
    }
    table.print(out);
}

ExitCode list(const Options& options, Context& context) {
    auto client = connect(context);
    if (!client) return context.exit;

    const bool machines = options.machine.empty();
    if (machines && !options.status.empty()) return fail(context, ExitCode::Usage, "--status filters executions: name their state machine, too");
    json::object request;
    if (!machines) {
        const auto arn = state_machine_arn_of(*client, options.machine);
        if (arn.has_error()) return fail(context, arn.error());
        request["stateMachineArn"] = *arn;
        if (!options.status.empty()) request["statusFilter"] = options.status;
    }
    const auto entries = entries_of(*client, machines ? "ListStateMachines" : "ListExecutions", std::move(request),
                                    machines ? "stateMachines" : "executions", options.limit);
    if (entries.has_error()) return fail(context, entries.error());

    if (context.format() == OutputFormat::Json) {
        print_json(context.out, *entries, OutputFormat::Json);
    } else if (context.format() == OutputFormat::JsonLines) {
        for (const json::value& entry : *entries) print_json(context.out, entry, OutputFormat::JsonLines);
    } else if (entries->empty()) {
        context.err << (machines ? "no state machines yet: 'pawl deploy FILE' makes one\n" : "no executions\n");
    } else if (machines) {
        print_machines(context.out, *entries);
    } else {
        print_executions(context.out, *entries);
    }
    return ExitCode::Ok;
}

}  // namespace

void add_list(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("list", "List state machines, or the executions of one, newest first");
    command.text("MACHINE", options->machine, "List this state machine's executions");
    command.text("--status", options->status, "Only executions that are RUNNING, SUCCEEDED, FAILED, TIMED_OUT or ABORTED")
        .one_of({"RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"}, true);
    command.number("--limit", options->limit, "At most so many").show_default().range(1, 1'000'000);
    add_client_options(command, context);
    command.calls([options, &context] { context.exit = list(*options, context); });
}

}  // namespace pawl::cli
