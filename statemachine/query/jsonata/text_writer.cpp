#include "statemachine/query/jsonata/text_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

#include "statemachine/query/jsonata/library/number_text.hpp"

namespace pawl::query::jsonata {
namespace {

constexpr unsigned deepest = 1000;

// Whether a byte of the eight is a quote, a backslash or a control character.
bool any_special(std::uint64_t bytes) {
    constexpr std::uint64_t ones = ~std::uint64_t{0} / 255, highs = ones * 0x80;
    const auto any_zero = [](std::uint64_t each) { return (each - ones) & ~each & highs; };
    return ((((bytes - ones * 0x20) & ~bytes & highs) | any_zero(bytes ^ (ones * '"')) | any_zero(bytes ^ (ones * '\\')))) != 0;
}

std::size_t plain_prefix(std::string_view text, std::size_t at) {
    for (std::uint64_t bytes = 0; at + 8 <= text.size(); at += 8) {
        std::memcpy(&bytes, text.data() + at, 8);
        if (any_special(bytes)) break;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x20 && text[at] != '"' && text[at] != '\\') ++at;
    return at;
}

}  // namespace

void write_js_string(std::string_view text, std::string& out) {
    static constexpr std::string_view hex = "0123456789abcdef";
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; (i = plain_prefix(text, i)) < text.size(); ++i) {
        const auto unit = static_cast<unsigned char>(text[i]);
        out.append(text, plain, i - plain);
        plain = i + 1;
        out += '\\';
        switch (unit) {
            case '"':
                out += '"';
                break;
            case '\\':
                out += '\\';
                break;
            case '\b':
                out += 'b';
                break;
            case '\t':
                out += 't';
                break;
            case '\n':
                out += 'n';
                break;
            case '\f':
                out += 'f';
                break;
            case '\r':
                out += 'r';
                break;
            default:
                out += "u00";
                out += hex[unit >> 4];
                out += hex[unit & 15];
        }
    }
    out.append(text, plain, text.size() - plain);
    out += '"';
}

void append_number(double number, bool rounded, std::string& out) {
    std::array<char, 32> digits;
    if (std::trunc(number) == number && std::fabs(number) < 1e15) {
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::int64_t>(number)).ptr;
        out.append(digits.data(), end);
        return;
    }
    // Most fractions have few digits: their shortest form is the rounded one, too.
    if (std::fabs(number) < 1e15 && std::fabs(number) >= 1e-5) {
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed).ptr;
        const auto length = end - digits.data();
        if (!rounded || length <= 15) {
            out.append(digits.data(), end);
            return;
        }
    }
    if (rounded && std::isfinite(number)) number = library::rounded_to_15_digits(number);
    out += library::number_text(number);
}

bool TextWriter::give_up(Problem problem) {
    if (problem_ == Problem::None) problem_ = problem;
    return false;
}

void TextWriter::line() {
    if (!style_.pretty) return;
    out_ += '\n';
    out_.append(2UL * depth_, ' ');
}

bool TextWriter::number(double value) {
    if (!std::isfinite(value)) {
        if (!style_.lenient) return give_up(Problem::NotFinite);
        out_ += "null";
        return true;
    }
    append_number(value, style_.rounded, out_);
    return true;
}

bool TextWriter::node(const json::value& node) {
    if (out_.size() > style_.most_bytes) return give_up(Problem::TooLarge);
    switch (node.kind()) {
        case json::kind::null:
            out_ += "null";
            return true;
        case json::kind::bool_:
            out_ += node.get_bool() ? "true" : "false";
            return true;
        case json::kind::double_:
            return number(node.get_double());
        case json::kind::array: {
            const json::array& items = node.get_array();
            if (items.empty()) {
                out_ += "[]";
                return true;
            }
            if (++depth_ > deepest) return give_up(Problem::TooDeep);
            out_ += '[';
            bool first = true;
            for (const json::value& item : items) {
                if (!first) out_ += ',';
                first = false;
                line();
                if (!this->node(item)) return false;
            }
            --depth_;
            line();
            out_ += ']';
            return true;
        }
        case json::kind::object: {
            const json::object& members = node.get_object();
            if (members.empty()) {
                out_ += "{}";
                return true;
            }
            if (++depth_ > deepest) return give_up(Problem::TooDeep);
            out_ += '{';
            bool first = true;
            for (const json::key_value_pair& member : members) {
                if (!first) out_ += ',';
                first = false;
                line();
                write_js_string({member.key().data(), member.key().size()}, out_);
                out_ += style_.pretty ? ": " : ":";
                if (!this->node(member.value())) return false;
            }
            --depth_;
            line();
            out_ += '}';
            return true;
        }
        default:
            return write(from_node(node, 0));
    }
}

bool TextWriter::write(const Value& value) {
    if (out_.size() > style_.most_bytes) return give_up(Problem::TooLarge);
    switch (value.tag) {
        case Tag::Bool:
            out_ += value.boolean ? "true" : "false";
            return true;
        case Tag::Number:
            return number(value.number);
        case Tag::BigNumber:
            return number(value.to_number());
        case Tag::String:
            write_js_string(value.string(), out_);
            return true;
        case Tag::NodeArray:
        case Tag::NodeObject:
            return node(*value.node);
        case Tag::Array:
        case Tag::Range:
            return array(value);
        case Tag::Object:
            return object(value);
        case Tag::Function:
            out_ += "\"\"";
            return true;
        case Tag::Tuples:
            out_ += "[]";  // never a value of the language; see items_of_tuples
            return true;
        default:
            out_ += "null";
            return true;
    }
}

bool TextWriter::array(const Value& value) {
    const Items items = Items::of(value);
    if (items.size() == 0) {
        out_ += "[]";
        return true;
    }
    if (++depth_ > deepest) return give_up(Problem::TooDeep);
    out_ += '[';
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        if (i > 0) out_ += ',';
        line();
        if (!write(items[i])) return false;
    }
    --depth_;
    line();
    out_ += ']';
    return true;
}

bool TextWriter::object(const Value& value) {
    if (++depth_ > deepest) return give_up(Problem::TooDeep);
    bool first = true, fine = true;
    out_ += '{';
    each_member(value, [&](std::string_view key, const Value& member) {
        if (member.is_undefined()) return true;
        if (!first) out_ += ',';
        first = false;
        line();
        write_js_string(key, out_);
        out_ += style_.pretty ? ": " : ":";
        return fine = write(member);
    });
    --depth_;
    if (!fine) return false;
    if (!first) line();
    out_ += '}';
    return true;
}

}  // namespace pawl::query::jsonata
