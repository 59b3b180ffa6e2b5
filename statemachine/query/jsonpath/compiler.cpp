#include <charconv>
#include <utility>

#include "statemachine/query/jsonpath/filter.hpp"
#include "statemachine/query/jsonpath/steps.hpp"

namespace pawl::query::jsonpath {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
    while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
    return text;
}

/// Reads one bracket fragment, "[…]". The dialect decides what a fragment is by the first telling character in it and reads on as far as
/// it understands, so that "[1.5]" is index 1: odd, and AWS's.
class Fragment {
  public:
    Fragment(std::string_view text, std::size_t offset, int depth) : text_(text), offset_(offset), depth_(depth) {}

    Result<Step, PathSyntaxError> read() {
        if (text_ == "[*]") return Step{Wildcard{}};
        for (at_ = 0; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '?') return read_filter();
            if (c == '\'') return read_names();
            if (c == '@') return read_from_length();
            if (is_digit(c) || c == ':' || c == '-') return read_indices();
        }
        return fault("Could not analyze path component: " + std::string(text_));
    }

    /// Quoted names up to the closing bracket. A name ends at its quote only; a bracket inside a name ends the list.
    Result<Step, PathSyntaxError> read_names() {
        std::vector<std::string> names;
        std::string name;
        bool open = false;
        for (; at_ < text_.size() && text_[at_] != ']'; ++at_) {
            if (text_[at_] != '\'') {
                if (open) name += text_[at_];
                continue;
            }
            if (open) names.push_back(std::exchange(name, {}));
            open = !open;
        }
        if (at_ == text_.size()) return fault("The bracket is not closed: " + std::string(text_));
        if (names.size() == 1) return Step{Name{std::move(names.front())}};
        return Step{Names{std::move(names)}};
    }

  private:
    PathSyntaxError fault(std::string message) const { return {std::move(message), offset_ + (at_ < text_.size() ? at_ : 0)}; }

    Result<Step, PathSyntaxError> read_filter() {
        std::string_view inside = text_.substr(at_);
        if (inside.empty() || inside.back() != ']') return fault("The filter is not closed: " + std::string(text_));
        inside.remove_suffix(1);
        auto filter = compile_filter(inside, depth_ + 1);
        if (!filter) return PathSyntaxError{filter.error().message, offset_ + at_};
        return Step{Predicate{std::make_shared<const Filter>(std::move(*filter))}};
    }

    /// Digits and minus signs, blanks skipped.
    std::string read_digits() {
        std::string digits;
        for (; at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '-' || text_[at_] == ' '); ++at_) {
            if (text_[at_] != ' ') digits += text_[at_];
        }
        return digits;
    }

    static std::optional<std::int32_t> to_number(const std::string& digits) {
        std::int32_t number = 0;
        const char* end = digits.data() + digits.size();
        const auto [rest, error] = std::from_chars(digits.data(), end, number);
        if (error != std::errc{} || rest != end) return std::nullopt;
        return number;
    }

    PathSyntaxError no_number(const std::string& digits) const { return fault("\"" + digits + "\" is no index in " + std::string(text_)); }

    Result<Step, PathSyntaxError> read_indices() {
        std::vector<std::int32_t> indices;
        while (true) {
            const std::string digits = read_digits();
            const char next = at_ < text_.size() ? text_[at_] : '\0';
            if (next == '\0') return fault("The bracket is not closed: " + std::string(text_));
            if (next == ':' && indices.empty()) return read_slice(digits);
            if (!digits.empty() || next == ',' || indices.empty()) {
                const auto number = to_number(digits);
                if (!number) return no_number(digits);
                indices.push_back(*number);
            }
            if (next != ',') return Step{Indices{std::move(indices)}};
            ++at_;
        }
    }

    Result<Step, PathSyntaxError> read_slice(const std::string& from) {
        ++at_;
        const std::string to = read_digits();
        if (at_ == text_.size()) return fault("The bracket is not closed: " + std::string(text_));
        Slice slice;
        if (!from.empty()) {
            slice.from = to_number(from);
            if (!slice.from) return no_number(from);
        }
        if (!to.empty() || from.empty()) {
            slice.to = to_number(to);
            if (!slice.to) return no_number(to);
        }
        return Step{slice};
    }

    Result<Step, PathSyntaxError> read_from_length() {
        std::string rest;
        for (++at_; at_ < text_.size() && text_[at_] != ']'; ++at_) {
            if (text_[at_] != ' ' && text_[at_] != '(' && text_[at_] != ')') rest += text_[at_];
        }
        if (at_ == text_.size()) return fault("The bracket is not closed: " + std::string(text_));
        const std::size_t minus = rest.find('-');
        const std::string function = rest.substr(0, minus);
        if (function != ".length" && function != ".size") {
            return fault("Invalid function: @" + function + ". Supported functions are: [(@.length - n)] and [(@.size() - n)]");
        }
        if (minus == std::string::npos) return fault("A number to take from the length is missing in " + std::string(text_));
        const auto number = to_number(rest.substr(minus + 1));
        if (!number) return no_number(rest.substr(minus + 1));
        return Step{FromLength{*number}};
    }

    std::string_view text_;
    std::size_t offset_;
    int depth_;
    std::size_t at_ = 0;
};

