// Numbers as JavaScript prints and reads them: what $string, $number, $round and $formatBase promise. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "statemachine/query/jsonata/library/library_error.hpp"

namespace pawl::query::jsonata::library {

/// ECMAScript's Number::toString: "1e+21", "0.000001", "-0" as "0". Not finite: "NaN", "Infinity".
std::string number_text(double number);

/// How $string and '&' show a number: anything but an integer rounded to 15 significant digits (22/7 = "3.14285714285714").
/// D3001 for what is not finite.
Outcome<std::string> string_of_number(double number);

/// The same rounding as a number, for numbers inside objects and arrays.
double rounded_to_15_digits(double number);

/// $number of a text: decimal ("-007", "1.0e-2"), 0x, 0o or 0b. D3030 otherwise, also beyond a double's range.
Outcome<double> number_of_text(std::string_view text);

/// $round: half to even on the decimal digits that are shown, so that 4.525 to 2 places is 4.52. A negative `places` rounds to tens.
/// `places` is cut towards zero. -0 becomes 0.
double round_half_even(double number, double places = 0);

/// $formatBase: both arguments are rounded first. D3100 unless the base is 2 to 36.
Outcome<std::string> format_base(double number, double base = 10);

}  // namespace pawl::query::jsonata::library
