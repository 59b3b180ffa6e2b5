#include "statemachine/vocabulary/json_parser.hpp"

#include <charconv>
#include <cmath>
#include <string>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>

namespace pawl {
namespace {

// Builds values from parse events. Unlike boost::json::parser it reads doubles exactly and keeps numbers that fit neither an integer nor a double.
struct Builder {
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();
    using error_code = boost::system::error_code;
    using string_view = json::string_view;

    json::value_stack stack;
    std::string number;  // a number that came in parts

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) { return true; }
    bool on_object_end(std::size_t count, error_code&) {
        stack.push_object(count);
        return true;
    }
    bool on_array_begin(error_code&) { return true; }
    bool on_array_end(std::size_t count, error_code&) {
        stack.push_array(count);
        return true;
    }
    bool on_key_part(string_view part, std::size_t, error_code&) {
        stack.push_chars(part);
        return true;
    }
    bool on_key(string_view part, std::size_t, error_code&) {
        stack.push_key(part);
        return true;
    }
    bool on_string_part(string_view part, std::size_t, error_code&) {
        stack.push_chars(part);
        return true;
    }
    bool on_string(string_view part, std::size_t, error_code&) {
        stack.push_string(part);
        return true;
    }
    bool on_number_part(string_view part, error_code&) {
        number.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t value, string_view, error_code&) {
        number.clear();
        stack.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, string_view, error_code&) {
        number.clear();
        stack.push_uint64(value);
        return true;
    }
    bool on_double(double, string_view part, error_code&) {
        number.append(part.data(), part.size());
        double exact = 0;
        const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), exact);
        const bool whole = number.find_first_of(".eE") == std::string::npos;
        if (whole || problem != std::errc{} || end != number.data() + number.size()) {
            // from_chars reports underflow as out of range, too; such a number keeps its digits just the same.
            stack.push_string(big_number_mark + number);
        } else {
            stack.push_double(exact);
        }
        number.clear();
        return true;
    }
    bool on_bool(bool value, error_code&) {
        stack.push_bool(value);
        return true;
    }
    bool on_null(error_code&) {
        stack.push_null();
        return true;
    }
    bool on_comment_part(string_view, error_code&) { return true; }
    bool on_comment(string_view, error_code&) { return true; }
};

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$'; }

// What Jackson would have taken in place of the character at `offset`; the text before it is a valid beginning.
const char* expected_at(std::string_view text, std::size_t offset) {
    enum class Want { Name, Colon, Value, Comma };
    std::string open;  // brackets
    Want want = Want::Value;
    for (std::size_t i = 0; i < offset; ++i) {
        const char c = text[i];
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
        if (c == '{' || c == '[') {
            open.push_back(c);
            want = c == '{' ? Want::Name : Want::Value;
        } else if (c == '}' || c == ']') {
            if (!open.empty()) open.pop_back();
            want = Want::Comma;
        } else if (c == ':') {
            want = Want::Value;
        } else if (c == ',') {
            want = !open.empty() && open.back() == '{' ? Want::Name : Want::Value;
        } else {
            if (c == '"') {
                for (++i; i < offset && text[i] != '"'; ++i) i += text[i] == '\\' ? 1 : 0;
            } else {
                while (i + 1 < offset && (is_word(text[i + 1]) || text[i + 1] == '.' || text[i + 1] == '+' || text[i + 1] == '-')) ++i;
            }
            want = want == Want::Name ? Want::Colon : Want::Comma;
        }
    }
    switch (want) {
        case Want::Name:
            return ": was expecting double-quote to start field name";
        case Want::Colon:
            return ": was expecting a colon to separate field name and value";
        case Want::Value:
            return ": expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
        case Want::Comma:
            break;
    }
    if (open.empty()) return "";
    return open.back() == '{' ? ": was expecting comma to separate Object entries" : ": was expecting comma to separate Array entries";
}

// The failure in Jackson's words, as AWS shows them.
JsonError explain(std::string_view text, std::size_t offset, const boost::system::error_code& code) {
    if (code == json::error::too_deep) return {"Document nesting depth exceeds the maximum allowed (512)", offset};
    if (offset >= text.size()) return {"Unexpected end-of-input", text.size()};
    std::size_t begin = offset;
    while (begin > 0 && is_word(text[begin - 1])) --begin;
    std::size_t end = begin;
    while (end < text.size() && is_word(text[end])) ++end;
    const char first = text[begin];
    if (end > begin && (first < '0' || first > '9')) {
        return {"Unrecognized token '" + std::string(text.substr(begin, end - begin)) +
                    "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                begin};
    }
    const auto unit = static_cast<unsigned char>(text[offset]);
    std::string shown = unit < 0x20 || unit >= 0x7f ? "CTRL-CHAR" : std::string(1, text[offset]);
    return {"Unexpected character ('" + shown + "' (code " + std::to_string(unit) + "))" + expected_at(text, offset), offset};
}

}  // namespace

std::optional<JsonError> parse_json(std::string_view text, const json::storage_ptr& storage, json::value& out) {
    json::parse_options options;
    options.max_depth = max_payload_depth;
    json::basic_parser<Builder> parser(options);
    parser.handler().stack.reset(storage);
    boost::system::error_code code;
    const std::size_t used = parser.write_some(false, text.data(), text.size(), code);
    if (!code && used < text.size()) code = json::error::extra_data;
    if (code) return explain(text, used, code);
    out = parser.handler().stack.release();
    return std::nullopt;
}

}  // namespace pawl
