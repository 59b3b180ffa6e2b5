#include "cli/commands/context.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <ostream>

#include "cli/config/config.hpp"

namespace pawl::cli {

OutputFormat Context::format() const {
    return output == "json" ? OutputFormat::Json : output == "jsonl" ? OutputFormat::JsonLines : OutputFormat::Table;
}

bool Context::is_terminal() const { return isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr; }

std::size_t Context::columns() const {
    if (const char* given = std::getenv("COLUMNS")) {
        const int columns = std::atoi(given);
        if (columns >= 40) return static_cast<std::size_t>(columns);
    }
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) return size.ws_col;
    return 120;
}

void add_output_option(Command& command, Context& context) {
    command.text("-o,--output", context.output, "How to print: table, json, or jsonl (one JSON value a line)")
        .one_of({"table", "json", "jsonl"})
        .environment("PAWL_OUTPUT")
        .show_default();
}

void add_client_options(Command& command, Context& context) {
    add_output_option(command, context);
    command.text("--endpoint", context.endpoint, "The server's URL (default: http://127.0.0.1:8083)").environment("PAWL_ENDPOINT").group("Server");
    command.text("--token", context.token, "The server's token, if it wants one").environment("PAWL_TOKEN").group("Server");
    command.text("--config", context.config_file, "Configuration file (default: pawl.yaml, if there is one)")
        .environment("PAWL_CONFIG")
        .group("Server");
}

std::optional<Client> connect(Context& context) {
    const auto config = load_config(context.config_file);
    if (config.has_error()) {
        context.exit = fail(context, ExitCode::Usage, config.error().message);
        return std::nullopt;
    }
    Endpoint endpoint{context.endpoint.value_or(config->server_url()), context.token.value_or(config->token)};
    while (endpoint.url.ends_with('/')) endpoint.url.pop_back();
    if (endpoint.url.find("://") == std::string::npos) endpoint.url.insert(0, "http://");
    if (!endpoint.url.starts_with("http://") && !endpoint.url.starts_with("https://")) {
        context.exit = fail(context, ExitCode::Usage, "the endpoint '" + endpoint.url + "' is no http:// or https:// URL");
        return std::nullopt;
    }
    return Client(std::move(endpoint));
}

ExitCode fail(Context& context, const ClientError& error) {
    return fail(context, error.exit, error.code.empty() ? error.message : error.message + " (" + error.code + ")");
}

ExitCode fail(Context& context, ExitCode exit, const std::string& message) {
    context.err << "error: " << message << '\n';
    return exit;
}

}  // namespace pawl::cli
