// What a command says about its arguments. A thin face of CLI11, so that one file is compiled against that library instead of every command.
//
// Targets are written when the command line is parsed; they must outlive that.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pawl::cli {

/// One option, to say more about it.
class Argument {
  public:
    using Fallbacks = std::vector<std::function<void()>>;
    Argument(CLI::Option* option, std::shared_ptr<Fallbacks> fallbacks) : option_(option), fallbacks_(std::move(fallbacks)) {}
    Argument& required();
    /// Taken when the option is not given. (CLI11's own way looks at the variable for all commands, also those that were not called, and so
    /// overwrites what they share.)
    Argument& environment(const char* variable);
    Argument& one_of(std::vector<std::string> words, bool ignore_case = false);
    Argument& range(std::int64_t least, std::int64_t most);
    Argument& group(const char* title);
    /// The help shows the target's present value.
    Argument& show_default();
    Argument& excludes(const Argument& other);

  private:
    CLI::Option* option_;
    std::shared_ptr<Fallbacks> fallbacks_;
};

/// A subcommand. `names` as CLI11 has them: "-o,--output" for options, "FILE" for positionals.
class Command {
  public:
    explicit Command(CLI::App* app) : app_(app) {}
    Argument text(const char* names, std::string& target, const char* help);
    Argument text(const char* names, std::optional<std::string>& target, const char* help);
    /// An option that may be given several times.
    Argument texts(const char* names, std::vector<std::string>& target, const char* help);
    /// A positional of one or more values.
    Argument rest(const char* name, std::vector<std::string>& target, const char* help);
    Argument number(const char* names, std::size_t& target, const char* help);
    Argument number(const char* names, std::optional<std::uint16_t>& target, const char* help);
    Argument flag(const char* names, bool& target, const char* help);
    void footer(const char* text);
    /// Called when the command was given, once all its arguments were read.
    void calls(std::function<void()> action);

  private:
    Argument argument(CLI::Option* option) { return {option, fallbacks_}; }

    CLI::App* app_;
    std::shared_ptr<Argument::Fallbacks> fallbacks_ = std::make_shared<Argument::Fallbacks>();
};

/// The program: its commands, help and version.
class CommandLine {
  public:
    CommandLine(const char* about, const char* footer, const char* version);
    ~CommandLine();
    Command command(const char* name, const char* help);
    std::string help() const;
    /// True: a command was called. False: help, version or a fault was printed; `exit_code` is 0 or 2.
    bool parse(int argc, const char* const* argv, std::ostream& out, std::ostream& err, int& exit_code);

  private:
    std::unique_ptr<CLI::App> app_;
};

}  // namespace pawl::cli
