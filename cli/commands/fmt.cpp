#include <filesystem>
#include <fstream>
#include <ostream>
#include <system_error>

#include "cli/commands/commands.hpp"
#include "cli/definition_tree.hpp"
#include "statemachine/definition/format.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    bool check = false, write = false;
};

/// Through a file beside it, so that a full disk leaves the old text.
bool replace(const std::string& file, const std::string& text) {
    std::error_code error;
    const std::filesystem::path target = std::filesystem::canonical(file, error);
    if (error) return false;
    const std::filesystem::path fresh = target.string() + ".pawl-fmt";
    {
        std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
        out << text;
        out.flush();
        if (!out) {
            std::filesystem::remove(fresh, error);
            return false;
        }
    }
    std::filesystem::permissions(fresh, std::filesystem::status(target, error).permissions(), error);
    std::filesystem::rename(fresh, target, error);
    if (!error) return true;
    std::filesystem::remove(fresh, error);
    return false;
}

ExitCode format_one(const Options& options, const std::string& file, Context& context) {
    const auto tree = read_definition_tree(file);
    if (tree.has_error()) return fail(context, tree.error().exit, tree.error().message);
    if (tree->is_yaml) return fail(context, ExitCode::Usage, "'" + file + "' was left as it is: fmt formats JSON, and YAML's comments would be lost");
    const std::string formatted = definition::format(tree->text, tree->root);
    const bool changes = formatted != tree->text;
    if (options.check) {
        if (changes) context.out << file << '\n';
        return changes ? ExitCode::Failed : ExitCode::Ok;
    }
    if (!options.write) {
        context.out << formatted;
        return ExitCode::Ok;
    }
    if (!changes) return ExitCode::Ok;
    if (!replace(file, formatted)) return fail(context, ExitCode::Failed, "cannot write '" + file + "': may you write to it and its folder?");
    context.out << file << '\n';
    return ExitCode::Ok;
}

ExitCode format_all(Options options, Context& context) {
    if (options.files.empty()) options.files.emplace_back("-");
    ExitCode exit = ExitCode::Ok;
    for (const std::string& file : options.files) {
        if (file == "-" && options.write) return fail(context, ExitCode::Usage, "--write needs files; the standard input can't be written to");
        const ExitCode one = format_one(options, file, context);
        // A file that can't be read weighs more than one that is not formatted.
        if (one != ExitCode::Ok && (exit == ExitCode::Ok || exit == ExitCode::Failed)) exit = one;
    }
    return exit;
}

}  // namespace

void add_fmt(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("fmt", "Lay definitions out in one way: white space changes, nothing else does");
    command.rest("FILE", options->files, "Definitions in JSON; none, or -: the standard input");
    Argument check =
        command.flag("--check", options->check, "Print the names of the files that are laid out otherwise, and exit with 1 if there are any");
    const Argument write = command.flag("--write,-w", options->write, "Change the files, and print the names of those that changed");
    check.excludes(write);
    command.footer(
        "Without --check and --write the result is printed.\n\n"
        "Examples:\n"
        "  pawl fmt --write *.asl.json\n"
        "  pawl fmt --check workflows/*.json    in a build\n"
        "  pawl fmt - < draft.json");
    command.calls([options, &context] { context.exit = format_all(*options, context); });
}

}  // namespace pawl::cli