/// The end of the bracket that opens at `at`, one behind its "]"; the end of the text when it is not closed.
std::size_t end_of_bracket(std::string_view text, std::size_t at) {
    int open = 0;
    for (; at < text.size(); ++at) {
        if (text[at] == '[') ++open;
        if (text[at] == ']' && --open == 0) return at + 1;
    }
    return at;
}

/// A dotted name runs to the next dot, bracket or blank.
std::size_t end_of_name(std::string_view text, std::size_t at) {
    const std::size_t end = text.find_first_of(".[ ", at);
    return end == std::string_view::npos ? text.size() : end;
}

bool is_definite(const Step& step) {
    return std::visit(
        [](const auto& s) {
            using S = std::decay_t<decltype(s)>;
            if constexpr (std::is_same_v<S, Indices>) return s.indices.size() == 1;
            return std::is_same_v<S, Name> || std::is_same_v<S, Names> || std::is_same_v<S, FromLength>;
        },
        step);
}

bool is_plain(const Step& step) {
    if (const auto* indices = std::get_if<Indices>(&step)) return indices->indices.size() == 1;
    return std::holds_alternative<Name>(step);
}

}  // namespace

Result<Steps, PathSyntaxError> compile_steps(std::string_view whole, int depth) {
    constexpr int most_nested_filters = 16;
    if (depth > most_nested_filters) return PathSyntaxError{"Filters are nested too deeply (more than 16 levels)", 0};
    const std::string_view cut = trimmed(whole);
    if (cut.empty()) return PathSyntaxError{"The path is empty", 0};
    const bool bare = cut.front() != '$' && cut.front() != '@';
    const std::string prefixed = bare ? "$." + std::string(cut) : std::string(cut);
    const std::string_view text = prefixed;
    const std::size_t origin = static_cast<std::size_t>(cut.data() - whole.data());
    // Offsets are told in the text as it was given.
    const auto offset_of = [&](std::size_t at) { return bare ? origin + (at > 2 ? at - 2 : 0) : origin + at; };
    const auto fault = [&](std::string message, std::size_t at) { return PathSyntaxError{std::move(message), offset_of(at)}; };

    if (text.size() > 1 && text[1] != '.' && text[1] != '[') return fault("Invalid path " + std::string(cut), 1);
    if (text.ends_with("..")) return fault("A path can not end with a scan.", text.size() - 1);

    Steps compiled;
    std::size_t at = 1;
    while (at < text.size()) {
        const std::size_t start = at;
        Result<Step, PathSyntaxError> step = PathSyntaxError{};
        if (text[at] == ' ') return fault("Space not allowed in path", at);
        if (text[at] == '[') {
            at = end_of_bracket(text, at);
            step = Fragment(text.substr(start, at - start), offset_of(start), depth).read();
        } else if (text.substr(at).starts_with("..")) {
            at += 2;
            step = Step{Scan{}};
        } else {
            if (text[at] == '.') ++at;
            if (at == text.size()) return fault("A path can not end with a dot", at - 1);
            if (text[at] == '[') continue;
            if (text[at] == ' ') return fault("Space not allowed in path", at);
            const bool after_dot = at > start;
            const std::size_t name_start = at;
            at = end_of_name(text, at);
            const std::string_view name = text.substr(name_start, at - name_start);
            if (at < text.size() && text[at] == ' ') return fault("Space not allowed in path", at);
            if (name == "*" || (!after_dot && name.front() == '*')) {
                at = name_start + 1;
                step = Step{Wildcard{}};
            } else {
                const std::string quoted = "['" + std::string(name) + "']";
                step = Fragment(quoted, offset_of(name_start), depth).read_names();
            }
        }
        if (!step) return step.error();
        compiled.definite = compiled.definite && is_definite(*step);
        compiled.plain = compiled.plain && is_plain(*step);
        compiled.steps.push_back(std::move(*step));
        // No input is nested deeper than 512 levels; a filter on an object takes a step without going down.
        constexpr std::size_t most_steps = 1000;
        if (compiled.steps.size() > most_steps) return fault("The path has more than 1000 steps", start);
    }
    return compiled;
}

std::string to_text(const Step& step) {
    struct Writer {
        std::string operator()(const Name& s) const { return "['" + s.name + "']"; }
        std::string operator()(const Names& s) const {
            std::string out = "[";
            for (const std::string& name : s.names) out += (out.size() > 1 ? ", '" : "'") + name + "'";
            return out + "]";
        }
        std::string operator()(const Wildcard&) const { return "[*]"; }
        std::string operator()(const Scan&) const { return ".."; }
        std::string operator()(const Indices& s) const {
            std::string out = "[";
            for (const auto index : s.indices) out += (out.size() > 1 ? "," : "") + std::to_string(index);
            return out + "]";
        }
        std::string operator()(const Slice& s) const {
            return "[" + (s.from ? std::to_string(*s.from) : "") + ":" + (s.to ? std::to_string(*s.to) : "") + "]";
        }
        std::string operator()(const FromLength& s) const { return "[(@.length-" + std::to_string(s.minus) + ")]"; }
        std::string operator()(const Predicate&) const { return "[?]"; }
    };
    return std::visit(Writer{}, step);
}

}  // namespace pawl::query::jsonpath
