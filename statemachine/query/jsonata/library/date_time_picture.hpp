// $fromMillis and $toMillis with a picture: "[FNn], [D1o] [MNn] [Y]", checked once, then formatting and parsing any number of times.
// Immutable and shareable between threads. Source of the rules: XPath and XQuery Functions and Operators 3.1, section 9.8; the codes
// D3132 to D3136 are the reference's.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "statemachine/query/jsonata/library/library_error.hpp"
#include "statemachine/vocabulary/instant.hpp"

namespace pawl::query::jsonata::library {

class DateTimePicture {
  public:
    /// What a picture is for: parsing needs a matcher, which takes longer to make. A picture of the one kind can do the other, more slowly.
    enum class Use { Formatting, Parsing };

    /// D3132 unknown component, D3135 no closing bracket, D3131 digits of two scripts, and what the use asked for can't do: D3133 a name for what
    /// has none, D3134 an offset of more than four digits, D3130 an unknown sequence.
    static Outcome<DateTimePicture> compile(std::string_view picture, Use use = Use::Formatting);

    /// The instant as seen at that offset from UTC.
    Outcome<std::string> format(Instant instant, int offset_minutes = 0) const;

    /// Empty where the text does not fit the picture. What the picture leaves out in front is taken from `now` ("13:45" is today), what it
    /// leaves out behind is the smallest value; D3136 where it leaves out something in between.
    Outcome<std::optional<Instant>> parse(std::string_view text, Instant now) const;

  private:
    struct Compiled;
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace pawl::query::jsonata::library
