// The commands of `pawl`, one a file: each adds itself to the command line, and leaves its exit code in the context when it was called.
#pragma once

#include "cli/command_line.hpp"
#include "cli/commands/context.hpp"

namespace pawl::cli {

void add_serve(CommandLine& app, Context& context);
void add_validate(CommandLine& app, Context& context);
void add_deploy(CommandLine& app, Context& context);
void add_start(CommandLine& app, Context& context);
void add_describe(CommandLine& app, Context& context);
void add_history(CommandLine& app, Context& context);
void add_list(CommandLine& app, Context& context);
void add_stop(CommandLine& app, Context& context);
void add_graph(CommandLine& app, Context& context);
void add_fmt(CommandLine& app, Context& context);
void add_test(CommandLine& app, Context& context);
void add_eval(CommandLine& app, Context& context);
void add_inspect(CommandLine& app, Context& context);

}  // namespace pawl::cli
