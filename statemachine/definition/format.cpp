#include "statemachine/definition/format.hpp"

#include <algorithm>

namespace pawl::definition {
namespace {

constexpr std::size_t most_columns = 100, level = 2;

/// Characters, as an editor counts columns.
std::size_t columns_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

class Formatter {
  public:
    explicit Formatter(std::string_view text) : text_(text) {}

    /// What a value is in the language: the parts that are read by eye stand on lines of their own.
    enum class Role { Flow, States, State, Flows, Other };

    // `before` columns are taken on the line already, `behind` follow the value (a comma).
    void write(const Node& node, Role role, std::size_t depth, std::size_t before, std::size_t behind) {
        const bool structured = (node.is_object() && !node.members.empty()) || (node.is_array() && !node.items.empty());
        if (!structured) {
            write_line(node);
            return;
        }
        if (role == Role::Other) {
            const std::size_t begin = out_.size(), room = most_columns > before + behind ? most_columns - before - behind : 0;
            // What is longer in its own spelling without blanks can't fit.
            if (write_line(node, begin + 4 * room + 4) && columns_of(std::string_view(out_).substr(begin)) <= room) return;
            out_.resize(begin);
        }
        if (node.is_object()) {
            out_ += '{';
            for (std::size_t i = 0; i < node.members.size(); ++i) {
                const Member& member = node.members[i];
                new_line(depth + 1);
                const std::size_t begin = out_.size();
                out_ += key(member);
                out_ += ": ";
                const bool last = i + 1 == node.members.size();
                write(member.value, role_of(role, member), depth + 1, level * (depth + 1) + columns_of(std::string_view(out_).substr(begin)),
                      last ? 0 : 1);
                if (!last) out_ += ',';
            }
            new_line(depth);
            out_ += '}';
            return;
        }
        out_ += '[';
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            new_line(depth + 1);
            const bool last = i + 1 == node.items.size();
            write(node.items[i], role == Role::Flows ? Role::Flow : Role::Other, depth + 1, level * (depth + 1), last ? 0 : 1);
            if (!last) out_ += ',';
        }
        new_line(depth);
        out_ += ']';
    }

    std::string take() {
        out_ += '\n';
        return std::move(out_);
    }

  private:
    static Role role_of(Role parent, const Member& member) {
        if (parent == Role::States) return Role::State;
        if (parent == Role::Flow && member.key == "States") return Role::States;
        if (parent == Role::State && member.key == "Branches") return Role::Flows;
        if (parent == Role::State && (member.key == "ItemProcessor" || member.key == "Iterator")) return Role::Flow;
        return Role::Other;
    }

    /// The key as it is spelled, with its quotes.
    std::string_view key(const Member& member) const {
        std::size_t end = member.place.offset + 1;
        while (text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
        return text_.substr(member.place.offset, end + 1 - member.place.offset);
    }

    void new_line(std::size_t depth) { out_.append("\n").append(level * depth, ' '); }

    /// On one line; false once the output is longer than `most` bytes.
    bool write_line(const Node& node, std::size_t most = std::string::npos) {
        if (node.is_object()) {
            out_ += '{';
            for (std::size_t i = 0; i < node.members.size(); ++i) {
                if (i > 0) out_ += ", ";
                out_ += key(node.members[i]);
                out_ += ": ";
                if (!write_line(node.members[i].value, most)) return false;
            }
            out_ += '}';
        } else if (node.is_array()) {
            out_ += '[';
            for (std::size_t i = 0; i < node.items.size(); ++i) {
                if (i > 0) out_ += ", ";
                if (!write_line(node.items[i], most)) return false;
            }
            out_ += ']';
        } else {
            out_ += node.slice(text_);
        }
        return out_.size() <= most;
    }

    std::string_view text_;
    std::string out_;
};

}  // namespace

std::string format(std::string_view text, const Node& root) {
    Formatter formatter(text);
    formatter.write(root, Formatter::Role::Flow, 0, 0, 0);
    return formatter.take();
}

}  // namespace pawl::definition
