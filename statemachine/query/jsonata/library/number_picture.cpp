#include "statemachine/query/jsonata/library/number_picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>

#include "statemachine/query/jsonata/library/code_points.hpp"
#include "statemachine/query/jsonata/library/decimal.hpp"

namespace pawl::query::jsonata::library {

namespace {

using Points = std::u32string;
using PointsView = std::u32string_view;

/// The single character of an option; options of several characters match no character of a picture.
std::optional<char32_t> single(const std::string& option) {
    const Points points = to_code_points(option);
    if (points.size() != 1) return std::nullopt;
    return points.front();
}

std::size_t occurrences(PointsView text, PointsView part) {
    std::size_t count = 0;
    if (part.empty()) return 0;
    for (std::size_t at = text.find(part); at != PointsView::npos; at = text.find(part, at + part.size())) ++count;
    return count;
}

/// The distance at which separators repeat for ever; 0 where they don't.
std::size_t regular_distance(const std::vector<std::size_t>& positions) {
    std::size_t common = 0;
    for (const std::size_t position : positions) common = std::gcd(common, position);
    if (common == 0) return 0;
    for (std::size_t factor = 1; factor <= positions.size(); ++factor) {
        if (std::find(positions.begin(), positions.end(), factor * common) == positions.end()) return 0;
    }
    return common;
}

LibraryError fault(const char* code, const char* message) { return {code, message}; }

}  // namespace

bool DecimalFormat::set(std::string_view name, std::string_view value) {
    const std::array<std::pair<std::string_view, std::string*>, 11> options = {{{"decimal-separator", &decimal_separator},
                                                                                {"grouping-separator", &grouping_separator},
                                                                                {"exponent-separator", &exponent_separator},
                                                                                {"infinity", &infinity},
                                                                                {"minus-sign", &minus_sign},
                                                                                {"NaN", &nan},
                                                                                {"percent", &percent},
                                                                                {"per-mille", &per_mille},
                                                                                {"zero-digit", &zero_digit},
                                                                                {"digit", &digit},
                                                                                {"pattern-separator", &pattern_separator}}};
    for (const auto& [known, member] : options) {
        if (known == name) {
            *member = value;
            return true;
        }
    }
    return false;
}

/// Reads one sub-picture: takes it apart, checks it, works out what it asks for.
struct NumberPicture::Reader {
    Points decimal, grouping, exponent, percent, per_mille;  // as they are searched for
    std::optional<char32_t> zero, optional_digit, decimal_char, grouping_char, exponent_char, pattern_char;

    explicit Reader(const DecimalFormat& format)
        : decimal(to_code_points(format.decimal_separator)),
          grouping(to_code_points(format.grouping_separator)),
          exponent(to_code_points(format.exponent_separator)),
          percent(to_code_points(format.percent)),
          per_mille(to_code_points(format.per_mille)),
          zero(single(format.zero_digit)),
          optional_digit(single(format.digit)),
          decimal_char(single(format.decimal_separator)),
          grouping_char(single(format.grouping_separator)),
          exponent_char(single(format.exponent_separator)),
          pattern_char(single(format.pattern_separator)) {}

