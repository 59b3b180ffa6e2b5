#include <chrono>
#include <ostream>
#include <random>

#include <boost/json/value.hpp>

#include "cli/commands/commands.hpp"
#include "cli/eval/evaluate.hpp"
#include "cli/text/excerpt.hpp"
#include "cli/text/files.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::string expression;
    std::string language;
    std::string input = "{}", context = "{}", variables = "{}", result;
};

/// JSON, @FILE or -. Empty after a fault, which was printed.
std::optional<Payload> read_json_option(const char* option, const std::string& given, Context& context) {
    std::string text = given, source = option;
    if (given == "-" || given.starts_with('@')) {
        const auto read = read_file(given == "-" ? given : given.substr(1));
        if (read.has_error()) {
            context.exit = fail(context, read.error().missing ? ExitCode::NotFound : ExitCode::Failed, read.error().message);
            return std::nullopt;
        }
        text = *read;
        source = given == "-" ? "the standard input" : given.substr(1);
    }
    auto parsed = Payload::parse(text);
    if (parsed.has_value()) return *parsed;
    const Place place = place_of(text, parsed.error().offset);
    context.exit = fail(context, ExitCode::Usage,
                        source + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ": no JSON: " + parsed.error().message);
    context.err << excerpt(text, place);
    return std::nullopt;
}

ExitCode eval(const Options& options, Context& context) {
    // JSON and definitions are checked when they are read; an argument may hold any bytes.
    if (!is_utf8(options.expression)) return fail(context, ExitCode::Usage, "EXPRESSION is no UTF-8 text: save or type it as UTF-8");
    const auto input = read_json_option("--input", options.input, context);
    if (!input) return context.exit;
    const auto context_object = read_json_option("--context", options.context, context);
    if (!context_object) return context.exit;
    const auto variables = read_json_option("--variables", options.variables, context);
    if (!variables) return context.exit;
    if (!variables->value().is_object()) return fail(context, ExitCode::Usage, "--variables takes an object from names to values");
    Evaluation with{*input, *context_object, *variables, std::nullopt, {}, std::random_device()()};
    if (!options.result.empty()) {
        with.result = read_json_option("--result", options.result, context);
        if (!with.result) return context.exit;
    }
    with.now = {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};

    const QueryLanguage language = options.language == "jsonata"     ? QueryLanguage::Jsonata
                                   : options.language == "jsonpath"  ? QueryLanguage::JsonPath
                                   : options.language == "intrinsic" ? QueryLanguage::Intrinsic
                                                                     : guess_language(options.expression);
    const EvaluationResult result = evaluate(options.expression, language, with);
    if (!result.note.empty()) context.err << "note: " << result.note << '\n';
    if (result.value) {
        print_json(context.out, result.value->value(),
                   context.output == "json" || context.output == "jsonl" ? OutputFormat::JsonLines : OutputFormat::Json);
        return ExitCode::Ok;
    }
    context.err << "error: " << result.error << '\n';
    if (result.position) context.err << excerpt(options.expression, place_of(options.expression, *result.position));
    return result.syntax ? ExitCode::Usage : ExitCode::Failed;
}

}  // namespace

void add_eval(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("eval", "Evaluate a JSONata expression, a JSONPath or an intrinsic function against an input");
    command.text("EXPRESSION", options->expression, "The expression, with or without {% %}").required();
    command.text("--input", options->input, "JSON, @FILE or -: what $ means in JSONPath, and $states.input in JSONata").show_default();
    command.text("--context", options->context, "JSON, @FILE or -: the context object, $$ and $states.context").show_default();
    command.text("--variables", options->variables, "JSON, @FILE or -: an object of variables, {\"x\":1} for $x").show_default();
    command.text("--result", options->result, "JSON, @FILE or -: a task's result, $states.result");
    command.text("--language", options->language, "jsonata, jsonpath or intrinsic (default: what the expression looks like)")
        .one_of({"jsonata", "jsonpath", "intrinsic"});
    add_output_option(command, context);
    command.footer(
        "Prints the result, indented; with -o json on one line. Exit code: 0 a result, 1 the evaluation failed, 2 the expression or an option is "
        "wrong.\n\n"
        "Examples:\n"
        "  pawl eval '$sum($states.input.items.price)' --input @order.json\n"
        "  pawl eval '$.items[?(@.price > 10)].sku' --input @order.json\n"
        "  pawl eval \"States.Format('{} of {}', $.done, $.all)\" --input '{\"done\":1,\"all\":3}'");
    command.calls([options, &context] { context.exit = eval(*options, context); });
}

}  // namespace pawl::cli
