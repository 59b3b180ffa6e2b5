#include "statemachine/query/jsonata/lexer.hpp"

#include <algorithm>
#include <charconv>

#include "statemachine/vocabulary/hex.hpp"

namespace pawl::query::jsonata {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v'; }
bool is_operator(char c) { return std::string_view(".[]{}(),@#;:?+-*/%|=<>^&!~").find(c) != std::string_view::npos; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t put_utf8(std::uint32_t point, char* out) {
    if (point < 0x80) {
        out[0] = static_cast<char>(point);
        return 1;
    }
    if (point < 0x800) {
        out[0] = static_cast<char>(0xC0 | (point >> 6));
        out[1] = static_cast<char>(0x80 | (point & 0x3F));
        return 2;
    }
    if (point < 0x10000) {
        out[0] = static_cast<char>(0xE0 | (point >> 12));
        out[1] = static_cast<char>(0x80 | ((point >> 6) & 0x3F));
        out[2] = static_cast<char>(0x80 | (point & 0x3F));
        return 3;
    }
    out[0] = static_cast<char>(0xF0 | (point >> 18));
    out[1] = static_cast<char>(0x80 | ((point >> 12) & 0x3F));
    out[2] = static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out[3] = static_cast<char>(0x80 | (point & 0x3F));
    return 4;
}

}  // namespace

Token Lexer::make(TokenKind kind, std::string_view text) const {
    Token token;
    token.kind = kind;
    token.text = text;
    token.position = position();
    return token;
}

Token Lexer::fail(std::string_view code, std::size_t position, std::string_view token) {
    error_ = {code, token, static_cast<std::uint32_t>(position)};
    return make(TokenKind::Error, token);
}

// False: a comment without an end.
bool Lexer::skip_blanks() {
    for (;;) {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
        if (text_.substr(at_, 2) != "/*") return true;
        const std::size_t end = text_.find("*/", at_ + 2);
        if (end == std::string_view::npos) return false;
        at_ = end + 2;
    }
}

Token Lexer::next(bool infix) {
    if (!skip_blanks()) return fail("S0106", at_);
    if (at_ >= text_.size()) return make(TokenKind::End, "(end)");
    const char c = text_[at_];
    if (c == '/' && !infix) {
        ++at_;
        return pattern();
    }
    if (is_operator(c)) {
        const std::string_view pair = text_.substr(at_, 2);
        const bool two = pair == ".." || pair == ":=" || pair == "!=" || pair == ">=" || pair == "<=" || pair == "**" || pair == "~>" ||
                         pair == "?:" || pair == "??";
        const std::string_view text = text_.substr(at_, two ? 2 : 1);
        at_ += text.size();
        return make(TokenKind::Operator, text);
    }
    if (c == '"' || c == '\'') {
        ++at_;
        return string(c);
    }
    Token token;
    if (is_digit(c) && number(token)) return token;
    if (c == '`') {
        const std::size_t end = text_.find('`', at_ + 1);
        if (end == std::string_view::npos) return fail("S0105", text_.size());
        const std::string_view name = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        return make(TokenKind::Name, name);
    }
    return word();
}

Token Lexer::word() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && !is_operator(text_[at_])) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name.front() == '$') return make(TokenKind::Variable, name.substr(1));
    if (name == "and" || name == "or" || name == "in") return make(TokenKind::Operator, name);
    Token token = make(TokenKind::Value, name);
    if (name == "true" || name == "false") {
        token.literal = Value::of_bool(name == "true");
    } else if (name == "null") {
        token.literal = Value::null();
    } else {
        token.kind = TokenKind::Name;
    }
    return token;
}

// A 0 is a number of its own: 012 is 0 and 12.
bool Lexer::number(Token& token) {
    std::size_t end = at_;
    if (text_[end] == '0') {
        ++end;
    } else {
        while (end < text_.size() && is_digit(text_[end])) ++end;
    }
    if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {
        ++end;
        while (end < text_.size() && is_digit(text_[end])) ++end;
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
        std::size_t digits = end + 1;
        if (digits < text_.size() && (text_[digits] == '+' || text_[digits] == '-')) ++digits;
        if (digits < text_.size() && is_digit(text_[digits])) {
            end = digits;
            while (end < text_.size() && is_digit(text_[end])) ++end;
        }
    }
    const std::string_view digits = text_.substr(at_, end - at_);
    double value = 0;
    const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec == std::errc::result_out_of_range) {
        // Too small is 0, as in JavaScript; too large is refused.
        const std::size_t exponent = digits.find_first_of("eE");
        if (exponent == std::string_view::npos || digits[exponent + 1] != '-') {
            token = fail("S0102", at_, digits);
            return true;
        }
        value = 0;
    }
    at_ = end;
    token = make(TokenKind::Number, digits);
    token.literal = Value::of(value);
    return true;
}