    bool is_digit(char32_t c) const { return zero && digit_value(c, *zero) >= 0; }
    bool is_optional(char32_t c) const { return c == optional_digit; }
    bool is_active(char32_t c) const {
        return is_digit(c) || is_optional(c) || c == decimal_char || c == grouping_char || c == exponent_char || c == pattern_char;
    }
    std::size_t digits(PointsView text) const {
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [&](char32_t c) { return is_digit(c); }));
    }
    std::size_t places(PointsView text) const {
        return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [&](char32_t c) { return is_digit(c) || is_optional(c); }));
    }

    std::vector<std::size_t> groups(PointsView text, bool count_to_the_left) const {
        std::vector<std::size_t> positions;
        for (std::size_t at = 0; at < text.size(); ++at) {
            if (text[at] == grouping_char) positions.push_back(places(count_to_the_left ? text.substr(0, at) : text.substr(at)));
        }
        return positions;
    }

    Outcome<Part> read(PointsView picture) const {
        // Where nothing in a picture is active there is no active part at all; the reference reports the passive character.
        const auto begins = [&](char32_t c) { return is_active(c) && c != exponent_char; };
        const auto first = std::find_if(picture.begin(), picture.end(), begins);
        if (first == picture.end()) return passive_inside();
        const auto last = std::find_if(picture.rbegin(), picture.rend(), begins).base();
        const auto start = static_cast<std::size_t>(first - picture.begin()), end = static_cast<std::size_t>(last - picture.begin());
        const PointsView active = picture.substr(start, end - start);

        const std::size_t exponent_at = exponent.empty() ? PointsView::npos : active.find(exponent);
        const bool has_exponent = exponent_at != PointsView::npos;
        const PointsView mantissa = active.substr(0, exponent_at);
        const PointsView power = has_exponent ? active.substr(exponent_at + exponent.size()) : PointsView{};
        const std::size_t decimal_at = decimal.empty() ? PointsView::npos : mantissa.find(decimal);
        const PointsView integer = mantissa.substr(0, decimal_at);
        const PointsView fraction = decimal_at == PointsView::npos ? PointsView{} : mantissa.substr(decimal_at + decimal.size());

        if (occurrences(picture, decimal) > 1)
            return fault("D3081", "The sub-picture must not contain more than one instance of the 'decimal-separator' character");
        const std::size_t percents = occurrences(picture, percent), per_milles = occurrences(picture, per_mille);
        if (percents > 1) return fault("D3082", "The sub-picture must not contain more than one instance of the 'percent' character");
        if (per_milles > 1) return fault("D3083", "The sub-picture must not contain more than one instance of the 'per-mille' character");
        if (percents > 0 && per_milles > 0) return fault("D3084", "The sub-picture must not contain both a 'percent' and a 'per-mille' character");
        if (places(mantissa) == 0)
            return fault("D3085",
                         "The mantissa part of a sub-picture must contain at least one character that is either an 'optional digit character' "
                         "or a member of the 'decimal digit family'");
        if (!std::all_of(active.begin(), active.end(), [&](char32_t c) { return is_active(c); })) return passive_inside();
        if (auto wrong = check_grouping(picture, integer, fraction, decimal_at != PointsView::npos)) return *wrong;
        const std::size_t optional_at = optional_digit ? integer.find(*optional_digit) : PointsView::npos;
        if (optional_at != PointsView::npos && digits(integer.substr(0, optional_at)) > 0)
            return fault("D3090",
                         "The integer part of the sub-picture must not contain a member of the 'decimal digit family' that is followed by an "
                         "instance of the 'optional digit character'");
        const std::size_t last_optional = optional_digit ? fraction.rfind(*optional_digit) : PointsView::npos;
        const std::size_t first_optional = optional_digit ? fraction.find(*optional_digit) : PointsView::npos;
        if (last_optional != PointsView::npos && digits(fraction.substr(first_optional)) > 0)
            return fault("D3091",
                         "The fractional part of the sub-picture must not contain an instance of the 'optional digit character' that is followed "
                         "by a member of the 'decimal digit family'");
        if (has_exponent && percents + per_milles > 0)
            return fault("D3092",
                         "A sub-picture that contains a 'percent' or 'per-mille' character must not contain a character treated as an "
                         "'exponent-separator'");
        if (has_exponent && (power.empty() || digits(power) != power.size()))
            return fault("D3093",
                         "The exponent part of the sub-picture must comprise only of one or more characters that are members of the 'decimal "
                         "digit family'");

        Part part;
        part.prefix = to_utf8(picture.substr(0, start));
        part.suffix = to_utf8(picture.substr(end));
        part.integer_groups = groups(integer, false);
        part.regular_group = regular_distance(part.integer_groups);
        part.fraction_groups = groups(fraction, true);
        part.power = percents > 0 ? 2 : per_milles > 0 ? 3 : 0;
        part.has_exponent = has_exponent;
        part.has_decimal_separator = decimal_at != PointsView::npos;
        part.least_exponent = power.size();
        part.least_integer = part.scaling = digits(integer);
        part.least_fraction = digits(fraction);
        part.most_fraction = places(fraction);
        // F&O 3.1, 4.7.4: a picture such as "#" still shows a digit.
        if (part.least_integer == 0 && part.most_fraction == 0) {
            if (has_exponent) {
                part.least_fraction = part.most_fraction = 1;
                part.has_decimal_separator = true;
            } else {
                part.least_integer = 1;
            }
        }
        if (has_exponent && part.least_integer == 0 && optional_at != PointsView::npos) part.least_integer = 1;
        if (part.least_integer == 0 && part.least_fraction == 0) part.least_fraction = 1;
        return part;
    }

    std::optional<LibraryError> check_grouping(PointsView picture, PointsView integer, PointsView fraction, bool has_decimal) const {
        if (!grouping_char) return std::nullopt;
        const auto ends = [&](PointsView text) { return !text.empty() && text.back() == grouping_char; };
        if (has_decimal && (ends(integer) || (!fraction.empty() && fraction.front() == grouping_char)))
            return fault(
                "D3087",
                "The sub-picture must not contain a 'grouping-separator' character that appears adjacent to a 'decimal-separator' character");
        if (!has_decimal && ends(integer))
            return fault("D3088", "The sub-picture must not contain a 'grouping-separator' at the end of the integer part");
        if (picture.find(Points(2, *grouping_char)) != PointsView::npos)
            return fault("D3089", "The sub-picture must not contain two adjacent instances of the 'grouping-separator' character");
        return std::nullopt;
    }

    static LibraryError passive_inside() {
        return fault("D3086",
                     "The sub-picture must not contain a passive character that is preceded by an active character and that is followed by "
                     "another active character");
    }
};

