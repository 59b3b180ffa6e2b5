#include "cli/text/excerpt.hpp"

#include <algorithm>

#include "cli/text/width.hpp"

namespace pawl::cli {
namespace {

constexpr std::size_t shown_bytes = 100;

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

Place place_of(std::string_view text, std::size_t offset) {
    Place place;
    for (std::size_t i = 0; i < std::min(offset, text.size()); ++i) {
        if (text[i] == '\n') {
            ++place.line;
            place.column = 1;
        } else if (!is_continuation(text[i])) {
            ++place.column;
        }
    }
    return place;
}

std::string excerpt(std::string_view text, Place place) {
    for (std::uint32_t skipped = 1; skipped < place.line; ++skipped) {
        const std::size_t end = text.find('\n');
        if (end == std::string_view::npos) return {};
        text.remove_prefix(end + 1);
    }
    std::string line(text.substr(0, text.find('\n')));
    while (!line.empty() && line.back() == '\r') line.pop_back();
    std::replace(line.begin(), line.end(), '\t', ' ');

    std::size_t at = 0;
    for (std::uint32_t column = 1; column < place.column && at < line.size(); ++column) {
        do ++at;
        while (at < line.size() && is_continuation(line[at]));
    }
    // A definition on one line of a megabyte: show the neighbourhood of the place alone.
    std::size_t first = at > shown_bytes / 2 && line.size() > shown_bytes ? at - shown_bytes / 2 : 0;
    while (first > 0 && is_continuation(line[first])) --first;
    std::size_t last = std::min(line.size(), first + shown_bytes);
    while (last < line.size() && is_continuation(line[last])) ++last;
    const std::string before = (first > 0 ? "…" : "") + line.substr(first, at - first);
    const std::string after = line.substr(at, last - at) + (last < line.size() ? "…" : "");

    const std::string number = std::to_string(place.line);
    std::string shown = "  " + number + " | " + before + after + "\n";
    shown += "  " + std::string(number.size(), ' ') + " | " + std::string(display_width(before), ' ') + "^\n";
    return shown;
}

}  // namespace pawl::cli
