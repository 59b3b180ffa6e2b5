#include "cli/app.hpp"

#include <ostream>

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
    "Before that, without a server:\n"
    "  pawl validate order.asl.json                             every fault, with its line and a hint\n"
    "  pawl test order.case                                     tests: mocked answers, virtual time, what is to come of it\n"
    "  pawl eval '$sum($states.input.prices)' --input '{\"prices\":[1,2]}'\n"
    "  pawl graph order.asl.json                                a drawing\n"
    "\n"
    "Exit codes: 0 ok, 1 the execution failed (or another error), 2 usage, 3 not found, 4 conflict, 5 invalid definition,\n"
    "            7 the server can't be reached, 8 timed out\n"
    "Settings: a flag wins over an environment variable (PAWL_PORT, PAWL_ENDPOINT, ...), and that over pawl.yaml.\n";

}  // namespace

int run(int argc, const char* const* argv, std::ostream& out, std::ostream& err) {
    Context context{out, err, {}, {}, {}};
    CommandLine app(about, first_steps, "pawl " PAWL_VERSION);
    add_serve(app, context);
    add_validate(app, context);
    add_deploy(app, context);
    add_start(app, context);
    add_describe(app, context);
    add_history(app, context);
    add_list(app, context);
    add_stop(app, context);
    add_graph(app, context);
    add_fmt(app, context);
    add_test(app, context);
    add_eval(app, context);
    add_inspect(app, context);

    if (argc <= 1) {
        out << app.help();
        return static_cast<int>(ExitCode::Usage);
    }
    int exit_code = 0;
    return app.parse(argc, argv, out, err, exit_code) ? static_cast<int>(context.exit) : exit_code;
}

}  // namespace pawl::cli
