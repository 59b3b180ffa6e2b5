#include "statemachine/definition/yaml_scalar.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace pawl::definition {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::string_view take_digits(std::string_view& text) {
    std::size_t length = 0;
    while (length < text.size() && is_digit(text[length])) ++length;
    const std::string_view digits = text.substr(0, length);
    text.remove_prefix(length);
    return digits;
}

std::string_view without_leading_zeros(std::string_view digits) {
    while (digits.size() > 1 && digits.front() == '0') digits.remove_prefix(1);
    return digits.empty() ? std::string_view("0") : digits;
}

YamlScalar number(std::string text) {
    YamlScalar out;
    out.kind = NodeKind::Number;
    out.text = std::move(text);
    return out;
}

// 0o17, 0x1f
std::optional<YamlScalar> other_base(std::string_view text) {
    const int base = text.starts_with("0o") ? 8 : text.starts_with("0x") ? 16 : 0;
    if (base == 0 || text.size() == 2) return std::nullopt;
    std::uint64_t value = 0;
    const auto [stop, problem] = std::from_chars(text.data() + 2, text.data() + text.size(), value, base);
    if (stop != text.data() + text.size()) return std::nullopt;
    if (problem == std::errc{}) return number(std::to_string(value));
    YamlScalar out;
    out.problem = "the number " + std::string(text) + " is too large";
    return out;
}

// [-+]? (\.[0-9]+ | [0-9]+ (\.[0-9]*)?) ([eE][-+]?[0-9]+)?
std::optional<YamlScalar> decimal(std::string_view text) {
    std::string out;
    if (text.starts_with('-')) out = "-";
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    const std::string_view whole = take_digits(text);
    std::string_view fraction;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        fraction = take_digits(text);
    }
    if (whole.empty() && fraction.empty()) return std::nullopt;
    out += without_leading_zeros(whole);
    if (!fraction.empty()) out.append(".").append(fraction);
    if (text.starts_with('e') || text.starts_with('E')) {
        out += 'e';
        text.remove_prefix(1);
        if (text.starts_with('-') || text.starts_with('+')) {
            out += text.front();
            text.remove_prefix(1);
        }
        const std::string_view exponent = take_digits(text);
        if (exponent.empty()) return std::nullopt;
        out += exponent;
    }
    if (!text.empty()) return std::nullopt;
    return number(std::move(out));
}

bool is_no_json_number(std::string_view text) {
    if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
    return is_one_of(text, {".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN"});
}

}  // namespace

YamlScalar resolve_plain_scalar(std::string_view text) {
    YamlScalar out;
    if (is_one_of(text, {"", "~", "null", "Null", "NULL"})) {
        out.kind = NodeKind::Null;
        return out;
    }
    const bool yes = is_one_of(text, {"true", "True", "TRUE"});
    if (yes || is_one_of(text, {"false", "False", "FALSE"})) {
        out.kind = NodeKind::Boolean;
        out.boolean = yes;
        return out;
    }
    if (is_no_json_number(text)) {
        out.problem = "JSON has no number like " + std::string(text);
        return out;
    }
    if (auto found = other_base(text)) return *std::move(found);
    if (auto found = decimal(text)) return *std::move(found);
    out.text = text;
    return out;
}

}  // namespace pawl::definition
