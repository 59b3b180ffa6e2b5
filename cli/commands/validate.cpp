#include <ostream>

#include <boost/json/value.hpp>

#include "cli/commands/commands.hpp"
#include "cli/definition_report.hpp"
#include "cli/text/files.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::string file;
};

ExitCode validate(const Options& options, Context& context) {
    const auto text = read_file(options.file);
    if (text.has_error()) return fail(context, text.error().missing ? ExitCode::NotFound : ExitCode::Failed, text.error().message);

    const definition::Compiled compiled = definition::compile(*text);
    const bool fit = is_fit_to_run(compiled);
    if (context.format() != OutputFormat::Table) {
        print_json(context.out, report_of(compiled), context.format());
    } else {
        print_report(context.out, compiled, *text, options.file);
        if (fit) context.out << options.file << ": valid, " << compiled.machine->states.size() << " states\n";
    }
    return fit ? ExitCode::Ok : ExitCode::InvalidDefinition;
}

}  // namespace

void add_validate(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("validate", "Check a definition, without a server, and show all its faults");
    command.text("FILE", options->file, "The definition: Amazon States Language in JSON; - is the standard input").required();
    add_output_option(command, context);
    command.calls([options, &context] { context.exit = validate(*options, context); });
}

}  // namespace pawl::cli
