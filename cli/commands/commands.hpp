// The commands of `pawl`, one a file: each adds itself to the command line, and leaves its exit code in the context when it was called.
#pragma once

#include "cli/commands/context.hpp"

namespace pawl::cli {

void add_serve(CLI::App& app, Context& context);
void add_validate(CLI::App& app, Context& context);
void add_deploy(CLI::App& app, Context& context);
void add_start(CLI::App& app, Context& context);
void add_describe(CLI::App& app, Context& context);
void add_history(CLI::App& app, Context& context);
void add_list(CLI::App& app, Context& context);
void add_stop(CLI::App& app, Context& context);

}  // namespace pawl::cli
