#include <fstream>
#include <ostream>

#include "cli/commands/commands.hpp"
#include "cli/definition_tree.hpp"
#include "cli/graph/text_picture.hpp"
#include "statemachine/definition/outline.hpp"
#include "statemachine/graph/graph.hpp"
#include "statemachine/graph/svg.hpp"
#include "statemachine/graph/text_formats.hpp"

namespace pawl::cli {
namespace {

struct Options {
    std::string file;
    std::string format;
    std::string output;
};

/// What the name of the output file ends in says the format, if nothing else does.
std::string format_of(const Options& options) {
    if (!options.format.empty()) return options.format;
    const auto ends = [&](const char* ending) { return options.output.ends_with(ending); };
    return ends(".svg") ? "svg" : ends(".dot") || ends(".gv") ? "dot" : ends(".mmd") || ends(".mermaid") ? "mermaid" : "text";
}

ExitCode draw(const Options& options, Context& context) {
    const auto tree = read_definition_tree(options.file);
    if (tree.has_error()) return fail(context, tree.error().exit, tree.error().message);
    const graph::Graph graph = graph::Graph::of(definition::Outline::of(tree->root));
    const std::string format = format_of(options);
    const std::string drawn = format == "svg"       ? graph::to_svg(graph)
                              : format == "dot"     ? graph::to_dot(graph)
                              : format == "mermaid" ? graph::to_mermaid(graph)
                                                    : text_picture(graph);
    if (options.output.empty() || options.output == "-") {
        context.out << drawn;
        return ExitCode::Ok;
    }
    std::ofstream file(options.output, std::ios::binary | std::ios::trunc);
    file << drawn;
    file.flush();
    if (!file) return fail(context, ExitCode::Failed, "cannot write '" + options.output + "': is the folder there, and may you write to it?");
    return ExitCode::Ok;
}

}  // namespace

void add_graph(CommandLine& app, Context& context) {
    auto options = std::make_shared<Options>();
    Command command = app.command("graph", "Draw a definition: in the terminal, as SVG, or for Graphviz and Mermaid");
    command.text("FILE", options->file, "The definition in JSON or YAML, also one with faults; - is the standard input").required();
    command.text("-o,--format", options->format, "text (default), svg, dot or mermaid; the output file's ending says it, too")
        .one_of({"text", "svg", "dot", "mermaid"});
    command.text("--output", options->output, "Write to this file instead of the standard output");
    command.footer(
        "Examples:\n"
        "  pawl graph order.asl.json\n"
        "  pawl graph order.asl.json --output order.svg\n"
        "  pawl graph order.asl.json -o mermaid >> README.md");
    command.calls([options, &context] { context.exit = draw(*options, context); });
}

}  // namespace pawl::cli
