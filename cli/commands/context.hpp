// What every command is given: where to print, how, which server to ask; and the exit code it leaves.
#pragma once

#include <iosfwd>
#include <optional>
#include <string>

#include "cli/client/client.hpp"
#include "cli/command_line.hpp"
#include "cli/exit_code.hpp"
#include "cli/text/json_text.hpp"

namespace pawl::cli {

struct Context {
    std::ostream& out;
    std::ostream& err;
    std::optional<std::string> config_file, endpoint, token;  ///< as flags or environment gave them
    std::string output = "table";
    ExitCode exit = ExitCode::Ok;

    OutputFormat format() const;
    /// Whether people read along: then there is colour and a terminal's width.
    bool is_terminal() const;
    std::size_t columns() const;
};

/// -o, --endpoint, --token, --config: the same for every command that asks a server.
void add_client_options(Command& command, Context& context);
void add_output_option(Command& command, Context& context);

/// The server that flag, environment or configuration name. Empty after a fault in the configuration, which was printed.
std::optional<Client> connect(Context& context);

/// Prints "error: …" and gives the exit code back.
ExitCode fail(Context& context, const ClientError& error);
ExitCode fail(Context& context, ExitCode exit, const std::string& message);

}  // namespace pawl::cli
