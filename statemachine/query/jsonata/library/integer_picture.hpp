// $formatInteger and $parseInteger: words, Roman numerals, letters or decimal digits of any script, grouped and ordinal, as XPath's
// fn:format-integer has them. Immutable; any thread. Codes D3130 and D3131 are the reference's.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/library/library_error.hpp"

namespace pawl::query::jsonata::library {

class IntegerPicture {
  public:
    enum class Kind { Decimal, Letters, Roman, Words, Sequence };
    enum class Case { Lower, Upper, Title };
    struct Separator {
        std::size_t position;  ///< digits to its right
        std::string text;
    };

    /// D3130 for a sequence it does not know ("α"), D3131 for digits of two scripts.
    static Outcome<IntegerPicture> compile(std::string_view picture);
    /// The same, but a sequence is let through, to be refused when it is used: date-time pictures report other faults first.
    static Outcome<IntegerPicture> analyse(std::string_view picture);

    /// $formatInteger: cut down (floor) to an integer first. D3130 for a sequence; D1001 for a Roman numeral of absurd length.
    Outcome<std::string> format(double number) const;

    /// $parseInteger. Empty: the text is no such number.
    Outcome<std::optional<double>> parse(std::string_view text) const;

    /// RE2 syntax of what parse() may take, for date-time pictures. `width`: exactly so many digits.
    Outcome<std::string> pattern(std::optional<std::size_t> width) const;

    Kind kind() const { return kind_; }
    std::size_t mandatory_digits() const { return mandatory_; }
    std::size_t optional_digits() const { return optional_; }
    const std::vector<Separator>& separators() const { return separators_; }
    /// The digits between separators that repeat for ever; 0 where they don't.
    std::size_t regular_group() const { return regular_; }
    void set_mandatory_digits(std::size_t digits) { mandatory_ = digits; }

  private:
    Kind kind_ = Kind::Decimal;
    Case case_ = Case::Lower;
    bool ordinal_ = false;
    char32_t zero_ = U'0';
    std::size_t mandatory_ = 0, optional_ = 0, regular_ = 0;
    std::vector<Separator> separators_;
    std::string sequence_;  ///< the picture of a sequence nobody knows

    LibraryError unknown_sequence() const;
    std::string format_decimal(double magnitude) const;
    std::optional<double> parse_decimal(std::string_view text) const;
};

}  // namespace pawl::query::jsonata::library
