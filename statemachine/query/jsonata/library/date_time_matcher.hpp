// Finds the components of a date-time picture in a text, by one RE2 expression made of the picture's parts. Internal to date-time pictures.
// Immutable; any thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/library/date_time_parts.hpp"

namespace re2 {
class RE2;
}

namespace pawl::query::jsonata::library {

class DateTimeMatcher {
  public:
    static Outcome<DateTimeMatcher> compile(const std::vector<DateTimePart>& parts);

    /// The value of each component; 'Z' (and 'z') in minutes. Empty: the text does not fit.
    std::optional<std::map<char, double>> match(std::string_view text) const;

  private:
    std::vector<DateTimePart> parts_;  ///< those with a component
    std::shared_ptr<const re2::RE2> expression_;
};

}  // namespace pawl::query::jsonata::library
