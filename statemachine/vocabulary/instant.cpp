#include "statemachine/vocabulary/instant.hpp"

#include <array>
#include <cstdio>

#include "statemachine/vocabulary/civil_date.hpp"

namespace pawl {
namespace {

// Reads from the front of a text.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool literal(char c) {
        if (rest_.empty() || rest_.front() != c) return false;
        rest_.remove_prefix(1);
        return true;
    }
    bool digits(std::size_t count, int& out) {
        if (rest_.size() < count) return false;
        out = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (rest_[i] < '0' || rest_[i] > '9') return false;
            out = out * 10 + (rest_[i] - '0');
        }
        rest_.remove_prefix(count);
        return true;
    }
    // One to nine digits as nanoseconds.
    bool fraction(std::int32_t& nanoseconds) {
        std::size_t count = 0;
        nanoseconds = 0;
        while (count < rest_.size() && rest_[count] >= '0' && rest_[count] <= '9') {
            if (++count > 9) return false;
            nanoseconds = nanoseconds * 10 + (rest_[count - 1] - '0');
        }
        for (std::size_t i = count; i < 9; ++i) nanoseconds *= 10;
        rest_.remove_prefix(count);
        return count > 0;
    }
    bool at_end() const { return rest_.empty(); }

  private:
    std::string_view rest_;
};

bool offset_seconds(Scanner& scan, std::int64_t& out) {
    if (scan.literal('Z')) {
        out = 0;
        return true;
    }
    const bool plus = scan.literal('+');
    if (!plus && !scan.literal('-')) return false;
    int hours = 0, minutes = 0;
    if (!scan.digits(2, hours) || !scan.literal(':') || !scan.digits(2, minutes) || hours > 18 || minutes > 59) return false;
    out = (hours * 60 + minutes) * 60LL * (plus ? 1 : -1);
    return true;
}

}  // namespace

std::optional<FineInstant> parse_fine_timestamp(std::string_view text) {
    Scanner scan(text);
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    std::int32_t nanoseconds = 0;
    std::int64_t offset = 0;
    if (!scan.digits(4, year) || !scan.literal('-') || !scan.digits(2, month) || !scan.literal('-') || !scan.digits(2, day) || !scan.literal('T') ||
        !scan.digits(2, hour) || !scan.literal(':') || !scan.digits(2, minute)) {
        return std::nullopt;
    }
    if (scan.literal(':')) {
        if (!scan.digits(2, second)) return std::nullopt;
        if (scan.literal('.') && !scan.fraction(nanoseconds)) return std::nullopt;
    }
    if (!offset_seconds(scan, offset) || !scan.at_end()) return std::nullopt;
    if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, month) || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    const std::int64_t seconds = days_from_civil(year, month, day) * 86'400 + hour * 3600 + minute * 60 + second - offset;
    return FineInstant{seconds, nanoseconds};
}

std::optional<Instant> parse_timestamp(std::string_view text) {
    const auto fine = parse_fine_timestamp(text);
    if (!fine) return std::nullopt;
    return Instant{fine->seconds * 1000 + fine->nanoseconds / 1'000'000};
}

std::string to_iso8601(Instant instant) {
    std::int64_t seconds = instant.milliseconds / 1000, milliseconds = instant.milliseconds % 1000;
    if (milliseconds < 0) {
        milliseconds += 1000;
        --seconds;
    }
    std::int64_t days = seconds / 86'400, second_of_day = seconds % 86'400;
    if (second_of_day < 0) {
        second_of_day += 86'400;
        --days;
    }
    const CivilDate date = civil_from_days(days);
    std::array<char, 40> out;
    const int size = std::snprintf(out.data(), out.size(), "%04lld-%02d-%02dT%02d:%02d:%02d.%03dZ", static_cast<long long>(date.year), date.month,
                                   date.day, static_cast<int>(second_of_day / 3600), static_cast<int>(second_of_day / 60 % 60),
                                   static_cast<int>(second_of_day % 60), static_cast<int>(milliseconds));
    return {out.data(), static_cast<std::size_t>(size)};
}

std::string to_epoch_seconds(Instant instant) {
    const bool negative = instant.milliseconds < 0;
    const std::uint64_t magnitude =
        negative ? 0 - static_cast<std::uint64_t>(instant.milliseconds) : static_cast<std::uint64_t>(instant.milliseconds);
    std::string out = (negative ? "-" : "") + std::to_string(magnitude / 1000) + '.';
    const auto thousandths = static_cast<int>(magnitude % 1000);
    out += static_cast<char>('0' + thousandths / 100);
    if (thousandths % 100 != 0) out += static_cast<char>('0' + thousandths / 10 % 10);
    if (thousandths % 10 != 0) out += static_cast<char>('0' + thousandths % 10);
    return out;
}

}  // namespace pawl