Token Lexer::string(char quote) {
    const std::size_t begin = at_;
    std::size_t end = begin;
    while (end < text_.size() && text_[end] != quote && text_[end] != '\\') ++end;
    if (end < text_.size() && text_[end] == quote) {
        at_ = end + 1;
        Token token = make(TokenKind::String, text_.substr(begin, end - begin));
        token.literal = Value::of_text(token.text);
        return token;
    }
    // With escapes: a text of its own, which is never longer than what stands here.
    while (end < text_.size() && text_[end] != quote) end += text_[end] == '\\' ? 2 : 1;
    char* out = arena_.make_array<char>(std::min(end, text_.size()) - begin + 1);
    std::size_t used = 0;
    while (at_ < text_.size()) {
        const char c = text_[at_];
        if (c == quote) {
            ++at_;
            Token token = make(TokenKind::String, {out, used});
            token.literal = Value::of_text(token.text);
            return token;
        }
        if (c == '\\') {
            ++at_;
            if (!unescape(out, used)) return make(TokenKind::Error, {});
        } else {
            out[used++] = c;
            ++at_;
        }
    }
    return fail("S0101", text_.size());
}

// Behind a backslash.
bool Lexer::unescape(char* out, std::size_t& used) {
    const char c = at_ < text_.size() ? text_[at_] : '\0';
    static constexpr std::string_view from = "\"\\/bfnrt", to = "\"\\/\b\f\n\r\t";
    if (const std::size_t known = from.find(c); known != std::string_view::npos && c != '\0') {
        out[used++] = to[known];
        ++at_;
        return true;
    }
    if (c != 'u') {
        fail("S0103", at_, text_.substr(at_, 1));
        return false;
    }
    const auto unit_at = [&](std::size_t place) -> std::int32_t {
        std::int32_t unit = 0;
        if (place + 4 > text_.size()) return -1;
        for (std::size_t i = 0; i < 4; ++i) {
            const int digit = hex_value(text_[place + i]);
            if (digit < 0) return -1;
            unit = unit * 16 + digit;
        }
        return unit;
    };
    const std::int32_t unit = unit_at(at_ + 1);
    if (unit < 0) {
        fail("S0104", at_);
        return false;
    }
    at_ += 5;
    auto point = static_cast<std::uint32_t>(unit);
    if (unit >= 0xD800 && unit < 0xDC00 && text_.substr(at_, 2) == "\\u") {
        const std::int32_t low = unit_at(at_ + 2);
        if (low >= 0xDC00 && low < 0xE000) {
            point = 0x10000 + ((point - 0xD800) << 10) + (static_cast<std::uint32_t>(low) - 0xDC00);
            at_ += 6;
        }
    }
    // A lone surrogate is kept as three bytes that are no UTF-8: $encodeUrl refuses it, and JSON shows U+FFFD.
    used += put_utf8(point, out + used);
    return true;
}

Token Lexer::pattern() {
    const std::size_t begin = at_;
    int depth = 0;
    for (; at_ < text_.size(); ++at_) {
        const char c = text_[at_];
        if (c == '/' && depth == 0) {
            std::size_t slashes = 0;
            while (slashes < at_ - begin && text_[at_ - slashes - 1] == '\\') ++slashes;
            if (slashes % 2 == 0) {
                const std::string_view pattern = text_.substr(begin, at_ - begin);
                if (pattern.empty()) return fail("S0301", at_);
                const std::size_t flags = ++at_;
                while (at_ < text_.size() && (text_[at_] == 'i' || text_[at_] == 'm')) ++at_;
                Token token = make(TokenKind::Regex, pattern);
                token.flags = text_.substr(flags, at_ - flags);
                return token;
            }
        }
        if (at_ > begin && text_[at_ - 1] == '\\') continue;
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
    }
    return fail("S0302", text_.size());
}

std::string_view Lexer::signature() {
    const std::size_t begin = at_ - 1;
    int depth = 1;
    for (; at_ < text_.size() && text_[at_] != '{'; ++at_) {
        if (text_[at_] == '<') ++depth;
        if (text_[at_] == '>' && --depth == 0) break;
    }
    return text_.substr(begin, at_ - begin + (at_ < text_.size() && text_[at_] == '>' ? 1 : 0));
}

}  // namespace pawl::query::jsonata