Outcome<NumberPicture> NumberPicture::compile(std::string_view picture, const DecimalFormat& format) {
    const Reader reader(format);
    const Points points = to_code_points(picture);
    const Points separator = to_code_points(format.pattern_separator);
    const std::size_t boundary = separator.empty() ? Points::npos : points.find(separator);
    const bool two = boundary != Points::npos;
    if (two && points.find(separator, boundary + separator.size()) != Points::npos)
        return fault("D3080", "The picture string must only contain a maximum of two sub-pictures");

    auto positive = reader.read(PointsView(points).substr(0, boundary));
    if (!positive) return positive.error();
    NumberPicture compiled;
    compiled.format_ = format;
    compiled.positive_ = *positive;
    compiled.negative_ = *positive;
    compiled.negative_.prefix.insert(0, format.minus_sign);
    if (two) {
        auto negative = reader.read(PointsView(points).substr(boundary + separator.size()));
        if (!negative) return negative.error();
        compiled.negative_ = *negative;
    }
    return compiled;
}

std::string NumberPicture::digits(std::string_view ascii) const {
    const auto zero = single(format_.zero_digit);
    if (!zero || *zero == U'0') return std::string(ascii);
    std::string out;
    for (const char c : ascii) append_code_point(out, *zero + static_cast<char32_t>(c - '0'));
    return out;
}

std::string NumberPicture::grouped(const Part& part, std::string_view integer, std::string_view fraction) const {
    std::string out;
    for (std::size_t at = 0; at < integer.size(); ++at) {
        const std::size_t right = integer.size() - at;
        const bool here = part.regular_group > 0
                              ? right % part.regular_group == 0
                              : std::find(part.integer_groups.begin(), part.integer_groups.end(), right) != part.integer_groups.end();
        if (at > 0 && here) out += format_.grouping_separator;
        out += digits(integer.substr(at, 1));
    }
    if (part.has_decimal_separator && !fraction.empty()) out += format_.decimal_separator;
    for (std::size_t at = 0; at < fraction.size(); ++at) {
        const bool here = std::find(part.fraction_groups.begin(), part.fraction_groups.end(), at) != part.fraction_groups.end();
        if (at > 0 && here) out += format_.grouping_separator;
        out += digits(fraction.substr(at, 1));
    }
    return out;
}

std::string NumberPicture::format(double number) const {
    if (std::isnan(number)) return format_.nan;
    const Part& part = number < 0 ? negative_ : positive_;
    if (std::isinf(number)) return part.prefix + format_.infinity + part.suffix;

    Decimal decimal = Decimal::exact(number);
    const bool zero = decimal.digits.empty();
    if (!zero) decimal.point += part.power;
    int exponent = 0;
    const auto most_fraction = static_cast<int>(std::min<std::size_t>(part.most_fraction, 100'000));
    if (part.has_exponent && !zero) {
        const auto scaling = static_cast<int>(std::min<std::size_t>(part.scaling, 100'000));
        exponent = decimal.point - scaling;
        decimal.point = scaling;
    }
    decimal.round(most_fraction);

    std::string integer = decimal.integer(), fraction = decimal.fraction();
    if (integer.size() < part.least_integer) integer.insert(0, part.least_integer - integer.size(), '0');
    if (fraction.size() < part.least_fraction) fraction.resize(part.least_fraction, '0');
    std::string out = part.prefix + grouped(part, integer, fraction);
    if (part.has_exponent) {
        std::string power = std::to_string(std::abs(exponent));
        if (power.size() < part.least_exponent) power.insert(0, part.least_exponent - power.size(), '0');
        out += format_.exponent_separator + (exponent < 0 ? format_.minus_sign : "") + digits(power);
    }
    return out + part.suffix;
}

}  // namespace pawl::query::jsonata::library
