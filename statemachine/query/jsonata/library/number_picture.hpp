// $formatNumber: a picture string of XPath ("#,##0.00;(#)") checked once and applied to any number. Immutable; any thread.
// Source of the rules: XPath and XQuery Functions and Operators 3.1, section 4.7; the codes D3080 to D3093 are the reference's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/library/library_error.hpp"

namespace pawl::query::jsonata::library {

/// The third argument of $formatNumber. All texts UTF-8.
struct DecimalFormat {
    std::string decimal_separator = ".";
    std::string grouping_separator = ",";
    std::string exponent_separator = "e";
    std::string infinity = "Infinity";
    std::string minus_sign = "-";
    std::string nan = "NaN";
    std::string percent = "%";
    std::string per_mille = "\u2030";
    std::string zero_digit = "0";
    std::string digit = "#";
    std::string pattern_separator = ";";

    /// By the option's name ("zero-digit"); an unknown name is ignored, as the reference does, and answered with false.
    bool set(std::string_view name, std::string_view value);
};

class NumberPicture {
  public:
    static Outcome<NumberPicture> compile(std::string_view picture, const DecimalFormat& format = {});
    std::string format(double number) const;

  private:
    struct Part {
        std::string prefix, suffix;
        std::vector<std::size_t> integer_groups;   ///< digits to the right of each separator
        std::size_t regular_group = 0;             ///< integer separators repeat every so many digits; 0 = only where they stand
        std::vector<std::size_t> fraction_groups;  ///< digits to the left of each separator
        std::size_t least_integer = 0, least_fraction = 0, most_fraction = 0, least_exponent = 0;
        std::size_t scaling = 0;  ///< integer digits of a mantissa
        int power = 0;            ///< 2 for percent, 3 for per-mille
        bool has_exponent = false, has_decimal_separator = false;
    };
    struct Reader;

    DecimalFormat format_;
    Part positive_, negative_;

    std::string digits(std::string_view ascii) const;
    std::string grouped(const Part& part, std::string_view integer, std::string_view fraction) const;
};

}  // namespace pawl::query::jsonata::library
