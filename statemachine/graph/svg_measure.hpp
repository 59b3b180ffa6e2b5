// How large texts and states are in the SVG picture. Nobody can know here which font a viewer has, so that room is left for wide ones.
// Internal to the graph room.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statemachine/graph/layout.hpp"

namespace pawl::graph {

/// The sizes texts are measured at: Helvetica's widths at these are what wider fonts need, as not every machine has Helvetica's twins. Names are
/// bold.
inline constexpr double name_measured = 13 * 1.22, caption_measured = 11 * 1.1, label_measured = 11 * 1.1;
inline constexpr double caption_width = 200, title_width = 440, title_caption_width = 280;
inline constexpr int name_line = 17, caption_line = 15, label_line = 14;
inline constexpr int icon_column = 40;  ///< what a state's icon takes from its left

/// Pixels a text takes at that font size.
double text_width(std::string_view text, double size);

/// A name in lines of about 200 pixels, broken where words of it end; at most four.
std::vector<std::string> name_lines(std::string_view name);
/// A rule or a list of errors in lines of about 185 pixels; at most three, the last one cut off.
std::vector<std::string> label_lines(std::string_view text);
/// Cut off with "…" where it takes more than `width` pixels.
std::string fitted(std::string_view text, double size, double width);

class SvgMeasure final : public Measure {
  public:
    Spacing spacing() const override { return {}; }
    Size node(const Node& node) const override;
    Size title(const Node& node) const override;
    Size label(const std::string& text) const override;
};

}  // namespace pawl::graph
