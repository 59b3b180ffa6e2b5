#include "cli/text/json_text.hpp"

#include <cmath>
#include <ostream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::cli {
namespace {

constexpr std::size_t line_bytes = 80;

/// Short containers without containers inside stay on one line.
bool fits_a_line(const json::value& value, std::size_t depth) {
    if (!value.is_array() || value.get_array().size() > line_bytes / 2) return false;
    for (const json::value& element : value.get_array()) {
        if (element.is_structured()) return false;
    }
    return to_json(value).size() + 2 * depth <= line_bytes;
}

void write_pretty(const json::value& value, std::size_t depth, std::string& out) {
    if (fits_a_line(value, depth)) return write_json(value, out);
    const auto new_line = [&](std::size_t at) { out.append("\n").append(2 * at, ' '); };
    if (value.is_object() && !value.get_object().empty()) {
        char before = '{';
        for (const auto& [name, member] : value.get_object()) {
            out += before;
            before = ',';
            new_line(depth + 1);
            write_json_string(name, out);
            out += ": ";
            write_pretty(member, depth + 1, out);
        }
        new_line(depth);
        out += '}';
    } else if (value.is_array() && !value.get_array().empty()) {
        char before = '[';
        for (const json::value& element : value.get_array()) {
            out += before;
            before = ',';
            new_line(depth + 1);
            write_pretty(element, depth + 1, out);
        }
        new_line(depth);
        out += ']';
    } else {
        write_json(value, out);
    }
}

}  // namespace

std::string pretty(const json::value& value) {
    std::string out;
    write_pretty(value, 0, out);
    return out;
}

void print_json(std::ostream& out, const json::value& value, OutputFormat format) {
    out << (format == OutputFormat::JsonLines ? to_json(value) : pretty(value)) << '\n';
}

const json::value& member_of(const json::value& object, std::string_view member) {
    static const json::value null;
    if (!object.is_object()) return null;
    const json::value* found = object.get_object().if_contains(member);
    return found == nullptr ? null : *found;
}

std::string text_of(const json::value& object, std::string_view member) {
    const json::value& found = member_of(object, member);
    return is_string(found) ? std::string(found.get_string()) : std::string();
}

Instant instant_of(const json::value& object, std::string_view member) {
    const json::value& found = member_of(object, member);
    if (!is_number(found)) return Instant::never();
    return {std::llround(to_double(found) * 1000.0)};
}

}  // namespace pawl::cli
