#include "statemachine/query/jsonata/library/regex_translation.hpp"

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

#include "statemachine/query/jsonata/library/code_points.hpp"

namespace pawl::query::jsonata::library {

namespace {

// What JavaScript takes for white space and line ends is more than what RE2 does (ECMA-262, WhiteSpace and LineTerminator).
constexpr std::string_view space_members = R"(\t\n\v\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff})";
constexpr std::string_view other_members =
    R"(\x{0}-\x{8}\x{e}-\x{1f}\x{21}-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff})";
constexpr std::string_view any_member = R"(\x{0}-\x{10ffff})";

std::string code_point_text(char32_t point) {
    std::array<char, 8> hex{};
    const auto end = std::to_chars(hex.data(), hex.data() + hex.size(), static_cast<std::uint32_t>(point), 16).ptr;
    return "\\x{" + std::string(hex.data(), static_cast<std::size_t>(end - hex.data())) + '}';
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Translator {
  public:
    explicit Translator(std::string_view pattern) : pattern_(pattern) {}

    Outcome<TranslatedRegex> run() {
        while (!error_ && at_ < pattern_.size()) step();
        if (!error_ && depth_ > 0) refuse(pattern_.size(), "an unclosed group");
        if (error_) return *error_;
        return TranslatedRegex{std::move(out_), unbounded_};
    }

  private:
    std::string_view pattern_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::string out_;
    bool unbounded_ = false;
    std::optional<LibraryError> error_;

    std::string_view rest() const { return pattern_.substr(at_); }

    void refuse(std::size_t where, std::string_view construct, std::string_view advice = "Correct it.") {
        error_ = LibraryError{"S0303",
                              "The regular expression /" + std::string(pattern_) + "/ has " + std::string(construct) + " at offset " +
                                  std::to_string(where) + ". " + std::string(advice),
                              quoted(pattern_)};
    }
    void refuse_backtracking(std::string_view construct) {
        refuse(at_, construct, "It cannot be matched in linear time, which is the only way expressions are matched here; write it without.");
    }

    void take(std::size_t bytes) {
        out_ += rest().substr(0, bytes);
        at_ += bytes;
    }

    void step() {
        const char c = pattern_[at_];
        switch (c) {
            case '\\':
                return escape(false);
            case '[':
                return character_class();
            case '(':
                return group();
            case ')':
                if (depth_ == 0) return refuse(at_, "a ')' without its '('");
                --depth_;
                return take(1);
            case '{':
                return repetition();
            case '*':
            case '+':
                unbounded_ = true;
                return take(1);
            case '.':
                out_ += R"([^\n\r\x{2028}\x{2029}])";
                ++at_;
                return;
            case '}':
            case ']':
                out_ += '\\';
                return take(1);
            default:
                return take(character_length(rest()));
        }
    }

    void group() {
        if (rest().starts_with("(?=") || rest().starts_with("(?!"))
            return refuse_backtracking("a look-ahead '" + std::string(rest().substr(0, 3)) + "'");
        if (rest().starts_with("(?<=") || rest().starts_with("(?<!"))
            return refuse_backtracking("a look-behind '" + std::string(rest().substr(0, 4)) + "'");
        ++depth_;
        if (rest().starts_with("(?:")) return take(3);
        if (rest().starts_with("(?<")) {
            // Names are never asked for: a match lists its groups by number.
            const std::size_t end = rest().find('>');
            if (end == std::string_view::npos || end == 3) return refuse(at_, "a group name that does not end");
            out_ += '(';
            at_ += end + 1;
            return;
        }
        if (rest().starts_with("(?"))
            return refuse(at_, "an unknown kind of group '" +
                                   std::string(rest().substr(0, 2 + (rest().size() > 2 ? character_length(rest().substr(2)) : 0))) + "'");
        take(1);
    }

    /// {n}, {n,}, {n,m}; any other brace stands for itself.
    void repetition() {
        std::size_t at = at_ + 1;
        const auto number = [&]() -> std::optional<long> {
            long value = 0;
            const auto [end, fault] = std::from_chars(pattern_.data() + at, pattern_.data() + pattern_.size(), value);
            const bool digits = at < pattern_.size() && pattern_[at] >= '0' && pattern_[at] <= '9';
            if (!digits) return std::nullopt;
            at = static_cast<std::size_t>(end - pattern_.data());
            return fault == std::errc{} ? value : 1'000'000;
        };
        const auto least = number();
        std::optional<long> most = least;
        if (least && at < pattern_.size() && pattern_[at] == ',') {
            ++at;
            const auto given = number();
            unbounded_ = unbounded_ || !given;
            if (given) most = given;
        }
        if (!least || at >= pattern_.size() || pattern_[at] != '}') {
            out_ += '\\';
            return take(1);
        }
        if (*least > 1000 || *most > 1000) return refuse(at_, "a repetition of more than 1,000", "Write it with * or +, or in parts.");
        take(at + 1 - at_);
    }

    std::optional<char32_t> hexadecimal(std::size_t from, std::size_t digits) const {
        if (from + digits > pattern_.size()) return std::nullopt;
        std::uint32_t value = 0;
        const char* end = pattern_.data() + from + digits;
        const auto [stopped, fault] = std::from_chars(pattern_.data() + from, end, value, 16);
        if (fault != std::errc{} || stopped != end) return std::nullopt;
        return static_cast<char32_t>(value);
    }

    void point(char32_t value, std::size_t bytes) {
        out_ += code_point_text(value);
        at_ += bytes;
    }

    /// Four digits, or a surrogate pair of two times four.
    void unicode_escape() {
        auto value = hexadecimal(at_ + 2, 4);
        if (!value) return point(U'u', 2);
        if (*value < 0xd800 || *value > 0xdfff) return point(*value, 6);
        const auto low = pattern_.substr(at_ + 6).starts_with("\\u") ? hexadecimal(at_ + 8, 4) : std::nullopt;
        if (*value > 0xdbff || !low || *low < 0xdc00 || *low > 0xdfff) return refuse(at_, "half of a surrogate pair");
        point(0x10000 + ((*value - 0xd800) << 10) + (*low - 0xdc00), 12);
    }

    void escape(bool in_class) {
        if (at_ + 1 >= pattern_.size()) return refuse(at_, "a '\\' at its end");
        const char c = pattern_[at_ + 1];
        switch (c) {
            case 'd':
            case 'D':
            case 'w':
            case 'W':
            case 't':
            case 'n':
            case 'v':
            case 'f':
            case 'r':
                return take(2);
            case 's':
                out_ += in_class ? std::string(space_members) : "[" + std::string(space_members) + "]";
                at_ += 2;
                return;
            case 'S':
                out_ += in_class ? std::string(other_members) : "[" + std::string(other_members) + "]";
                at_ += 2;
                return;
            case 'b':
                return in_class ? point(8, 2) : take(2);
            case 'B':
                return in_class ? point(U'B', 2) : take(2);
            case 'p':
            case 'P':
                return property();
            case 'x': {
                const auto value = hexadecimal(at_ + 2, 2);
                return value ? point(*value, 4) : point(U'x', 2);
            }
            case 'u':
                return unicode_escape();
            case 'c': {
                const char control = at_ + 2 < pattern_.size() ? pattern_[at_ + 2] : '\0';
                return is_letter(control) ? point(static_cast<char32_t>(control & 0x1f), 3) : point(U'\\', 1);
            }
            case '0':
                return point(0, 2);
            case 'k':
                if (!in_class && pattern_.substr(at_ + 2).starts_with('<')) return refuse_backtracking("a back-reference '\\k'");
                return point(U'k', 2);
            default:
                break;
        }
        if (c >= '1' && c <= '9') {
            if (!in_class) return refuse_backtracking("a back-reference '\\" + std::string(1, c) + "'");
            return point(static_cast<char32_t>(c - '0'), 2);
        }
        const std::string_view character = rest().substr(1, character_length(rest().substr(1)));
        point(first_code_point(character), 1 + character.size());
    }

    /// \p{L}: ECMAScript knows it only with the flag u, which JSONata has not; Java and RE2 always do.
    void property() {
        const std::size_t end = rest().find('}');
        if (!rest().substr(2).starts_with('{') || end == std::string_view::npos) return point(static_cast<char32_t>(pattern_[at_ + 1]), 2);
        take(end + 1);
    }

    void character_class() {
        const std::size_t start = at_;
        ++at_;
        const bool negated = rest().starts_with('^');
        if (negated) ++at_;
        if (rest().starts_with(']')) {
            // [] is nothing, [^] is anything.
            out_ += std::string(negated ? "[" : "[^") + std::string(any_member) + ']';
            ++at_;
            return;
        }
        out_ += negated ? "[^" : "[";
        while (!error_) {
            if (at_ >= pattern_.size()) return refuse(start, "a '[' without its ']'");
            if (rest().starts_with(']')) return take(1);
            const bool is_set = class_atom();
            if (error_ || at_ + 1 >= pattern_.size() || pattern_[at_] != '-' || pattern_[at_ + 1] == ']') continue;
            // A '-' beside a set such as \w stands for itself.
            const bool to_set = pattern_[at_ + 1] == '\\' && at_ + 2 < pattern_.size() &&
                                std::string_view("dDwWsSpP").find(pattern_[at_ + 2]) != std::string_view::npos;
            out_ += is_set || to_set ? "\\-" : "-";
            ++at_;
            if (!is_set && !to_set) class_atom();
        }
    }

    /// True for a set of characters, which no range can begin with.
    bool class_atom() {
        if (at_ >= pattern_.size()) return false;
        if (pattern_[at_] == '\\') {
            const bool set = at_ + 1 < pattern_.size() && std::string_view("dDwWsSpP").find(pattern_[at_ + 1]) != std::string_view::npos;
            escape(true);
            return set;
        }
        const std::size_t size = character_length(rest());
        const bool plain = size > 1 || is_letter(pattern_[at_]) || (pattern_[at_] >= '0' && pattern_[at_] <= '9') || pattern_[at_] == ' ';
        if (plain) {
            take(size);
        } else {
            point(first_code_point(rest()), size);
        }
        return false;
    }
};

}  // namespace

Outcome<TranslatedRegex> translate_regex(std::string_view pattern, std::string_view flags) {
    for (const char flag : flags) {
        if (flag != 'i' && flag != 'm')
            return LibraryError{"S0303", "The regular expression /" + std::string(pattern) + "/ has the flag '" + flag + "'. Known are i and m.",
                                quoted(pattern)};
    }
    auto translated = Translator(pattern).run();
    if (!translated) return translated;
    std::string prefix;
    if (flags.find('i') != std::string_view::npos) prefix += 'i';
    if (flags.find('m') != std::string_view::npos) prefix += 'm';
    if (!prefix.empty()) translated->text.insert(0, "(?" + prefix + ')');
    return translated;
}

}  // namespace pawl::query::jsonata::library
