#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "cli/commands/commands.hpp"
#include "cli/definition_file.hpp"
#include "cli/definition_report.hpp"
#include "cli/github_commands.hpp"
#include "cli/sarif.hpp"

namespace pawl::cli {
namespace {

using definition::Severity;

struct Options {
    std::vector<std::string> files;
    std::string output = "text";
    std::string severity = "warning";
    std::string type = "STANDARD";
    bool warnings_as_errors = false;
};

struct Sums {
    std::size_t valid = 0, invalid = 0, unread = 0;
    ExitCode unread_as = ExitCode::Failed;
};

class Validation {
  public:
    Validation(const Options& options, Context& context) : options_(options), context_(context) {}

    ExitCode run() {
        for (const std::string& name : options_.files) check(name);
        finish();
        if (sums_.invalid > 0) return ExitCode::InvalidDefinition;
        return sums_.unread > 0 ? sums_.unread_as : ExitCode::Ok;
    }

  private:
    bool output_is(const char* word) const { return options_.output == word; }
    bool output_is_text() const { return output_is("text") || output_is("table"); }

    void check(const std::string& name) {
        const auto file = read_definition(name);
        if (file.has_error()) {
            ++sums_.unread;
            sums_.unread_as = fail(context_, file.error().missing ? ExitCode::NotFound : ExitCode::Failed, file.error().message);
            return;
        }
        definition::Options options;
        options.express = options_.type == "EXPRESS";
        options.allow_placeholders = true;
        const CheckedDefinition checked = check_definition(*file, options);
        // Whether it is right is the question here, not whether this version can run it.
        Findings findings = findings_of(checked.compiled, Severity::Warning);
        const std::size_t errors = count(findings, Severity::Error), warnings = findings.size() - errors;
        const bool valid = errors == 0 && (warnings == 0 || !options_.warnings_as_errors);
        ++(valid ? sums_.valid : sums_.invalid);
        if (options_.severity == "error" && !(options_.warnings_as_errors && errors == 0)) {
            std::erase_if(findings, [](const definition::Diagnostic& d) { return d.severity == Severity::Warning; });
        }
        show(*file, std::move(findings), valid, warnings);
    }

    void show(const DefinitionFile& file, Findings findings, bool valid, std::size_t warnings) {
        if (output_is("sarif")) {
            all_.emplace_back(file.name, std::move(findings));
        } else if (output_is("github")) {
            print_github_commands(context_.out, findings, file.name);
        } else if (output_is("json")) {
            reports_.push_back(report_of(findings, file.name));
        } else if (output_is("jsonl")) {
            print_json(context_.out, report_of(findings, file.name), OutputFormat::JsonLines);
        } else {
            print_findings(context_.out, std::move(findings), file.text, file.name, context_.is_terminal());
            if (valid) context_.out << file.name << ": valid" << (warnings == 0 ? "" : ", " + plural(warnings, "warning")) << '\n';
        }
    }

    void finish() {
        if (output_is("sarif")) print_json(context_.out, sarif_of(all_), OutputFormat::Json);
        if (output_is("json") && options_.files.size() > 1) print_json(context_.out, reports_, OutputFormat::Json);
        if (output_is("json") && options_.files.size() == 1 && !reports_.empty()) print_json(context_.out, reports_.front(), OutputFormat::Json);
        if (!output_is_text() || options_.files.size() == 1) return;
        context_.out << plural(options_.files.size(), "file") << ": " << sums_.valid << " valid, " << sums_.invalid << " invalid";
        if (sums_.unread > 0) context_.out << ", " << sums_.unread << " not read";
        context_.out << '\n';
    }

    static std::string plural(std::size_t number, const char* noun) { return std::to_string(number) + " " + noun + (number == 1 ? "" : "s"); }

    const Options& options_;
    Context& context_;
    Sums sums_;
    std::vector<std::pair<std::string, Findings>> all_;
    json::array reports_;
};

}  // namespace

void add_validate(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("validate", "Check definitions, without a server, and show all their faults");
    command.rest("FILE", options->files, "Definitions: Amazon States Language in JSON or YAML; - is the standard input").required();
    command.text("-o,--output", options->output, "text, json (one value), jsonl (a line a file), sarif, or github (workflow commands)")
        .one_of({"text", "json", "jsonl", "sarif", "github", "table"})
        .environment("PAWL_OUTPUT")
        .show_default();
    command.text("--severity", options->severity, "What to show: error leaves warnings out").one_of({"error", "warning"}, true).show_default();
    command.text("--type", options->type, "STANDARD or EXPRESS, which may not wait for others").one_of({"STANDARD", "EXPRESS"}, true).show_default();
    command.flag("--warnings-as-errors", options->warnings_as_errors, "A warning makes a definition invalid");
    command.calls([options, &context] { context.exit = Validation(*options, context).run(); });
}

}  // namespace pawl::cli
