// An instant at an offset from UTC, field by field, as XPath's date-time components name them; the ISO week decides the year and the month
// a week belongs to by its Thursday. A value; any thread.
#pragma once

#include <cstdint>

#include "statemachine/vocabulary/instant.hpp"

namespace pawl::query::jsonata::library {

class DateTimeFields {
  public:
    explicit DateTimeFields(Instant instant, int offset_minutes = 0);

    /// Y year, M month, D day, d day in the year, F weekday (1 = Monday), W week of the year, w week of the month, X the week's year, x the
    /// week's month, H hour, h hour of the half-day (12 for midnight), P 0 before noon and 1 after, m minute, s second, f milliseconds.
    std::int64_t get(char component) const;
    int offset_minutes() const { return offset_minutes_; }

  private:
    std::int64_t days_ = 0;
    std::int64_t milliseconds_of_day_ = 0;
    int offset_minutes_;
};

}  // namespace pawl::query::jsonata::library
