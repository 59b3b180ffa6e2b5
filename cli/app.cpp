#include "cli/app.hpp"

#include <ostream>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/commands/commands.hpp"

namespace pawl::cli {
namespace {

constexpr const char* about =
    "pawl runs workflows written in the Amazon States Language, durably: every step that was taken is on disk\n"
    "before anyone hears of it, so that nothing is lost when the machine goes down.";

constexpr const char* first_steps =
    "A first run:\n"
    "  pawl serve --function '*=http://127.0.0.1:9000/{name}'   the engine, in a terminal of its own\n"
    "  pawl deploy order.asl.json                               a definition becomes the state machine 'order'\n"
    "  pawl start order --input '{\"id\":1}' --follow             run it and watch\n"
    "  pawl describe order:EXECUTION                            a timeline: what ran when, what failed, what was retried\n"
    "\n"
    "Exit codes: 0 ok, 1 the execution failed (or another error), 2 usage, 3 not found, 4 conflict, 5 invalid definition,\n"
    "            7 the server can't be reached, 8 timed out\n"
    "Settings: a flag wins over an environment variable (PAWL_PORT, PAWL_ENDPOINT, ...), and that over pawl.yaml.\n";

}  // namespace

int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
    Context context{out, err, {}, {}, {}};
    CLI::App app(about, "pawl");
    app.footer(first_steps);
    app.set_version_flag("--version", "pawl " PAWL_VERSION, "Print the version and exit");
    app.require_subcommand(1);
    app.get_formatter()->column_width(32);

    add_validate(app, context);
    add_deploy(app, context);
    add_start(app, context);
    add_describe(app, context);
    add_history(app, context);
    add_list(app, context);
    add_stop(app, context);

    if (argc <= 1) {
        out << app.help();
        return static_cast<int>(ExitCode::Usage);
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        // Help and --version come this way, too: they are no errors.
        const int code = app.exit(error, out, err);
        return code == 0 ? 0 : static_cast<int>(ExitCode::Usage);
    }
    return static_cast<int>(context.exit);
}

}  // namespace pawl::cli
