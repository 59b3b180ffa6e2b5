#include "statemachine/definition/json_text.hpp"

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::definition {
namespace {

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
            write_json_string(node.text, out);
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
                write_json_string(member.key, out);
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
