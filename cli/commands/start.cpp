#include <algorithm>
#include <chrono>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/client/executions.hpp"
#include "cli/client/names.hpp"
#include "cli/commands/commands.hpp"
#include "cli/event_line.hpp"
#include "cli/text/duration.hpp"
#include "cli/text/excerpt.hpp"
#include "cli/text/files.hpp"
#include "cli/text/width.hpp"

namespace pawl::cli {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::int64_t for_ever = 10LL * 365 * 24 * 3600 * 1000;
constexpr std::int64_t follow_interval = 500;  ///< milliseconds between looks while nothing closes

struct Options {
    std::string machine;
    std::string input = "{}";
    std::string name;
    std::string timeout;
    bool wait = false, follow = false;
};

/// JSON, @FILE or -, checked here: an error shows the place.
ClientResult<std::string> read_input(const std::string& given) {
    std::string text = given, source = "--input";
    if (given == "-" || given.starts_with('@')) {
        source = given == "-" ? "the standard input" : given.substr(1);
        const auto read = read_file(given == "-" ? given : given.substr(1));
        if (read.has_error()) return ClientError{ExitCode::Usage, "", read.error().message};
        text = *read;
    }
    const auto parsed = Payload::parse(text);
    if (parsed.has_value()) return text;
    const Place place = place_of(text, parsed.error().offset);
    std::string message = source + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
                          ": the input is no JSON: " + parsed.error().message + "\n" + excerpt(text, place);
    while (message.ends_with('\n')) message.pop_back();
    return ClientError{ExitCode::Usage, "", message};
}

ExitCode print_end(Context& context, const std::string& arn, const Payload& description) {
    if (context.format() != OutputFormat::Table) {
        print_json(context.out, description.value(), context.format());
        return exit_code_of(description);
    }
    const json::value& execution = description.value();
    if (is_running(description)) {
        context.err << name_of_arn(arn) << " is still running; 'pawl describe " << name_of_arn(arn) << "' shows where\n";
        return ExitCode::TimedOut;
    }
    const std::int64_t took = instant_of(execution, "stopDate").milliseconds - instant_of(execution, "startDate").milliseconds;
    context.err << name_of_arn(arn) << "  " << text_of(execution, "status") << " in " << duration_text(took) << '\n';
    if (const std::string error = text_of(execution, "error"); !error.empty()) context.err << "error    " << error << '\n';
    if (const std::string cause = text_of(execution, "cause"); !cause.empty()) context.err << "cause    " << cause << '\n';
    if (const std::string output = text_of(execution, "output"); !output.empty()) context.out << output << '\n';
    return exit_code_of(description);
}

/// Prints events as they come until the last one.
ClientResult<Payload> follow(Context& context, Client& client, const std::string& arn, std::int64_t patience) {
    const auto deadline = SteadyClock::now() + std::chrono::milliseconds(patience);
    std::int64_t seen = 0;
    std::optional<Instant> start;
    for (bool closed = false;;) {
        const auto events = read_history_after(client, arn, seen);
        if (events.has_error()) return events.error();
        for (const json::value& event : *events) {
            seen = static_cast<std::int64_t>(to_double(member_of(event, "id")));
            const Instant time = instant_of(event, "timestamp");
            if (!start) start = time;
            if (context.format() == OutputFormat::Table) {
                context.err << pad_left(duration_text(time.milliseconds - start->milliseconds), 12) << "  " << pad(text_of(event, "type"), 26) << "  "
                            << event_subject(event) << std::endl;
            } else {
                print_json(context.err, event, OutputFormat::JsonLines);
            }
        }
        if (closed) return describe_execution(client, arn);
        const std::int64_t left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - SteadyClock::now()).count();
        const auto description = wait_for_close(client, arn, std::clamp<std::int64_t>(left, 0, follow_interval));
        if (description.has_error()) return description.error();
        closed = !is_running(*description) || left <= 0;  // then one more look: the last events
    }
}

ExitCode start(const Options& options, Context& context) {
    std::int64_t patience = for_ever;
    if (!options.timeout.empty()) {
        const auto given = parse_duration(options.timeout);
        if (!given) return fail(context, ExitCode::Usage, "--timeout takes a duration such as 30s, 5m or 500ms; '" + options.timeout + "' is none");
        patience = *given;
    }
    const auto input = read_input(options.input);
    if (input.has_error()) return fail(context, input.error());
    auto client = connect(context);
    if (!client) return context.exit;
    const auto machine = state_machine_arn_of(*client, options.machine);
    if (machine.has_error()) return fail(context, machine.error());

    json::object request{{"stateMachineArn", *machine}, {"input", *input}};
    if (!options.name.empty()) request["name"] = options.name;
    const auto started = client->call("StartExecution", request);
    if (started.has_error()) return fail(context, started.error());
    const std::string arn = text_of(started->value(), "executionArn");

    if (!options.wait && !options.follow) {
        if (context.format() == OutputFormat::Table) {
            context.out << name_of_arn(arn) << '\n';
        } else {
            print_json(context.out, started->value(), context.format());
        }
        return ExitCode::Ok;
    }
    if (context.format() == OutputFormat::Table) context.err << "started " << name_of_arn(arn) << std::endl;
    const auto ended = options.follow ? follow(context, *client, arn, patience) : wait_for_close(*client, arn, patience);
    if (ended.has_error()) return fail(context, ended.error());
    return print_end(context, arn, *ended);
}

}  // namespace

void add_start(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("start", "Start an execution, and wait for its end if you like");
    command.text("MACHINE", options->machine, "The state machine's name").required();
    command.text("--input", options->input, "Its input: JSON, @FILE, or - for the standard input").show_default();
    command.text("--name", options->name, "The execution's name (default: a new UUID); starting the same name twice starts one execution");
    Argument wait = command.flag("--wait", options->wait, "Wait for the end and print the output; the exit code tells how it ended");
    const Argument follow = command.flag("--follow", options->follow, "The same, showing every event as it happens");
    wait.excludes(follow);
    command.text("--timeout", options->timeout, "Stop waiting after this long (30s, 5m); the execution goes on");
    add_client_options(command, context);
    command.calls([options, &context] { context.exit = start(*options, context); });
}

}  // namespace pawl::cli
