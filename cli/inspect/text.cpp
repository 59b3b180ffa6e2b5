#include "cli/inspect/text.hpp"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "cli/text/json_text.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::cli {
namespace {

/// On one line, and nothing that a terminal takes for an order.
std::string plain(std::string_view text) {
    std::string out(text);
    std::replace_if(
        out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return out;
}

/// "state_name" beside "state": shown with it.
bool is_shown_with_another(const json::object& members, std::string_view name) {
    return name.ends_with("_name") && members.contains(name.substr(0, name.size() - std::string_view("_name").size()));
}

bool is_payload(const json::value& value) { return value.is_object() && value.get_object().contains("bytes"); }

std::string short_text(const json::value& value, std::int64_t row);

/// "12 bytes in row 3: {"a":…", the row unless it is the one at hand.
std::string payload_text(const json::object& payload, std::int64_t row) {
    std::string out = to_json(payload.at("bytes")) + " bytes";
    if (const auto* in = payload.if_contains("row"); in != nullptr && in->to_number<std::int64_t>() != row) out += " in row " + to_json(*in);
    if (const auto* text = payload.if_contains("text")) out += ": " + plain(text->get_string());
    return out;
}

/// "name=value, name=value"
std::string list_of(const json::object& members, std::int64_t row, std::string_view between) {
    std::string out;
    for (const auto& [name, value] : members) {
        if (value.is_null() || is_shown_with_another(members, name)) continue;
        if (!out.empty()) out += between;
        out += plain(name) + "=" + short_text(value, row);
        if (const auto* named = members.if_contains(std::string(name) + "_name")) out += " " + plain(named->get_string());
    }
    return out;
}

std::string short_text(const json::value& value, std::int64_t row) {
    if (is_payload(value)) return payload_text(value.get_object(), row);
    if (value.is_string()) return plain(value.get_string());
    if (value.is_object()) return "{" + list_of(value.get_object(), row, ", ") + "}";
    if (!value.is_array()) return to_json(value);
    std::string out;
    for (const json::value& each : value.get_array()) out += (out.empty() ? "[" : ", ") + short_text(each, row);
    return out.empty() ? "[]" : out + "]";
}

void print_damage(std::ostream& out, const json::object& of) {
    const auto* damage = of.if_contains("damage");
    if (damage == nullptr) return;
    for (const json::value& each : damage->get_array()) out << "  DAMAGED: " << plain(each.get_string()) << '\n';
}

/// Objects, and arrays of objects, below each other; all else on a line each.
void print_members(std::ostream& out, const json::object& members, std::size_t indent) {
    for (const auto& [name, value] : members) {
        if (value.is_null() || is_shown_with_another(members, name)) continue;
        out << std::string(indent, ' ') << plain(name);
        const bool has_blocks =
            value.is_array() && !value.get_array().empty() && value.get_array().front().is_object() && !is_payload(value.get_array().front());
        if (has_blocks) {
            out << '\n';
            std::size_t number = 0;
            for (const json::value& each : value.get_array()) {
                out << std::string(indent + 2, ' ') << number++ << '\n';
                print_members(out, each.get_object(), indent + 4);
            }
        } else if (value.is_object() && !is_payload(value)) {
            out << '\n';
            print_members(out, value.get_object(), indent + 2);
        } else {
            out << ' ' << short_text(value, 0);
            if (const auto* named = members.if_contains(std::string(name) + "_name")) out << ' ' << plain(named->get_string());
            out << '\n';
        }
    }
}

}  // namespace

void print_execution_row(std::ostream& out, const json::object& execution) {
    out << "execution " << execution.at("key") << "  " << plain(text_of(execution, "machine_name")) << ':' << plain(text_of(execution, "name"))
        << "  " << text_of(execution, "status") << '\n';
    json::object rest = execution;
    for (const char* shown : {"key", "name", "machine_name", "status", "damage"}) rest.stable_erase(shown);
    out << "  " << list_of(rest, 0, "  ") << '\n';
    print_damage(out, execution);
}

void print_journal_rows(std::ostream& out, const json::array& rows) {
    for (const json::value& value : rows) {
        const json::object& row = value.get_object();
        const auto id = row.at("id").to_number<std::int64_t>();
        out << "\nrow " << id << "  previous " << row.at("previous") << "  first event " << row.at("first_event") << "  " << row.at("bytes")
            << " bytes\n";
        print_damage(out, row);
        for (const json::value& each : row.at("records").get_array()) {
            json::object record = each.get_object();
            out << "  " << text_of(record, "time") << "  ";
            if (record.at("event") == 0) {
                out << "no event";
            } else {
                out << "event " << record.at("event") << " after " << record.at("previous");
            }
            out << "  frame " << record.at("frame") << "  " << text_of(record, "type") << " (" << record.at("number") << ", version "
                << record.at("version") << ")";
            for (const char* shown : {"time", "event", "previous", "frame", "type", "number", "version"}) record.stable_erase(shown);
            const std::string members = list_of(record, id, "  ");
            out << (members.empty() ? "" : "  ") << members << '\n';
        }
    }
}

void print_fold(std::ostream& out, const json::object& fold) {
    out << "\nfolded from " << fold.at("rows") << " rows";
    if (const auto* why = fold.if_contains("why")) out << ", no further: " << plain(why->get_string());
    out << '\n';
    if (const auto* execution = fold.if_contains("execution")) print_members(out, execution->get_object(), 2);
}

}  // namespace pawl::cli
