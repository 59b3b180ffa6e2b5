#include "statemachine/graph/svg_measure.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::graph {
namespace {

/// Widths of the characters from ' ' to '~', in thousandths of the size.
constexpr std::uint16_t ascii_widths[] = {278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
                                          556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
                                          611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
                                          667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
                                          222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

int thousandths(std::uint32_t code) {
    if (code >= ' ' && code <= '~') return ascii_widths[code - ' '];
    if (code >= 0x300 && code < 0x370) return 0;  // combining
    const bool wide = (code >= 0x1100 && code <= 0x115f) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3) ||
                      (code >= 0xf900 && code <= 0xfaff) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60) ||
                      code >= 0x1f000;
    return wide ? 1000 : 620;
}

/// The bytes of the character at the front; 1 for what is no UTF-8.
std::size_t step(std::string_view text) { return std::max<std::size_t>(1, utf8_length(text)); }

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// Whether a line may end behind this character: a word of the name ends there.
bool may_break(std::string_view text, std::size_t behind) {
    const char last = text[behind - 1], next = text[behind];
    if (last == ' ' || last == '-' || last == '_' || last == '/' || last == '.' || last == ',' || last == ':') return next != ' ';
    return !is_upper(last) && is_upper(next);
}

std::vector<std::string> wrap(std::string_view text, double size, double width, std::size_t most) {
    std::vector<std::string> lines;
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty()) {
        if (lines.size() + 1 == most) {
            lines.push_back(fitted(text, size, width));
            break;
        }
        std::size_t end = 0, good = 0;
        while (end < text.size()) {
            const std::size_t next = end + step(text.substr(end));
            if (end > 0 && text_width(text.substr(0, std::min(next, text.size())), size) > width) break;
            end = std::min(next, text.size());
            if (end < text.size() && may_break(text, end)) good = end;
        }
        if (end == text.size()) good = end;
        if (good == 0) good = end;
        std::string_view line = text.substr(0, good);
        while (line.ends_with(' ')) line.remove_suffix(1);
        lines.emplace_back(line);
        text.remove_prefix(good);
        while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    }
    if (lines.empty()) lines.emplace_back();
    return lines;
}

double widest(const std::vector<std::string>& lines, double size) {
    double width = 0;
    for (const std::string& line : lines) width = std::max(width, text_width(line, size));
    return width;
}

int whole(double value) { return static_cast<int>(std::ceil(value)); }

}  // namespace

double text_width(std::string_view text, double size) {
    long sum = 0;
    while (!text.empty()) {
        const std::size_t length = std::min(step(text), text.size());
        sum += utf8_length(text) == 0 ? 620 : thousandths(first_code_point(text));
        text.remove_prefix(length);
    }
    return static_cast<double>(sum) * size / 1000;
}

std::string fitted(std::string_view text, double size, double width) {
    if (text_width(text, size) <= width) return std::string(text);
    std::size_t end = 0;
    double used = text_width("…", size);
    while (end < text.size()) {
        const std::size_t length = std::min(step(text.substr(end)), text.size() - end);
        used += text_width(text.substr(end, length), size);
        if (used > width) break;
        end += length;
    }
    return std::string(text.substr(0, end)) + "…";
}

std::vector<std::string> name_lines(std::string_view name) { return wrap(name, name_measured, 200, 4); }
std::vector<std::string> label_lines(std::string_view text) { return wrap(text, label_measured, 185, 3); }

Size SvgMeasure::node(const Node& node) const {
    if (node.kind == NodeKind::Start) return {14, 14};
    const std::vector<std::string> lines = name_lines(node.name);
    const double caption = std::min(caption_width, text_width(node.caption, caption_measured));
    const double texts = std::max(widest(lines, name_measured), caption);
    const int height = 20 + static_cast<int>(lines.size()) * name_line + (node.caption.empty() ? 0 : caption_line);
    return {std::max(120, whole(texts) + icon_column + 22 + (node.retries ? 14 : 0)), std::max(44, height)};
}

Size SvgMeasure::title(const Node& node) const {
    const double name = text_width(node.name, name_measured);
    const double caption = node.caption.empty() ? 0 : text_width(node.caption, caption_measured) + 10;
    return {whole(std::min(name, title_width) + std::min(caption, title_caption_width)) + icon_column + 36 + (node.retries ? 14 : 0), 46};
}

Size SvgMeasure::label(const std::string& text) const {
    const std::vector<std::string> lines = label_lines(text);
    return {whole(widest(lines, label_measured)) + 12, static_cast<int>(lines.size()) * label_line + 6};
}

}  // namespace pawl::graph
