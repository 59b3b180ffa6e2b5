#include "cli/inspect/inspect.hpp"

#include <filesystem>
#include <limits>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/commands/commands.hpp"
#include "cli/inspect/text.hpp"

namespace pawl::cli {
namespace {

constexpr std::size_t truncated_bytes = 200;

struct Options {
    std::string database, execution;
    bool payloads = false, full = false, json = false, no_fold = false;
};

ExitCode inspect(const Options& options, Context& context) {
    std::error_code unreadable;
    if (!std::filesystem::exists(options.database, unreadable))
        return fail(context, ExitCode::NotFound, "there is no database '" + options.database + "'");
    const auto database = engine::open_sqlite_inspection(options.database);
    if (!database) return fail(context, ExitCode::Failed, database.error().message);
    auto found = find_execution(**database, options.execution);
    if (!found) return fail(context, found.error());
    const std::size_t payload_bytes = options.full ? std::numeric_limits<std::size_t>::max() : options.payloads ? truncated_bytes : 0;
    ExecutionInspection inspection(**database, *std::move(found), payload_bytes);
    if (const auto read = inspection.read(); !read) return fail(context, ExitCode::Failed, read.error().message);

    const OutputFormat format = options.json ? OutputFormat::Json : context.format();
    if (format == OutputFormat::Table) {
        print_execution_row(context.out, inspection.execution());
        print_journal_rows(context.out, inspection.rows());
        context.out.flush();  // folding what no pawl has written ends the process
        if (!options.no_fold) print_fold(context.out, inspection.fold());
    } else {
        json::object all{{"execution", inspection.execution()}, {"rows", inspection.rows()}};
        if (!options.no_fold) all["fold"] = inspection.fold();
        print_json(context.out, all, format);
    }
    if (!inspection.is_damaged()) return ExitCode::Ok;
    return fail(context, ExitCode::Failed,
                "the execution is damaged, or its state machine can't be bound: see above. Restore the database from a backup.");
}

}  // namespace

void add_inspect(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("inspect", "Show an execution as it lies in a database: rows, records and what they fold to; for debugging");
    command.text("DB", options->database, "The engine's database; it is only read, and an engine may have it open").required();
    command.text("EXECUTION", options->execution, "Its ARN, MACHINE:EXECUTION, name or key").required();
    const Argument payloads = command.flag("--payloads", options->payloads, "The beginning of each payload and cause (they may hold secrets)");
    command.flag("--full", options->full, "Payloads and causes whole").excludes(payloads);
    command.flag("--no-fold", options->no_fold, "Rows and records only, also of a journal on which folding breaks a promise of the engine's");
    command.flag("--json", options->json, "The same as -o json");
    add_output_option(command, context);
    command.calls([options, &context] { context.exit = inspect(*options, context); });
}

}  // namespace pawl::cli
