#include "cli/text/width.hpp"

#include <array>
#include <cstdint>

namespace pawl::cli {
namespace {

struct Range {
    std::uint32_t first, last;
};

// Unicode's East Asian Width W and F, by block.
constexpr std::array wide{Range{0x1100, 0x115F}, Range{0x2E80, 0x303E},   Range{0x3041, 0x33FF},   Range{0x3400, 0x4DBF},   Range{0x4E00, 0x9FFF},
                          Range{0xA000, 0xA4CF}, Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},   Range{0xFF00, 0xFF60},
                          Range{0xFFE0, 0xFFE6}, Range{0x1F300, 0x1F64F}, Range{0x1F900, 0x1F9FF}, Range{0x20000, 0x2FFFD}, Range{0x30000, 0x3FFFD}};
constexpr std::array combining{Range{0x0300, 0x036F}, Range{0x200B, 0x200F}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}};

template <class Ranges>
bool within(const Ranges& ranges, std::uint32_t code) {
    for (const Range& range : ranges) {
        if (code >= range.first && code <= range.last) return true;
    }
    return false;
}

struct Character {
    std::size_t bytes = 1;
    std::size_t columns = 1;
};

Character character_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t lead = byte(at);
    if (lead < 0x80) return {};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (length == 1 || at + length > text.size()) return {};
    std::uint32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) return {};
        code = (code << 6) | (byte(at + i) & 0x3FU);
    }
    return {length, within(combining, code) ? 0U : within(wide, code) ? 2U : 1U};
}

}  // namespace

std::size_t display_width(std::string_view text) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < text.size();) {
        const Character character = character_at(text, at);
        columns += character.columns;
        at += character.bytes;
    }
    return columns;
}

std::string pad(std::string_view text, std::size_t columns) {
    const std::size_t width = display_width(text);
    std::string padded(text);
    if (width < columns) padded.append(columns - width, ' ');
    return padded;
}

std::string pad_left(std::string_view text, std::size_t columns) {
    const std::size_t width = display_width(text);
    return (width < columns ? std::string(columns - width, ' ') : std::string()).append(text);
}

std::string shorten(std::string_view text, std::size_t columns) {
    std::string line(text);
    for (char& c : line) {
        if (c == '\n' || c == '\r' || c == '\t') c = ' ';
    }
    if (display_width(line) <= columns || columns == 0) return line;
    std::size_t at = 0;
    for (std::size_t used = 0; at < line.size();) {
        const Character character = character_at(line, at);
        if (used + character.columns > columns - 1) break;
        used += character.columns;
        at += character.bytes;
    }
    return line.substr(0, at) + "…";
}

}  // namespace pawl::cli
