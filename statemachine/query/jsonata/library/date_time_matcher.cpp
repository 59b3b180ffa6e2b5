#include "statemachine/query/jsonata/library/date_time_matcher.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include <re2/re2.h>

#include "statemachine/query/jsonata/library/code_points.hpp"
#include "statemachine/query/jsonata/library/text.hpp"

namespace pawl::query::jsonata::library {

namespace {

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

bool is_offset(const DateTimePart& part) { return part.component == 'Z' || part.component == 'z'; }

Outcome<std::string> pattern_of(const DateTimePart& part) {
    if (part.component == 0) return regex_literal(part.literal);
    if (is_offset(part)) {
        std::string pattern = "[-+][0-9]+";
        if (part.integer && !part.integer->separators().empty()) pattern += regex_literal(part.integer->separators().front().text) + "[0-9]+";
        if (part.component == 'z') pattern = "GMT" + pattern;
        return part.zulu ? "(?:" + pattern + "|Z)" : pattern;
    }
    if (part.integer) return part.integer->pattern(part.parse_width);
    if (part.component != 'M' && part.component != 'x' && part.component != 'F' && part.component != 'P') return part.name_refused();
    return std::string("[a-zA-Z]+");
}

/// 1 for the first name; names cut to the width that the picture gives.
template <class Names>
std::optional<double> position(const Names& names, std::string_view text, std::optional<std::size_t> widest) {
    const std::string wanted = lowered(text);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (lowered(names[i].substr(0, widest.value_or(std::string_view::npos))) == wanted) return static_cast<double>(i + 1);
    }
    return std::nullopt;
}

/// "+05:30", "-5", "+0530", "GMT-05:00", "Z" in minutes.
double offset_minutes(std::string_view text) {
    const std::size_t sign = text.find_first_of("+-");
    if (sign == std::string_view::npos) return 0;
    std::string hours, minutes;
    std::string* reading = &hours;
    for (const char c : text.substr(sign + 1)) {
        if (c < '0' || c > '9') {
            reading = &minutes;
        } else {
            *reading += c;
        }
    }
    // Without a separator: up to two digits are hours, the minutes stand behind them.
    if (reading == &hours && hours.size() > 2) {
        minutes = hours.substr(2);
        hours.resize(2);
    }
    const auto value = [](const std::string& digits) {
        double number = 0;
        for (const char c : digits) number = number * 10 + (c - '0');
        return number;
    };
    const double total = value(hours) * 60 + value(minutes);
    return text[sign] == '-' ? -total : total;
}

/// The digits behind the point of a second, in milliseconds; whole milliseconds where the picture writes them as words or letters.
std::optional<double> milliseconds(const IntegerPicture& picture, std::string_view text) {
    const auto number = picture.parse(text);
    if (!number || !*number || picture.kind() != IntegerPicture::Kind::Decimal) return number ? *number : std::nullopt;
    double scaled = **number;
    std::size_t digits = length(text);
    for (; digits < 3; ++digits) scaled *= 10;
    for (; digits > 3; --digits) scaled = std::floor(scaled / 10);
    return scaled;
}

std::optional<double> value_of(const DateTimePart& part, std::string_view text) {
    if (is_offset(part)) return offset_minutes(text);
    if (part.component == 'f' && part.integer) return milliseconds(*part.integer, text);
    if (part.integer) {
        const auto number = part.integer->parse(text);
        return number ? *number : std::nullopt;
    }
    if (part.component == 'F') return position(day_names, text, part.widest);
    if (part.component != 'P') return position(month_names, text, part.widest);
    const std::string half = lowered(text);
    if (half != "am" && half != "pm") return std::nullopt;
    return half == "pm" ? 1 : 0;
}

}  // namespace

Outcome<DateTimeMatcher> DateTimeMatcher::compile(const std::vector<DateTimePart>& parts) {
    std::string pattern = "(?i)";
    DateTimeMatcher matcher;
    for (const DateTimePart& part : parts) {
        auto piece = pattern_of(part);
        if (!piece) return piece.error();
        if (part.component == 0) {
            pattern += *piece;
        } else {
            pattern += '(' + *piece + ')';
            matcher.parts_.push_back(part);
        }
    }
    RE2::Options options;
    options.set_log_errors(false);
    auto expression = std::make_shared<const RE2>(pattern, options);
    if (!expression->ok()) return memory_exceeded();  // all that can be wrong with a pattern of our own making is its size
    matcher.expression_ = std::move(expression);
    return matcher;
}

std::optional<std::map<char, double>> DateTimeMatcher::match(std::string_view text) const {
    std::vector<re2::StringPiece> groups(parts_.size() + 1);
    if (!expression_->Match(text, 0, text.size(), RE2::ANCHOR_BOTH, groups.data(), static_cast<int>(groups.size()))) return std::nullopt;
    std::map<char, double> values;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const auto value = value_of(parts_[i], {groups[i + 1].data(), groups[i + 1].size()});
        if (!value) return std::nullopt;
        values[parts_[i].component == 'z' ? 'Z' : parts_[i].component] = *value;
    }
    return values;
}

}  // namespace pawl::query::jsonata::library
