#include "cli/command_line.hpp"

#include <cstdlib>
#include <memory>
#include <utility>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include "cli/text/suggestion.hpp"

namespace pawl::cli {
namespace {

/// What is wrong with a command line, which word it is about, and what may have been meant.
std::string failure_of(const CLI::App* app, const CLI::Error& error) {
    const std::vector<CLI::App*> chosen = app->get_subcommands();
    const CLI::App* command = chosen.empty() ? app : chosen.back();
    std::vector<std::string> known;
    for (const CLI::Option* option : command->get_options()) {
        for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
    for (const CLI::App* each : command->get_subcommands([](const CLI::App*) { return true; })) known.push_back(each->get_name());

    std::string what = error.what();
    for (const std::string& word : app->remaining(true)) {
        const bool is_option = word.starts_with('-');
        if (!is_option && command != app) continue;
        what = std::string(is_option ? "there is no option '" : "there is no command '") + word.substr(0, word.find('=')) + "'";
        if (const auto similar = most_similar(word.substr(0, word.find('=')), known)) what += "; did you mean '" + *similar + "'?";
        break;
    }
    return "error: " + what + "\nRun 'pawl " + (command == app ? "" : command->get_name() + " ") + "--help' for what there is.\n";
}

}  // namespace

Argument& Argument::required() {
    option_->required();
    return *this;
}
Argument& Argument::environment(const char* variable) {
    option_->description(option_->get_description() + " [" + variable + "]");
    fallbacks_->push_back([option = option_, variable] {
        const char* value = std::getenv(variable);
        if (option->count() > 0 || value == nullptr) return;
        option->add_result(value);
        option->run_callback();
    });
    return *this;
}
Argument& Argument::one_of(std::vector<std::string> words, bool ignore_case) {
    if (ignore_case) {
        option_->transform(CLI::IsMember(std::move(words), CLI::ignore_case));
    } else {
        option_->check(CLI::IsMember(std::move(words)));
    }
    return *this;
}
Argument& Argument::range(std::int64_t least, std::int64_t most) {
    option_->check(CLI::Range(least, most));
    return *this;
}
Argument& Argument::group(const char* title) {
    option_->group(title);
    return *this;
}
Argument& Argument::show_default() {
    option_->capture_default_str();
    return *this;
}
Argument& Argument::excludes(const Argument& other) {
    option_->excludes(other.option_);
    return *this;
}

Argument Command::text(const char* names, std::string& target, const char* help) { return argument(app_->add_option(names, target, help)); }
Argument Command::text(const char* names, std::optional<std::string>& target, const char* help) {
    return argument(app_->add_option(names, target, help));
}
Argument Command::texts(const char* names, std::vector<std::string>& target, const char* help) {
    return argument(app_->add_option(names, target, help)->allow_extra_args(false)->take_all());
}
Argument Command::rest(const char* name, std::vector<std::string>& target, const char* help) {
    return argument(app_->add_option(name, target, help));
}
Argument Command::number(const char* names, std::size_t& target, const char* help) { return argument(app_->add_option(names, target, help)); }
Argument Command::number(const char* names, std::optional<std::uint16_t>& target, const char* help) {
    return argument(app_->add_option(names, target, help));
}
Argument Command::flag(const char* names, bool& target, const char* help) { return argument(app_->add_flag(names, target, help)); }
void Command::footer(const char* text) { app_->footer(text); }
void Command::calls(std::function<void()> action) {
    app_->callback([fallbacks = fallbacks_, action = std::move(action)] {
        for (const auto& fallback : *fallbacks) fallback();
        action();
    });
}

CommandLine::CommandLine(const char* about, const char* footer, const char* version) : app_(std::make_unique<CLI::App>(about, "pawl")) {
    app_->footer(footer);
    app_->set_version_flag("--version", version, "Print the version and exit");
    app_->require_subcommand(1);
    app_->get_formatter()->column_width(32);
    app_->failure_message(failure_of);
}
CommandLine::~CommandLine() = default;

Command CommandLine::command(const char* name, const char* help) {
    CLI::App* command = app_->add_subcommand(name, help);
    command->footer("");  // it would inherit the program's
    return Command(command);
}
std::string CommandLine::help() const { return app_->help(); }

bool CommandLine::parse(int argc, const char* const* argv, std::ostream& out, std::ostream& err, int& exit_code) {
    try {
        app_->parse(argc, argv);
        return true;
    } catch (const CLI::ParseError& error) {
        // Help and --version come this way, too: they are no errors.
        exit_code = app_->exit(error, out, err) == 0 ? 0 : 2;
        return false;
    }
}

}  // namespace pawl::cli
