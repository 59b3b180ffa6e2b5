#include "cli/event_line.hpp"

#include <string_view>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/text/json_text.hpp"
#include "cli/text/width.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::cli {

std::string event_subject(const json::value& event) {
    if (!event.is_object()) return {};
    for (const auto& member : event.get_object()) {
        if (!member.key().ends_with("EventDetails")) continue;
        const json::value& details = member.value();
        const json::value& index = member_of(details, "index");
        if (is_number(index)) return "#" + to_json(index) + " of " + text_of(details, "name");
        const json::value& length = member_of(details, "length");
        if (is_number(length)) return to_json(length) + " items";
        if (const std::string error = text_of(details, "error"); !error.empty()) {
            const std::string cause = text_of(details, "cause");
            return error + (cause.empty() ? "" : ": " + shorten(cause, 80));
        }
        for (const char* name : {"name", "resource", "cause"}) {
            if (const std::string text = text_of(details, name); !text.empty()) {
                return shorten(text.starts_with("arn:aws:lambda:") ? text.substr(text.rfind(':') + 1) : text, 80);
            }
        }
        for (const char* name : {"output", "input"}) {
            if (const std::string text = text_of(details, name); !text.empty()) return shorten(text, 60);
        }
    }
    return {};
}

}  // namespace pawl::cli
