#include "cli/serve/server.hpp"

#include <mutex>
#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/serve/signals.hpp"
#include "workers/dispatch/function_registry.hpp"

namespace pawl::cli {
namespace {

constexpr unsigned shutdown_seconds = 5;

/// As flags or environment gave them; what is absent comes from the configuration file.
struct Options {
    std::optional<std::string> db, bind, region, account;
    std::optional<std::uint16_t> port;
    std::optional<std::uint16_t> shards;
    std::vector<std::string> functions;
    bool memory = false;
    bool insecure = false;
};

template <class Value>
void override_with(Value& setting, const std::optional<Value>& given) {
    if (given) setting = *given;
}

/// --memory wins over the configuration file's database, as a flag does; beside another database of flags or environment it makes no sense.
std::optional<std::string> choose_store(Config& config, const Options& options) {
    constexpr std::uint16_t shards_at_most = 256;
    override_with(config.db, options.db);
    if (options.memory && options.db && !config.is_in_memory())
        return "--memory keeps nothing, and --db (or PAWL_DB) names the database " + config.db + ". Give one of them.";
    if (options.memory) config.db = ":memory:";
    if (!options.shards) return std::nullopt;
    if (!config.is_in_memory()) return "--shards is for --memory: the database " + config.db + " is one shard. Leave --shards out.";
    if (*options.shards < 1 || *options.shards > shards_at_most)
        return "--shards " + std::to_string(*options.shards) + ": give a number from 1 to " + std::to_string(shards_at_most) + ".";
    config.shards = *options.shards;
    return std::nullopt;
}

Result<Config, ConfigError> configured(const Options& options, const Context& context) {
    auto config = load_config(context.config_file);
    if (config.has_error()) return config;
    if (const auto fault = choose_store(*config, options)) return ConfigError{*fault};
    override_with(config->bind, options.bind);
    override_with(config->port, options.port);
    override_with(config->region, options.region);
    override_with(config->account, options.account);
    override_with(config->token, context.token);
    config->insecure = config->insecure || options.insecure;
    for (const std::string& text : options.functions) {
        const auto function = workers::parse_function_option(text);
        if (function.has_error()) return ConfigError{function.error().message};
        config->functions.push_back(*function);
    }
    if (const auto fault = fault_of(*config)) return ConfigError{*fault};
    return config;
}

ExitCode serve(const Options& options, Context& context) {
    const auto config = configured(options, context);
    if (config.has_error()) return fail(context, ExitCode::Usage, config.error().message);

    take_signals();
    raise_open_files();
    std::mutex mutex;
    std::string failure;
    auto server = Server::start(*config, [&](const std::string& message) {
        {
            const std::lock_guard lock(mutex);
            failure = message;
        }
        end_by_failure();
    });
    if (server.has_error()) return fail(context, ExitCode::Failed, server.error().message);

    for (const std::string& sentence : (*server)->left_out()) context.err << "warning: " << sentence << '\n';
    Config shown = *config;
    shown.endpoint.clear();
    shown.port = (*server)->port();
    context.out << "pawl " PAWL_VERSION " serving on " << shown.server_url();
    if (config->is_in_memory()) {
        context.out << ", in memory: nothing is kept when it stops" << std::endl;
    } else {
        context.out << ", database " << config->db << std::endl;
    }

    const Ending ending = wait_for_ending();
    limit_shutdown(shutdown_seconds);
    (*server)->stop();
    if (ending == Ending::Asked) return ExitCode::Ok;
    const std::lock_guard lock(mutex);
    return fail(context, ExitCode::Failed, "the database can't be written any more, so the engine stopped; what was answered is safe. " + failure);
}

}  // namespace

void add_serve(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("serve", "Run the engine: the AWS Step Functions API, REST, and calls to your functions");
    command.text("--config", context.config_file, "Configuration file (default: pawl.yaml, if there is one)").environment("PAWL_CONFIG");
    command.text("--db", options->db, "The database everything is kept in (default: pawl.db)").environment("PAWL_DB");
    command.flag("--memory", options->memory, "Keep everything in memory only, as --db :memory: does: for tests and trials");
    command.number("--shards", options->shards, "With --memory: how many shards the engine works in, each on its own (default: 1)");
    command.text("--bind", options->bind, "The address to serve on (default: 127.0.0.1)").environment("PAWL_BIND");
    command.number("--port", options->port, "The port; 0 = any free one, which is printed (default: 8083)").environment("PAWL_PORT");
    command.texts(
        "--function", options->functions,
        "NAME=URL: which URL stands behind a Task's function; give it once for each. '*' is every other name, {name} in the URL the called one");
    command.text("--region", options->region, "The AWS region that ARNs name (default: us-east-1)").environment("PAWL_REGION");
    command.text("--account", options->account, "The AWS account that ARNs name (default: 000000000000)").environment("PAWL_ACCOUNT");
    command.text("--token", context.token, "Requests must carry it: as a bearer token, or as the access key id of an AWS SDK")
        .environment("PAWL_TOKEN");
    command.flag("--insecure", options->insecure, "Serve other machines without a token");
    command.footer(
        "Stop it with Ctrl-C or SIGTERM: it commits, answers those who wait and exits within 5 s. After a crash it goes on where it was (not with "
        "--memory).");
    command.calls([options, &context] { context.exit = serve(*options, context); });
}

}  // namespace pawl::cli
