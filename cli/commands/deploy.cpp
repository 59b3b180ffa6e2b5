#include <ostream>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/client/names.hpp"
#include "cli/commands/commands.hpp"
#include "cli/definition_file.hpp"
#include "cli/definition_report.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::string file;
    std::string name;
    std::string role = "arn:aws:iam::000000000000:role/pawl";
};

/// "order" of "examples/order/order.asl.json"
std::string name_from(const std::string& file) {
    const std::string base = file.substr(file.rfind('/') == std::string::npos ? 0 : file.rfind('/') + 1);
    return base.substr(0, base.find('.'));
}

struct Deployed {
    std::string arn;
    const char* what = "created";
};

ClientResult<Deployed> deploy_to(Client& client, const std::string& name, const std::string& text, const std::string& role) {
    const auto created = client.call("CreateStateMachine", {{"name", name}, {"definition", text}, {"roleArn", role}});
    if (created.has_value()) return Deployed{text_of(created->value(), "stateMachineArn"), "deployed"};
    if (created.error().code != "StateMachineAlreadyExists") return created.error();

    const auto arn = state_machine_arn_of(client, name);
    if (arn.has_error()) return arn.error();
    const auto updated = client.call("UpdateStateMachine", {{"stateMachineArn", *arn}, {"definition", text}, {"roleArn", role}});
    if (updated.has_error()) return updated.error();
    return Deployed{*arn, "updated"};
}

ExitCode deploy(const Options& options, Context& context) {
    const auto file = read_definition(options.file);
    if (file.has_error()) return fail(context, file.error().missing ? ExitCode::NotFound : ExitCode::Failed, file.error().message);
    const std::string name = options.name.empty() ? name_from(options.file) : options.name;
    if (name.empty() || name == "-") return fail(context, ExitCode::Usage, "what is the state machine's name? Give it with --name.");

    // Checked here first: the server's answer has no line and column.
    const CheckedDefinition checked = check_definition(*file);
    Findings findings = findings_of(checked.compiled, definition::Severity::Error);
    const bool fit = checked.compiled.machine != nullptr;
    print_findings(context.err, std::move(findings), file->text, options.file, false);
    if (!fit) return fail(context, ExitCode::InvalidDefinition, "'" + options.file + "' was not deployed");

    auto client = connect(context);
    if (!client) return context.exit;
    const auto deployed = deploy_to(*client, name, checked.json, options.role);
    if (deployed.has_error()) return fail(context, deployed.error());
    if (context.format() == OutputFormat::Table) {
        context.out << deployed->what << ' ' << name << "; start it with: pawl start " << name << " --input '{}'\n";
    } else {
        print_json(context.out, json::object{{"name", name}, {"stateMachineArn", deployed->arn}, {"result", deployed->what}}, context.format());
    }
    return ExitCode::Ok;
}

}  // namespace

void add_deploy(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("deploy", "Put a definition on the server: a new state machine, or a new revision of one");
    command.text("FILE", options->file, "The definition: Amazon States Language in JSON or YAML; - is the standard input").required();
    command.text("--name", options->name, "The state machine's name (default: the file's, up to its first dot)");
    command.text("--role", options->role, "The role ARN to store with it; nothing checks it").show_default();
    add_client_options(command, context);
    command.calls([options, &context] { context.exit = deploy(*options, context); });
}

}  // namespace pawl::cli
