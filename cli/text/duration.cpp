#include "cli/text/duration.hpp"

#include <charconv>
#include <cstdio>
#include <ctime>

namespace pawl::cli {
namespace {

template <class... Numbers>
std::string formatted(const char* format, Numbers... numbers) {
    char text[64];
    std::snprintf(text, sizeof text, format, numbers...);
    return text;
}

}  // namespace

std::string duration_text(std::int64_t milliseconds) {
    const long long ms = milliseconds < 0 ? 0 : milliseconds;
    const long long seconds = ms / 1000;
    if (ms < 1000) return formatted("%lld ms", ms);
    if (seconds < 10) return formatted("%lld.%02lld s", seconds, ms % 1000 / 10);
    if (seconds < 60) return formatted("%lld.%lld s", seconds, ms % 1000 / 100);
    if (seconds < 3600) return formatted("%lld min %02lld s", seconds / 60, seconds % 60);
    if (seconds < 86'400) return formatted("%lld h %02lld min", seconds / 3600, seconds / 60 % 60);
    return formatted("%lld d %02lld h", seconds / 86'400, seconds / 3600 % 24);
}

std::optional<std::int64_t> parse_duration(std::string_view text) {
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number < 0 || number > 1'000'000'000) return std::nullopt;
    const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    if (unit == "ms") return number;
    if (unit.empty() || unit == "s") return number * 1000;
    if (unit == "m" || unit == "min") return number * 60'000;
    if (unit == "h") return number * 3'600'000;
    return std::nullopt;
}

std::string local_time(Instant instant) {
    const std::time_t seconds = static_cast<std::time_t>(instant.milliseconds / 1000);
    std::tm parts{};
    if (localtime_r(&seconds, &parts) == nullptr) return "?";
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &parts);
    return text;
}

}  // namespace pawl::cli
