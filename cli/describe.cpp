#include "cli/describe.hpp"

#include <algorithm>
#include <chrono>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include "cli/client/executions.hpp"
#include "cli/client/names.hpp"
#include "cli/text/duration.hpp"
#include "cli/text/width.hpp"
#include "cli/timeline/render.hpp"
#include "cli/timeline/timeline.hpp"

namespace pawl::cli {
namespace {

Instant now() { return {std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count()}; }

void print_text(std::ostream& out, const char* label, const std::string& text) {
    if (!text.empty()) out << pad(label, 9) << text << '\n';
}

/// A long document is shown indented, below its label.
void print_document(std::ostream& out, const char* label, const std::string& text, std::size_t columns) {
    if (text.empty()) return;
    if (display_width(text) + 9 <= columns && text.find('\n') == std::string::npos) return print_text(out, label, text);
    const auto document = Payload::parse(text);
    out << label << '\n' << (document.has_value() ? pretty(document->value()) : text) << '\n';
}

}  // namespace

ClientResult<void> print_description(Context& context, Client& client, const std::string& execution_arn, const DescribeOptions& options) {
    const auto description = describe_execution(client, execution_arn);
    if (description.has_error()) return description.error();
    const auto events = read_history(client, execution_arn);
    if (events.has_error()) return events.error();

    const json::value& execution = description->value();
    const Timeline timeline = timeline_of(*events);
    // A clock that lags behind the server's must not make bars shorter than what is known to have happened.
    const Instant last_event = events->empty() ? Instant{} : instant_of(events->back(), "timestamp");
    const Instant end = std::max(now(), last_event);
    const Instant start = instant_of(execution, "startDate"), stop = instant_of(execution, "stopDate");
    const std::size_t columns = context.columns();
    std::ostream& out = context.out;

    out << name_of_arn(execution_arn) << "  " << text_of(execution, "status") << (stop.is_never() ? ", running for " : " in ")
        << duration_text((stop.is_never() ? end : stop).milliseconds - start.milliseconds) << "  (started " << local_time(start) << ")\n";
    print_document(out, "input", text_of(execution, "input"), columns);
    out << '\n';
    render(out, timeline, {end, columns, context.is_terminal(), options.all});
    out << '\n';
    print_text(out, "error", text_of(execution, "error"));
    print_text(out, "cause", text_of(execution, "cause"));
    print_document(out, "output", text_of(execution, "output"), columns);
    return {};
}

}  // namespace pawl::cli
