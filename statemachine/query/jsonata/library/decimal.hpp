// A finite double as the decimal digits JavaScript shows, so that rounding and moving the point go by what people see, not by binary
// fractions: 4.525 is 4525 × 10^-3. A value; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pawl::query::jsonata::library {

struct Decimal {
    bool negative = false;
    std::string digits;  ///< no leading or trailing zeros; empty = zero
    int point = 0;       ///< where the point stands: 0.digits × 10^point

    /// The shortest digits that read back as the same double. The number is finite.
    static Decimal shortest(double number);
    /// The same up to 2^53; every digit of the double's value above, as toFixed writes it.
    static Decimal exact(double number);

    /// Half to even, to so many places behind the point (negative: in front of it).
    void round(int places);

    /// The digits in front of the point, without leading zeros ("" for 0.5), and those behind it.
    std::string integer() const;
    std::string fraction() const;

    double to_double() const;
};

}  // namespace pawl::query::jsonata::library
