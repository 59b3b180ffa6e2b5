#include "statemachine/query/jsonata/library/text.hpp"

#include <algorithm>
#include <cmath>

#include "statemachine/query/jsonata/library/code_points.hpp"

namespace pawl::query::jsonata::library {

namespace {

/// How many bytes so many characters take at the front.
std::size_t bytes_of(std::string_view text, std::size_t characters) {
    std::size_t at = 0;
    for (; characters > 0 && at < text.size(); --characters) at += character_length(text.substr(at));
    return at;
}

}  // namespace

std::size_t length(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); at += character_length(text.substr(at))) ++count;
    return count;
}

std::string_view substring(std::string_view text, double start, std::optional<double> count) {
    if (count && !(*count > 0)) return {};
    const auto size = static_cast<double>(library::length(text));
    if (std::isnan(start) || size + start < 0) start = 0;
    // As ECMA-262's slice: positions cut towards zero, negative ones counted from the end.
    const auto position = [&](double given) { return given < 0 ? std::max(size + std::trunc(given), 0.0) : std::min(std::trunc(given), size); };
    const double first = position(start);
    const double last = count ? std::min(std::trunc((start < 0 ? size + start : start) + *count), size) : size;
    if (!(first < last)) return {};
    text.remove_prefix(bytes_of(text, static_cast<std::size_t>(first)));
    return text.substr(0, bytes_of(text, static_cast<std::size_t>(last - first)));
}

std::string_view substring_before(std::string_view text, std::string_view part) { return text.substr(0, text.find(part)); }

std::string_view substring_after(std::string_view text, std::string_view part) {
    const std::size_t at = text.find(part);
    return at == std::string_view::npos ? text : text.substr(at + part.size());
}

Outcome<std::string> pad(std::string_view text, double width, std::string_view filler, std::size_t most_bytes) {
    if (filler.empty()) filler = " ";
    const double missing = std::trunc(std::fabs(width)) - static_cast<double>(length(text));
    if (!(missing > 0)) return std::string(text);
    if (missing > static_cast<double>(most_bytes)) return memory_exceeded();
    const auto characters = static_cast<std::size_t>(missing);
    const std::size_t filler_characters = length(filler);
    const std::size_t size = characters / filler_characters * filler.size() + bytes_of(filler, characters % filler_characters);
    if (size + text.size() > most_bytes) return memory_exceeded();
    std::string padding;
    padding.reserve(size + text.size());
    for (std::size_t times = characters / filler_characters; times > 0; --times) padding += filler;
    padding += filler.substr(0, bytes_of(filler, characters % filler_characters));
    return width < 0 ? padding + std::string(text) : std::string(text) + padding;
}

std::string trim(std::string_view text) {
    std::string out;
    bool space = false;
    for (const char c : text) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = true;
            continue;
        }
        if (space && !out.empty()) out += ' ';
        space = false;
        out += c;
    }
    return out;
}

}  // namespace pawl::query::jsonata::library
