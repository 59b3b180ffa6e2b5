#include "statemachine/definition/json_text.hpp"

#include <array>
#include <cstdio>

namespace pawl::definition {
namespace {

void append_string(std::string_view text, std::string& out) {
    out += '"';
    for (const char c : text) {
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\r':
                out += "\\r";
                break;
            default:
                if (static_cast<unsigned char>(c) < ' ') {
                    std::array<char, 8> escaped;
                    const int written = std::snprintf(escaped.data(), escaped.size(), "\\u%04x", static_cast<unsigned>(c));
                    out.append(escaped.data(), static_cast<std::size_t>(written));
                } else {
                    out += c;
                }
        }
    }
    out += '"';
}

void begin_line(std::size_t depth, std::string& out) { out.append("\n").append(2 * depth, ' '); }

void append(Node& node, std::size_t depth, std::string& out) {
    node.place.offset = out.size();
    switch (node.kind) {
        case NodeKind::Null:
            out += "null";
            break;
        case NodeKind::Boolean:
            out += node.boolean ? "true" : "false";
            break;
        case NodeKind::Number:
            out += node.text;
            break;
        case NodeKind::String:
            append_string(node.text, out);
            break;
        case NodeKind::Array:
            out += '[';
            for (Node& item : node.items) {
                if (&item != &node.items.front()) out += ',';
                begin_line(depth + 1, out);
                append(item, depth + 1, out);
            }
            if (!node.items.empty()) begin_line(depth, out);
            out += ']';
            break;
        case NodeKind::Object:
            out += '{';
            for (Member& member : node.members) {
                if (&member != &node.members.front()) out += ',';
                begin_line(depth + 1, out);
                member.place.offset = out.size();
                append_string(member.key, out);
                out += ": ";
                append(member.value, depth + 1, out);
            }
            if (!node.members.empty()) begin_line(depth, out);
            out += '}';
            break;
    }
    node.end = out.size();
}

}  // namespace

std::string write_json(Node& root) {
    std::string out;
    append(root, 0, out);
    out += '\n';
    return out;
}

}  // namespace pawl::definition
