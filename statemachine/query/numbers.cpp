#include "statemachine/query/numbers.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

#include <boost/json/value.hpp>

namespace pawl::query {

namespace {

template <class T>
int order(const T& a, const T& b) {
    return a < b ? -1 : b < a ? 1 : 0;
}

/// 0.digits × 10^exponent, digits without leading or trailing zeros. Zero has none.
struct Decimal {
    bool negative = false;
    std::string digits;
    std::int64_t exponent = 0;

    static Decimal of(const json::value& number) {
        const std::string text = to_json(number);
        Decimal decimal;
        std::int64_t point = 0;
        bool fraction = false;
        std::size_t at = 0;
        if (text[0] == '-') decimal.negative = true, at = 1;
        for (; at < text.size() && text[at] != 'e' && text[at] != 'E'; ++at) {
            if (text[at] == '.') {
                fraction = true;
            } else {
                decimal.digits += text[at];
                if (!fraction) ++point;
            }
        }
        std::int64_t power = 0;
        if (at < text.size()) {
            const std::size_t start = at + 1 + (text[at + 1] == '+' ? 1 : 0);
            // An exponent beyond 64 bits stays 0 here; the parser's limit on a number's length makes it unreachable in practice.
            std::from_chars(text.data() + start, text.data() + text.size(), power);
        }
        const std::size_t zeros = std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
        decimal.digits.erase(0, zeros);
        decimal.exponent = point - static_cast<std::int64_t>(zeros) + power;
        decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
        if (decimal.digits.empty()) decimal = {};
        return decimal;
    }

    int sign() const { return digits.empty() ? 0 : negative ? -1 : 1; }
};

int compare_decimals(const Decimal& a, const Decimal& b) {
    if (a.sign() != b.sign()) return order(a.sign(), b.sign());
    const int magnitude = a.exponent != b.exponent ? order(a.exponent, b.exponent) : order(a.digits, b.digits);
    return a.negative ? -magnitude : magnitude;
}

/// Whether a double holds the number exactly.
bool fits_double(const json::value& number) {
    constexpr std::int64_t limit = std::int64_t{1} << 53;
    if (const auto* integer = number.if_int64()) return *integer >= -limit && *integer <= limit;
    if (const auto* integer = number.if_uint64()) return *integer <= static_cast<std::uint64_t>(limit);
    return number.is_double();
}

}  // namespace

int compare_numbers(const json::value& a, const json::value& b) {
    if (a.is_int64() && b.is_int64()) return order(a.get_int64(), b.get_int64());
    if (fits_double(a) && fits_double(b)) return order(to_double(a), to_double(b));
    return compare_decimals(Decimal::of(a), Decimal::of(b));
}

std::optional<json::value> number_of(std::string_view text) {
    if (auto parsed = Payload::parse(std::string(text)); parsed && is_number(parsed->value())) return copy_of(parsed->value());
    if (text.starts_with('+')) text.remove_prefix(1);
    double number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || rest != text.data() + text.size() || !(number - number == 0)) return std::nullopt;
    return json::value(number);
}

}  // namespace pawl::query
