#include "statemachine/definition/json_reader.hpp"

#include <charconv>
#include <utility>

#include "statemachine/definition/json_fault.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::definition {

const Member* Node::find_member(std::string_view key) const {
    for (auto member = members.rbegin(); member != members.rend(); ++member) {
        if (member->key == key) return &*member;
    }
    return nullptr;
}

const Node* Node::find(std::string_view key) const {
    const Member* member = find_member(key);
    return member == nullptr ? nullptr : &member->value;
}

std::optional<std::int64_t> Node::integer() const {
    if (kind != NodeKind::Number) return std::nullopt;
    std::int64_t value = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<double> Node::number() const {
    if (kind != NodeKind::Number) return std::nullopt;
    double value = 0;
    const auto [stop, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

namespace {

bool is_digit(int c) { return c >= '0' && c <= '9'; }

// Descends once through the text. Every function returns false once a fault is noted; the text is valid UTF-8 by then.
class Reader {
  public:
    explicit Reader(std::string_view text) : text_(text) {}

    Result<std::optional<Node>, JsonFault> document() {
        if (skip_space() == end_of_text && !fault_) return std::optional<Node>();
        Node root;
        if (!fault_ && value(root) && skip_space() != end_of_text && !fault_) {
            fail("Unexpected " + describe_character(text_, at_) + " after the end of the value: a definition is one JSON object");
        }
        if (fault_) return *std::move(fault_);
        return std::optional<Node>(std::move(root));
    }

  private:
    static constexpr int end_of_text = -1;
    struct Scope {
        const char* type;
        Place start;
    };

    int peek() const { return at_ < text_.size() ? static_cast<unsigned char>(text_[at_]) : end_of_text; }

    Place here() const {
        const auto column = static_cast<std::ptrdiff_t>(at_ - line_start_) - continuation_ + 1;
        return {line_, static_cast<std::uint32_t>(column), at_};
    }

    // One byte on, counting UTF-16 units: continuation bytes count nothing, four-byte characters count two.
    void advance() {
        const auto byte = static_cast<unsigned char>(text_[at_++]);
        if (byte >= 0x80 && byte < 0xc0) ++continuation_;
        if (byte >= 0xf0) --continuation_;
        if (byte == '\n') {
            ++line_;
            line_start_ = at_;
            continuation_ = 0;
        }
    }

    void advance_character() {
        advance();
        while (peek() >= 0x80 && peek() < 0xc0) advance();
    }

    bool fail(std::string message) {
        if (!fault_) fault_ = make_json_fault(text_, std::move(message), here());
        return false;
    }

    // Jackson has read the character when it complains, so its column is the one behind it.
    bool fail_character(const std::string& why, const char* where = "") {
        const std::string what = describe_character(text_, at_);
        advance_character();
        return fail("Unexpected " + what + where + ": " + why);
    }

    bool fail_end(const std::string& what) { return fail("Unexpected end-of-input" + what); }

    bool fail_end(const Scope& scope) {
        return fail_end(std::string(": expected close marker for ") + scope.type + " (start marker at " + source_location(text_, scope.start) + ")");
    }

    // A word that is not true, false or null.
    bool fail_token(std::size_t begin) {
        while (peek() != end_of_text && is_identifier_part(peek())) advance();
        constexpr std::size_t longest = 256;
        std::string token(text_.substr(begin, at_ - begin));
        if (token.size() > longest) token = truncate_utf8(token, longest) + "...";
        return fail("Unrecognized token '" + token + "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
    }

    int skip_space() {
        for (;;) {
            const int c = peek();
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                advance();
            } else if (c != end_of_text && c < ' ') {
                advance();
                fail("Illegal character (" + describe_control(c) + "): only regular white space (\\r, \\n, \\t) is allowed between tokens");
                return c;
            } else {
                return c;
            }
        }
    }

    bool value(Node& out) {
        out.place = here();
        const int c = peek();
        bool good = false;
        switch (c) {
            case '{':
                good = object(out);
                break;
            case '[':
                good = array(out);
                break;
            case '"':
                out.kind = NodeKind::String;
                advance();
                good = string(out.text, "string value", ": was expecting closing quote for a string value");
                break;
            case '}':
                return fail_character("expected a value");
            default:
                good = c == '-' || is_digit(c) ? number(out) : word(out);
                break;
        }
        out.end = at_;
        return good;
    }

    bool word(Node& out) {
        const std::size_t begin = at_;
        if (!is_identifier_start(peek())) {
            return fail_character("expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
        }
        std::size_t stop = begin;
        while (stop < text_.size() && is_identifier_part(static_cast<unsigned char>(text_[stop]))) ++stop;
        const std::string_view token = text_.substr(begin, stop - begin);
        if (token == "true" || token == "false") {
            out.kind = NodeKind::Boolean;
            out.boolean = token == "true";
        } else if (token != "null") {
            return fail_token(begin);
        }
        at_ = stop;
        return true;
    }

    bool digits(const char* missing) {
        if (peek() == end_of_text) return fail_end("");
        if (!is_digit(peek())) return fail_character(missing, " in numeric value");
        while (is_digit(peek())) advance();
        return true;
    }

    bool number(Node& out) {
        out.kind = NodeKind::Number;
        const std::size_t begin = at_;
        if (peek() == '-') advance();
        const std::size_t first = at_;
        if (!digits("expected digit (0-9) to follow minus sign, for valid numeric value")) return false;
        if (text_[first] == '0' && at_ > first + 1) return fail("Invalid numeric value: Leading zeroes not allowed");
        if (peek() == '.') {
            advance();
            if (!digits("Decimal point not followed by a digit")) return false;
        }
        if (peek() == 'e' || peek() == 'E') {
            advance();
            if (peek() == '+' || peek() == '-') advance();
            if (!digits("Exponent indicator not followed by a digit")) return false;
        }
        out.text = text_.substr(begin, at_ - begin);
        return true;
    }

    // The opening quote is behind us.
    bool string(std::string& out, const char* context, const char* at_end) {
        for (;;) {
            const int c = peek();
            if (c == end_of_text) return fail_end(at_end);
            if (c == '"') {
                advance();
                return true;
            }
            if (c == '\\') {
                advance();
                if (!escape(out)) return false;
            } else if (c < ' ') {
                advance();
                return fail("Illegal unquoted character (" + describe_control(c) + "): has to be escaped using backslash to be included in " +
                            context);
            } else {
                out += text_[at_];
                advance();
            }
        }
    }

    bool escape(std::string& out) {
        static constexpr std::string_view letters = "\"\\/bfnrt", meanings = "\"\\/\b\f\n\r\t";
        if (peek() == end_of_text) return fail_end(" in character escape sequence");
        const auto letter = letters.find(text_[at_]);
        if (letter != std::string_view::npos) {
            advance();
            out += meanings[letter];
            return true;
        }
        if (peek() != 'u') {
            const std::string what = describe_character(text_, at_);
            advance_character();
            return fail("Unrecognized character escape " + what.substr(what.find('(') + 1, what.size() - what.find('(') - 2));
        }
        advance();
        std::uint32_t code = 0;
        if (!hexadecimal(code)) return false;
        if (code >= 0xdc00 && code < 0xe000) return fail_surrogate();
        if (code >= 0xd800 && code < 0xdc00) {
            std::uint32_t low = 0;
            if (text_.substr(at_, 2) != "\\u") return fail_surrogate();
            advance();
            advance();
            if (!hexadecimal(low)) return false;
            if (low < 0xdc00 || low >= 0xe000) return fail_surrogate();
            code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        append_code_point(out, code);
        return true;
    }

    // Java keeps half a surrogate pair; nothing here could store or send it.
    bool fail_surrogate() { return fail("Invalid character escape: a lone surrogate is no character"); }

    bool hexadecimal(std::uint32_t& code) {
        for (int i = 0; i < 4; ++i) {
            const int c = peek();
            if (c == end_of_text) return fail_end(" in character escape sequence");
            if (is_digit(c)) {
                code = code * 16 + static_cast<std::uint32_t>(c - '0');
            } else if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) {
                code = code * 16 + static_cast<std::uint32_t>((c | 0x20) - 'a' + 10);
            } else {
                return fail_character("expected a hex-digit for character escape sequence");
            }
            advance();
        }
        return true;
    }

    bool enter() {
        if (++depth_ <= max_json_depth) return true;
        fail("Document nesting depth (" + std::to_string(depth_) + ") exceeds the maximum allowed (" + std::to_string(max_json_depth) + ")");
        fault_->too_deep = true;
        return false;
    }

    bool fail_close(const Scope& scope, char expected) {
        const std::string found(1, text_[at_]);
        advance();
        return fail("Unexpected close marker '" + found + "': expected '" + expected + "' (for " + scope.type + " starting at " +
                    source_location(text_, scope.start) + ")");
    }

    bool object(Node& out) {
        out.kind = NodeKind::Object;
        const Scope scope{"Object", out.place};
        advance();
        if (!enter()) return false;
        int c = skip_space();
        while (!fault_) {
            if (c == end_of_text) return fail_end(scope);
            if (c == '}') break;
            if (c == ']') return fail_close(scope, '}');
            if (!out.members.empty()) {
                if (c != ',') return fail_character("was expecting comma to separate Object entries");
                advance();
                c = skip_space();
                if (fault_) return false;
                if (c == end_of_text) return fail_end(" within/between Object entries");
            }
            if (c != '"') return fail_character("was expecting double-quote to start field name");
            Member member;
            member.place = here();
            advance();
            if (!string(member.key, "name", " in field name")) return false;
            c = skip_space();
            if (fault_) return false;
            if (c == end_of_text) return fail_end(" within/between Object entries");
            if (c != ':') return fail_character("was expecting a colon to separate field name and value");
            advance();
            c = skip_space();
            if (fault_) return false;
            if (c == end_of_text) return fail_end(" within/between Object entries");
            if (!value(member.value)) return false;
            out.members.push_back(std::move(member));
            c = skip_space();
        }
        if (fault_) return false;
        advance();
        --depth_;
        return true;
    }

    bool array(Node& out) {
        out.kind = NodeKind::Array;
        const Scope scope{"Array", out.place};
        advance();
        if (!enter()) return false;
        int c = skip_space();
        while (!fault_) {
            if (c == end_of_text) return fail_end(scope);
            if (c == ']') break;
            if (c == '}') return fail_close(scope, ']');
            if (!out.items.empty()) {
                if (c != ',') return fail_character("was expecting comma to separate Array entries");
                advance();
                c = skip_space();
                if (fault_) return false;
                if (c == end_of_text) return fail_end(" within/between Array entries");
            }
            Node item;
            if (!value(item)) return false;
            out.items.push_back(std::move(item));
            c = skip_space();
        }
        if (fault_) return false;
        advance();
        --depth_;
        return true;
    }

    std::string_view text_;
    std::size_t at_ = 0, line_start_ = 0, depth_ = 0;
    std::ptrdiff_t continuation_ = 0;  // bytes of this line that are no UTF-16 unit of their own
    std::uint32_t line_ = 1;
    std::optional<JsonFault> fault_;
};

}  // namespace

Result<std::optional<Node>, JsonFault> read_json(std::string_view text) {
    if (auto fault = find_invalid_utf8(text)) return *std::move(fault);
    return Reader(text).document();
}

}  // namespace pawl::definition
