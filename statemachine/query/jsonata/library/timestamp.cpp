#include "statemachine/query/jsonata/library/timestamp.hpp"

#include <cmath>
#include <optional>

#include "statemachine/query/jsonata/library/number_text.hpp"
#include "statemachine/vocabulary/civil_date.hpp"

namespace pawl::query::jsonata::library {

namespace {

/// Reads from the front of a text; what it refuses it leaves where it is.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool literal(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::optional<int> digits(std::size_t count) {
        if (rest_.size() < count) return std::nullopt;
        int number = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
            number = number * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(count);
        return number;
    }
    /// Any number of digits behind a point, cut to milliseconds.
    std::optional<int> fraction() {
        int milliseconds = 0;
        std::size_t count = 0;
        for (; count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9'; ++count) {
            if (count < 3) milliseconds = milliseconds * 10 + (rest_[count] - '0');
        }
        if (count == 0) return std::nullopt;
        for (std::size_t i = count; i < 3; ++i) milliseconds *= 10;
        rest_.remove_prefix(count);
        return milliseconds;
    }
    bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

/// 'Z', +hhmm or +hh:mm, in minutes; 0 at the end of the text.
std::optional<int> offset(Scanner& scan) {
    if (scan.at_end() || scan.literal('Z')) return 0;
    const bool plus = scan.literal('+');
    if (!plus && !scan.literal('-')) return std::nullopt;
    const auto hours = scan.digits(2);
    scan.literal(':');
    const auto minutes = scan.digits(2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
    return (*hours * 60 + *minutes) * (plus ? 1 : -1);
}

std::optional<Instant> parse(std::string_view text) {
    Scanner scan(text);
    const auto year = scan.digits(4);
    if (!year) return std::nullopt;
    int month = 1, day = 1, milliseconds = 0;
    std::int64_t seconds = 0;
    if (scan.literal('-')) {
        const auto given_month = scan.digits(2);
        if (!given_month || *given_month < 1 || *given_month > 12) return std::nullopt;
        month = *given_month;
        if (scan.literal('-')) {
            const auto given_day = scan.digits(2);
            if (!given_day || *given_day < 1 || *given_day > days_in_month(*year, month)) return std::nullopt;
            day = *given_day;
        }
    }
    if (scan.literal('T')) {
        const auto hour = scan.digits(2);
        if (!hour || !scan.literal(':')) return std::nullopt;
        const auto minute = scan.digits(2);
        if (!minute || !scan.literal(':')) return std::nullopt;
        const auto second = scan.digits(2);
        if (!second) return std::nullopt;
        if (scan.literal('.')) {
            const auto fraction = scan.fraction();
            if (!fraction) return std::nullopt;
            milliseconds = *fraction;
        }
        seconds = (*hour * 60 + *minute) * 60 + *second;
        // 24:00:00 is the end of the day (ECMA-262, Date Time String Format).
        if (*hour > 24 || *minute > 59 || *second > 59 || (*hour == 24 && (seconds > 86'400 || milliseconds > 0))) return std::nullopt;
    }
    const auto minutes = offset(scan);
    if (!minutes || !scan.at_end()) return std::nullopt;
    return Instant{((days_from_civil(*year, month, day) * 1440 - *minutes) * 60 + seconds) * 1000 + milliseconds};
}

}  // namespace

Outcome<Instant> parse_timestamp_text(std::string_view text) {
    if (const auto instant = parse(text)) return *instant;
    return error_about("D3110", "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given ", quoted(text));
}

Outcome<Instant> instant_of_milliseconds(double milliseconds) {
    constexpr double furthest = 8.64e15;
    if (!(std::fabs(milliseconds) <= furthest)) return error_about("D1001", "Number out of range: ", number_text(milliseconds));
    return Instant{static_cast<std::int64_t>(milliseconds)};
}

std::string timestamp_text(Instant instant, int offset_minutes) {
    std::string text = to_iso8601({instant.milliseconds + offset_minutes * std::int64_t{60'000}});
    if (offset_minutes == 0) return text;
    const int minutes = std::abs(offset_minutes);
    text.back() = offset_minutes < 0 ? '-' : '+';
    for (const int digit : {minutes / 600, minutes / 60 % 10, -1, minutes % 60 / 10, minutes % 10})
        text += digit < 0 ? ':' : static_cast<char>('0' + digit);
    return text;
}

Outcome<int> parse_offset_minutes(std::string_view text) {
    const std::string with_sign = !text.empty() && text.front() >= '0' && text.front() <= '9' ? '+' + std::string(text) : std::string(text);
    Scanner scan(with_sign);
    if (const auto minutes = text.empty() ? std::nullopt : offset(scan); minutes && scan.at_end()) return *minutes;
    return LibraryError{"T0410", "Argument 3 of function \"fromMillis\" does not match function signature", quoted(text)};
}

}  // namespace pawl::query::jsonata::library
