// JSON values → text as AWS's Jackson writes them.
#include <array>
#include <charconv>
#include <cstring>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/json_parser.hpp"
#include "statemachine/vocabulary/payload.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl {
namespace {

template <class Integer>
void write_integer(Integer value, std::string& out) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

// Java's Double.toString: plain between 10^-3 and 10^7, else one digit, a point, digits, E and the exponent; always a digit after the point.
void write_double(double value, std::string& out) {
    std::array<char, 40> shortest;
    const auto end = std::to_chars(shortest.data(), shortest.data() + shortest.size(), value, std::chars_format::scientific).ptr;
    std::string_view text(shortest.data(), static_cast<std::size_t>(end - shortest.data()));
    if (text.front() == '-') {
        out += '-';
        text.remove_prefix(1);
    }
    const auto e = text.find('e');
    int exponent = 0;
    std::string_view exponent_text = text.substr(e + 1);
    if (exponent_text.front() == '+') exponent_text.remove_prefix(1);
    std::from_chars(exponent_text.data(), exponent_text.data() + exponent_text.size(), exponent);
    std::array<char, 24> digits;  // without the point
    std::size_t count = 0;
    for (const char c : text.substr(0, e)) {
        if (c != '.') digits[count++] = c;
    }
    const std::string_view all(digits.data(), count);
    if (all == "0") {
        out += "0.0";
    } else if (exponent >= -3 && exponent < 0) {
        out += "0.";
        out.append(static_cast<std::size_t>(-exponent - 1), '0');
        out += all;
    } else if (exponent >= 0 && exponent < 7) {
        const auto whole = static_cast<std::size_t>(exponent) + 1;
        out += all.substr(0, whole);
        if (count < whole) out.append(whole - count, '0');
        out += '.';
        out += count > whole ? all.substr(whole) : std::string_view("0");
    } else {
        out += all.front();
        out += '.';
        out += count > 1 ? all.substr(1) : std::string_view("0");
        out += 'E';
        write_integer(exponent, out);
    }
}

}  // namespace

void write_json_string(std::string_view text, std::string& out) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    out += '"';
    std::size_t plain = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto unit = static_cast<unsigned char>(text[i]);
        if (unit >= 0x20 && unit < 0x80 && unit != '"' && unit != '\\') continue;
        if (unit >= 0x80) {
            if (const std::size_t length = utf8_length(text.substr(i)); length > 0) {
                i += length - 1;
                continue;
            }
        }
        out.append(text, plain, i - plain);
        plain = i + 1;
        if (unit >= 0x80) {
            out += "\xEF\xBF\xBD";
            continue;
        }
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

void write_json(const json::value& value, std::string& out) {
    switch (value.kind()) {
        case json::kind::null:
            out += "null";
            break;
        case json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            break;
        case json::kind::int64:
            write_integer(value.get_int64(), out);
            break;
        case json::kind::uint64:
            write_integer(value.get_uint64(), out);
            break;
        case json::kind::double_:
            write_double(value.get_double(), out);
            break;
        case json::kind::string: {
            const json::string& text = value.get_string();
            if (!text.empty() && text.front() == big_number_mark) {
                out.append(text.data() + 1, text.size() - 1);
            } else {
                write_json_string({text.data(), text.size()}, out);
            }
            break;
        }
        case json::kind::array: {
            out += '[';
            bool first = true;
            for (const json::value& element : value.get_array()) {
                if (!first) out += ',';
                first = false;
                write_json(element, out);
            }
            out += ']';
            break;
        }
        case json::kind::object: {
            out += '{';
            bool first = true;
            for (const auto& member : value.get_object()) {
                if (!first) out += ',';
                first = false;
                write_json_string({member.key().data(), member.key().size()}, out);
                out += ':';
                write_json(member.value(), out);
            }
            out += '}';
            break;
        }
    }
}

std::string to_json(const json::value& value) {
    std::string out;
    write_json(value, out);
    return out;
}

bool is_number(const json::value& value) {
    if (value.is_number()) return true;
    return value.is_string() && !value.get_string().empty() && value.get_string().front() == big_number_mark;
}

bool is_string(const json::value& value) {
    return value.is_string() && (value.get_string().empty() || value.get_string().front() != big_number_mark);
}

double to_double(const json::value& value) {
    switch (value.kind()) {
        case json::kind::int64:
            return static_cast<double>(value.get_int64());
        case json::kind::uint64:
            return static_cast<double>(value.get_uint64());
        case json::kind::double_:
            return value.get_double();
        default:
            break;
    }
    PAWL_CHECK(is_number(value), "to_double() is asked of numbers only");
    const json::string& digits = value.get_string();
    return std::strtod(digits.c_str() + 1, nullptr);
}

}  // namespace pawl
