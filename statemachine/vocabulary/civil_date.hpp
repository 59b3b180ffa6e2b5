// Days since 1970-01-01 as dates of the proleptic Gregorian calendar, and back. Pure arithmetic; any thread.
#pragma once

#include <cstdint>

namespace pawl {

struct CivilDate {
    std::int64_t year = 1970;
    int month = 1, day = 1;  ///< 1 to 12, 1 to 31
};

std::int64_t days_from_civil(std::int64_t year, int month, int day);
CivilDate civil_from_days(std::int64_t days);
int days_in_month(std::int64_t year, int month);

/// 1 = Monday to 7 = Sunday.
int iso_weekday(std::int64_t days);

}  // namespace pawl
