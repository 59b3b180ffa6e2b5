#include "statemachine/query/jsonata/library/number_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "statemachine/query/jsonata/library/decimal.hpp"

namespace pawl::query::jsonata::library {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// -?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?
bool is_decimal(std::string_view text) {
    std::size_t at = 0;
    const auto digits = [&] {
        const std::size_t start = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return at > start;
    };
    if (at < text.size() && text[at] == '-') ++at;
    if (!digits()) return false;
    if (at < text.size() && text[at] == '.') {
        ++at;
        if (!digits()) return false;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
        if (!digits()) return false;
    }
    return at == text.size();
}

/// The bits in groups of four, so that from_chars rounds them correctly however many there are. Empty: a digit that does not belong.
std::string as_hexadecimal(std::string_view digits, int bits_each) {
    std::string bits;
    for (const char c : digits) {
        const int value = is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
        if (value >= 1 << bits_each) return {};
        for (int bit = bits_each - 1; bit >= 0; --bit) bits += (value >> bit & 1) != 0 ? '1' : '0';
    }
    bits.insert(0, (4 - bits.size() % 4) % 4, '0');
    std::string hexadecimal;
    for (std::size_t at = 0; at < bits.size(); at += 4) {
        int value = 0;
        for (std::size_t bit = 0; bit < 4; ++bit) value = value * 2 + (bits[at + bit] - '0');
        hexadecimal += "0123456789abcdef"[value];
    }
    return hexadecimal;
}

}  // namespace

std::string number_text(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
    // ECMA-262, Number::toString: plain from 1e-6 up to but not including 1e21.
    const Decimal decimal = Decimal::shortest(number);
    if (decimal.digits.empty()) return "0";
    std::string out = decimal.negative ? "-" : "";
    if (decimal.point > 21 || decimal.point < -5) {
        out += decimal.digits[0];
        if (decimal.digits.size() > 1) out += '.' + decimal.digits.substr(1);
        out += decimal.point > 0 ? "e+" : "e-";
        return out + std::to_string(std::abs(decimal.point - 1));
    }
    const std::string fraction = decimal.fraction();
    out += decimal.point > 0 ? decimal.integer() : "0";
    return fraction.empty() ? out : out + '.' + fraction;
}

double rounded_to_15_digits(double number) {
    if (!std::isfinite(number) || number == std::trunc(number)) return number;
    // JavaScript's toPrecision goes by the exact binary value; so does to_chars with a precision.
    char text[40];
    const char* end = std::to_chars(text, text + sizeof text, number, std::chars_format::scientific, 14).ptr;
    double rounded = number;
    std::from_chars(text, end, rounded);
    return rounded;
}

Outcome<std::string> string_of_number(double number) {
    if (!std::isfinite(number)) return LibraryError{"D3001", "Attempting to invoke string function on Infinity or NaN", number_text(number)};
    return number_text(rounded_to_15_digits(number));
}

Outcome<double> number_of_text(std::string_view text) {
    const auto refused = [&] { return error_about("D3030", "Unable to cast value to a number: ", quoted(text)); };
    double number = 0;
    if (text.size() > 2 && text[0] == '0' && !is_digit(text[1]) && text[1] != '.' && text[1] != 'e' && text[1] != 'E') {
        const char kind = static_cast<char>(text[1] | 0x20);
        const int bits = kind == 'x' ? 4 : kind == 'o' ? 3 : kind == 'b' ? 1 : 0;
        const std::string digits = bits == 0 ? "" : as_hexadecimal(text.substr(2), bits);
        if (digits.empty()) return refused();
        const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::hex);
        if (error != std::errc{} || rest != digits.data() + digits.size()) return refused();
        return number;
    }
    if (!is_decimal(text)) return refused();
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc::result_out_of_range) {
        // Too small is zero, too large is refused: Number('1e-400') is 0, Number('1e400') is not finite.
        const std::size_t exponent = text.find_first_of("eE");
        const bool small = exponent != std::string_view::npos ? text[exponent + 1] == '-' : text.find_first_of("123456789") > text.find('.');
        if (small) return 0.0;
        return refused();
    }
    if (error != std::errc{}) return refused();
    return number;
}

double round_half_even(double number, double places) {
    if (!std::isfinite(number) || std::isnan(places)) return number;
    Decimal decimal = Decimal::shortest(number);
    decimal.round(static_cast<int>(std::clamp(places, -1000.0, 1000.0)));
    return decimal.to_double() + 0.0;  // -0 becomes 0
}

Outcome<std::string> format_base(double number, double base) {
    number = round_half_even(number);
    base = round_half_even(base);
    if (!(base >= 2 && base <= 36)) {
        std::string given = number_text(base);
        return LibraryError{"D3100", "The radix of the formatBase function must be between 2 and 36.  It was given " + given, given};
    }
    if (base == 10 || !std::isfinite(number)) return number_text(number);
    std::string digits;
    double rest = std::fabs(number);
    // Above 2^53 a double has no more digits of its own; JavaScript engines write zeros there.
    for (constexpr double exact_integers = 9007199254740992.0; rest >= exact_integers; rest = std::trunc(rest / base)) digits += '0';
    do {
        digits += "0123456789abcdefghijklmnopqrstuvwxyz"[static_cast<int>(std::fmod(rest, base))];
        rest = std::trunc(rest / base);
    } while (rest > 0);
    if (number < 0) digits += '-';
    return std::string(digits.rbegin(), digits.rend());
}

}  // namespace pawl::query::jsonata::library
