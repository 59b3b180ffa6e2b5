#include "statemachine/query/jsonata/library/date_time_picture.hpp"

#include <cmath>
#include <map>
#include <vector>

#include "statemachine/query/jsonata/library/code_points.hpp"
#include "statemachine/query/jsonata/library/date_time_fields.hpp"
#include "statemachine/query/jsonata/library/date_time_matcher.hpp"
#include "statemachine/query/jsonata/library/date_time_parts.hpp"
#include "statemachine/vocabulary/civil_date.hpp"

namespace pawl::query::jsonata::library {

struct DateTimePicture::Compiled {
    std::vector<DateTimePart> parts;
    std::optional<DateTimeMatcher> matcher;
};

namespace {

bool is_offset(const DateTimePart& part) { return part.component == 'Z' || part.component == 'z'; }

/// What can't be formatted, whatever the instant.
std::optional<LibraryError> refused(const DateTimePart& part) {
    if (is_offset(part)) {
        // Separators that repeat may go on for ever; without them there are hours, or hours and minutes.
        const bool fits = part.integer && part.integer->kind() == IntegerPicture::Kind::Decimal &&
                          (part.integer->regular_group() > 0 || part.integer->mandatory_digits() <= 4);
        if (!fits) return LibraryError{"D3134", "The timezone integer format specifier cannot have more than four digits"};
        return std::nullopt;
    }
    if (part.component == 0 || part.component == 'P' || part.component == 'C' || part.component == 'E') return std::nullopt;
    if (!part.integer && part.component != 'M' && part.component != 'x' && part.component != 'F') return part.name_refused();
    if (part.integer && part.integer->kind() == IntegerPicture::Kind::Sequence) return part.integer->format(0).error();
    return std::nullopt;
}

std::string cased(std::string_view name, DateTimePart::Names names) {
    std::string out(name);
    for (char& c : out) {
        if (names == DateTimePart::Names::Upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (names == DateTimePart::Names::Lower && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return out;
}

Outcome<std::string> format_offset(const DateTimePart& part, int offset_minutes) {
    const int magnitude = std::abs(offset_minutes), hours = magnitude / 60, minutes = magnitude % 60;
    std::string out = part.component == 'z' ? "GMT" : "";
    if (part.zulu && offset_minutes == 0) return out + 'Z';
    const bool hours_alone = part.integer->regular_group() == 0 && part.integer->mandatory_digits() <= 2;
    const auto digits = part.integer->format(hours_alone ? hours : hours * 100 + minutes);
    if (!digits) return digits.error();
    out += (offset_minutes < 0 ? '-' : '+') + *digits;
    if (hours_alone && minutes > 0) out += std::string(minutes < 10 ? ":0" : ":") + std::to_string(minutes);
    return out;
}

Outcome<std::string> format_part(const DateTimePart& part, const DateTimeFields& fields) {
    if (is_offset(part)) return format_offset(part, fields.offset_minutes());
    if (part.component == 'C' || part.component == 'E') return std::string("ISO");
    const std::int64_t value = fields.get(part.component);
    if (part.component == 'P') {
        // AM and PM are as they are in title case too.
        return cased(value == 0 ? "am" : "pm", part.names == DateTimePart::Names::Title ? DateTimePart::Names::Lower : part.names);
    }
    if (part.integer) {
        double shown = static_cast<double>(value);
        if (part.component == 'Y' && part.year_digits >= 0) shown = std::fmod(shown, std::pow(10.0, part.year_digits));
        return part.integer->format(shown);
    }
    const auto index = static_cast<std::size_t>(value - 1);
    const std::string_view name = part.component == 'F' ? day_names[index] : month_names[index];
    return cased(name.substr(0, part.widest.value_or(std::string_view::npos)), part.names);
}

/// Which components say when: the year with the day in it, or year, month, day; the hour of the day, or of its half.
std::string components_of(const std::map<char, double>& values) {
    const auto only = [&](std::string_view all, std::string_view allowed) {
        bool some = false;
        for (const char component : all) {
            if (!values.contains(component)) continue;
            if (allowed.find(component) == std::string_view::npos) return false;
            some = true;
        }
        return some;
    };
    const std::string_view date = "YXMxWwdD", time = "PHhmsf";
    const bool by_day = !only(date, "YMD") && only(date, "Yd");
    // Dates by ISO weeks are not worked out by the reference either: it answers D3136.
    if (only(date, "XWF") || only(date, "XxwF")) return "";
    return std::string(by_day ? "Yd" : "YMD") + (!only(time, "Hmsf") && only(time, "Phmsf") ? "Phmsf" : "Hmsf");
}

/// Months and days beyond their range roll over, as ECMA-262's MakeDay has it; years 0 to 99 are those of the twentieth century (Date.UTC).
std::optional<Instant> instant_of(std::map<char, double> values) {
    for (const auto& [component, value] : values) {
        if (!(std::fabs(value) <= 1e9)) return std::nullopt;
    }
    const auto whole = [&](char component) { return static_cast<std::int64_t>(values[component]); };
    std::int64_t year = whole('Y'), months = values.contains('M') ? whole('M') - 1 : 0;
    if (months < 0) months = 0;
    if (year >= 0 && year <= 99) year += 1900;
    const std::int64_t day = values.contains('d') && !values.contains('D') ? whole('d') : whole('D');
    const std::int64_t hour = values.contains('H') ? whole('H') : (whole('h') == 12 ? 0 : whole('h')) + (whole('P') == 1 ? 12 : 0);
    const std::int64_t days = days_from_civil(year + months / 12, static_cast<int>(months % 12) + 1, 1) + day - 1;
    const std::int64_t minutes = hour * 60 + whole('m') - whole('Z');
    const double total =
        static_cast<double>(days) * 86'400e3 + static_cast<double>(minutes) * 60e3 + static_cast<double>(whole('s') * 1000 + whole('f'));
    constexpr double furthest = 8.64e15;
    if (!(std::fabs(total) <= furthest)) return std::nullopt;
    return Instant{static_cast<std::int64_t>(total)};
}

}  // namespace

Outcome<DateTimePicture> DateTimePicture::compile(std::string_view picture, Use use) {
    auto parts = date_time_parts(picture);
    if (!parts) return parts.error();
    Compiled compiled{*std::move(parts), {}};
    if (use == Use::Formatting) {
        for (const DateTimePart& part : compiled.parts) {
            if (const auto error = refused(part)) return *error;
        }
    } else {
        auto matcher = DateTimeMatcher::compile(compiled.parts);
        if (!matcher) return matcher.error();
        compiled.matcher = *std::move(matcher);
    }
    DateTimePicture made;
    made.compiled_ = std::make_shared<const Compiled>(std::move(compiled));
    return made;
}

Outcome<std::string> DateTimePicture::format(Instant instant, int offset_minutes) const {
    const DateTimeFields fields(instant, offset_minutes);
    std::string out;
    for (const DateTimePart& part : compiled_->parts) {
        if (part.component == 0) {
            out += part.literal;
            continue;
        }
        if (const auto error = refused(part)) return *error;
        const auto text = format_part(part, fields);
        if (!text) return text.error();
        out += *text;
    }
    return out;
}

Outcome<std::optional<Instant>> DateTimePicture::parse(std::string_view text, Instant now) const {
    std::optional<std::map<char, double>> found;
    if (compiled_->matcher) {
        found = compiled_->matcher->match(text);
    } else {
        const auto matcher = DateTimeMatcher::compile(compiled_->parts);
        if (!matcher) return matcher.error();
        found = matcher->match(text);
    }
    if (!found || found->empty()) return std::optional<Instant>{};

    const LibraryError missing{"D3136", "The date/time picture string is missing specifiers required to parse the timestamp"};
    const std::string components = components_of(*found);
    if (components.empty()) return missing;
    const DateTimeFields present(now);
    std::map<char, double> values;
    if (const auto offset = found->find('Z'); offset != found->end()) values['Z'] = offset->second;
    bool started = false, ended = false;
    for (const char component : components) {
        if (const auto given = found->find(component); given != found->end()) {
            if (ended) return missing;
            started = true;
            values[component] = given->second;
        } else if (started) {
            ended = true;
            values[component] = component == 'M' || component == 'D' || component == 'd' ? 1 : 0;
        } else {
            values[component] = static_cast<double>(present.get(component));
        }
    }
    return instant_of(std::move(values));
}

}  // namespace pawl::query::jsonata::library
