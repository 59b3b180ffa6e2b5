// A date-time picture taken apart: literal texts and variable markers, each with what it asks for. Internal to date-time pictures.
// Values; any thread.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/library/integer_picture.hpp"
#include "statemachine/query/jsonata/library/library_error.hpp"

namespace pawl::query::jsonata::library {

struct DateTimePart {
    enum class Names { None, Lower, Upper, Title };

    std::string literal;  ///< where component is 0
    char component = 0;
    Names names = Names::None;
    bool zulu = false;  ///< modifier 't': an offset of zero is "Z"
    std::optional<IntegerPicture> integer;
    std::optional<std::size_t> widest;
    int year_digits = -1;                    ///< how many last digits of a year are shown; -1 = all
    std::optional<std::size_t> parse_width;  ///< digits to take where another number follows at once

    /// D3133: a name where only months and days have one.
    LibraryError name_refused() const;
};

Outcome<std::vector<DateTimePart>> date_time_parts(std::string_view picture);

inline constexpr std::array<std::string_view, 12> month_names = {"January", "February", "March",     "April",   "May",      "June",
                                                                 "July",    "August",   "September", "October", "November", "December"};
inline constexpr std::array<std::string_view, 7> day_names = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

}  // namespace pawl::query::jsonata::library
