#include "statemachine/query/jsonata/library/date_time_fields.hpp"

#include "statemachine/vocabulary/civil_date.hpp"

namespace pawl::query::jsonata::library {

DateTimeFields::DateTimeFields(Instant instant, int offset_minutes) : offset_minutes_(offset_minutes) {
    constexpr std::int64_t day = 86'400'000;
    const std::int64_t local = instant.milliseconds + offset_minutes * std::int64_t{60'000};
    days_ = local / day;
    milliseconds_of_day_ = local % day;
    if (milliseconds_of_day_ < 0) {
        milliseconds_of_day_ += day;
        --days_;
    }
}

std::int64_t DateTimeFields::get(char component) const {
    const auto thursday = [&] { return days_ - iso_weekday(days_) + 4; };
    const auto day_of_year = [](std::int64_t days) { return days - days_from_civil(civil_from_days(days).year, 1, 1) + 1; };
    switch (component) {
        case 'Y':
            return civil_from_days(days_).year;
        case 'M':
            return civil_from_days(days_).month;
        case 'D':
            return civil_from_days(days_).day;
        case 'd':
            return day_of_year(days_);
        case 'F':
            return iso_weekday(days_);
        case 'X':
            return civil_from_days(thursday()).year;
        case 'x':
            return civil_from_days(thursday()).month;
        case 'W':
            return (day_of_year(thursday()) - 1) / 7 + 1;
        case 'w':
            return (civil_from_days(thursday()).day - 1) / 7 + 1;
        case 'H':
            return milliseconds_of_day_ / 3'600'000;
        case 'h':
            return (milliseconds_of_day_ / 3'600'000 + 11) % 12 + 1;
        case 'P':
            return milliseconds_of_day_ / 43'200'000;
        case 'm':
            return milliseconds_of_day_ / 60'000 % 60;
        case 's':
            return milliseconds_of_day_ / 1000 % 60;
        case 'f':
            return milliseconds_of_day_ % 1000;
        default:
            return 0;
    }
}

}  // namespace pawl::query::jsonata::library
