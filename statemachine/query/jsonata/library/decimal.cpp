#include "statemachine/query/jsonata/library/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace pawl::query::jsonata::library {

namespace {

void strip(Decimal& decimal) {
    const std::size_t zeros = std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
    decimal.digits.erase(0, zeros);
    decimal.point -= static_cast<int>(zeros);
    decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
    if (decimal.digits.empty()) decimal = {};
}

}  // namespace

Decimal Decimal::shortest(double number) {
    // "-d.ddde-xx": sign, digits, exponent.
    std::array<char, 40> text;
    const char* end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::scientific).ptr;
    Decimal decimal;
    const char* at = text.data();
    if (*at == '-') decimal.negative = true, ++at;
    for (; at != end && *at != 'e'; ++at) {
        if (*at != '.') decimal.digits += *at;
    }
    if (at != end) ++at;
    if (at != end && *at == '+') ++at;
    int exponent = 0;
    std::from_chars(at, end, exponent);
    decimal.point = exponent + 1;
    strip(decimal);
    return decimal;
}

Decimal Decimal::exact(double number) {
    constexpr double exact_integers = 9007199254740992.0;
    if (std::fabs(number) < exact_integers) return shortest(number);
    std::array<char, 320> text;
    const char* end = std::to_chars(text.data(), text.data() + text.size(), std::fabs(number), std::chars_format::fixed).ptr;
    Decimal decimal{number < 0, std::string(text.data(), static_cast<std::size_t>(end - text.data())), 0};
    decimal.digits.erase(std::min(decimal.digits.find('.'), decimal.digits.size()));
    decimal.point = static_cast<int>(decimal.digits.size());
    strip(decimal);
    return decimal;
}

void Decimal::round(int places) {
    const long long keep = static_cast<long long>(point) + places;
    if (keep >= static_cast<long long>(digits.size())) return;
    if (keep < 0) {
        *this = {};
        return;
    }
    const auto kept = static_cast<std::size_t>(keep);
    const bool odd = kept > 0 && (digits[kept - 1] - '0') % 2 == 1;
    const bool tie = digits[kept] == '5' && kept + 1 == digits.size();
    const bool up = tie ? odd : digits[kept] >= '5';
    digits.erase(kept);
    if (up) {
        std::size_t at = kept;
        while (at > 0 && digits[at - 1] == '9') digits[--at] = '0';
        if (at > 0) {
            ++digits[at - 1];
        } else {
            digits.insert(digits.begin(), '1');
            ++point;
        }
    }
    strip(*this);
}

std::string Decimal::integer() const {
    if (point <= 0) return {};
    std::string out = digits.substr(0, static_cast<std::size_t>(point));
    out.resize(static_cast<std::size_t>(point), '0');
    return out;
}

std::string Decimal::fraction() const {
    if (point >= static_cast<int>(digits.size())) return {};
    if (point >= 0) return digits.substr(static_cast<std::size_t>(point));
    return std::string(static_cast<std::size_t>(-point), '0') + digits;
}

double Decimal::to_double() const {
    const std::string text = (negative ? "-0." : "0.") + (digits.empty() ? "0" : digits) + 'e' + std::to_string(point);
    double number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    // Out of range: as strtod has it, infinite when it is too large, zero when it is too small.
    if (error == std::errc::result_out_of_range) number = point > 0 ? HUGE_VAL : 0.0;
    return negative && number > 0 ? -number : number;
}

}  // namespace pawl::query::jsonata::library
