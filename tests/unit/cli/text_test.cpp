#include <gtest/gtest.h>

#include <sstream>

#include "cli/text/duration.hpp"
#include "cli/text/excerpt.hpp"
#include "cli/text/suggestion.hpp"
#include "cli/text/table.hpp"
#include "cli/text/width.hpp"

namespace pawl::cli {
namespace {

TEST(Width, CountsColumnsNotBytes) {
    EXPECT_EQ(display_width("order"), 5U);
    EXPECT_EQ(display_width("订单"), 4U);
    EXPECT_EQ(display_width("für"), 3U);
    EXPECT_EQ(display_width("e\xCC\x81"), 1U) << "a combining accent takes no room";
    EXPECT_EQ(display_width("\xFF\xC3"), 2U) << "bytes that are no UTF-8 count one each";
    EXPECT_EQ(pad("订单", 6), "订单  ");
    EXPECT_EQ(pad_left("ab", 4), "  ab");
    EXPECT_EQ(pad("longer", 3), "longer");
}

TEST(Width, ShortensAtCharacters) {
    EXPECT_EQ(shorten("abcdef", 6), "abcdef");
    EXPECT_EQ(shorten("abcdefg", 6), "abcde…");
    EXPECT_EQ(shorten("订单处理", 6), "订单…") << "half a character does not fit";
    EXPECT_EQ(shorten("a\nb", 6), "a b");
}

TEST(Duration, ReadsAsPeopleWrite) {
    EXPECT_EQ(duration_text(-3), "0 ms");
    EXPECT_EQ(duration_text(999), "999 ms");
    EXPECT_EQ(duration_text(1280), "1.28 s");
    EXPECT_EQ(duration_text(59'900), "59.9 s");
    EXPECT_EQ(duration_text(125'000), "2 min 05 s");
    EXPECT_EQ(duration_text(3 * 3'600'000 + 4 * 60'000), "3 h 04 min");
    EXPECT_EQ(duration_text(51 * 3'600'000), "2 d 03 h");
    EXPECT_EQ(parse_duration("30s"), 30'000);
    EXPECT_EQ(parse_duration("500ms"), 500);
    EXPECT_EQ(parse_duration("2m"), 120'000);
    EXPECT_EQ(parse_duration("7"), 7'000);
    for (const char* wrong : {"", "s", "-1s", "3 days", "99999999999h"}) EXPECT_EQ(parse_duration(wrong), std::nullopt) << wrong;
}

TEST(Excerpt, PutsTheCaretUnderThePlace) {
    EXPECT_EQ(excerpt("{\n  \"a\": x\n}", {2, 8}), "  2 |   \"a\": x\n    |        ^\n");
    EXPECT_EQ(excerpt("{\"订单\": x}", {1, 8}), "  1 | {\"订单\": x}\n    |          ^\n") << "wide characters before the place";
    EXPECT_EQ(excerpt("a", {3, 1}), "");
    EXPECT_EQ(place_of("ab\ncd", 4).line, 2U);
    EXPECT_EQ(place_of("ab\ncd", 4).column, 2U);
    EXPECT_EQ(place_of("订x", 3).column, 2U) << "columns are characters";
}

TEST(Excerpt, ShowsTheNeighbourhoodOfAPlaceInAVeryLongLine) {
    std::string line(5000, 'a');
    line.append("!").append(5000, 'b');
    const std::string shown = excerpt(line, {1, 5001});
    EXPECT_LT(shown.size(), 300U);
    const std::size_t second = shown.find('\n') + 1;
    EXPECT_EQ(display_width(shown.substr(0, shown.find('!'))), shown.find('^', second) - second);
}

TEST(Suggestion, FindsTheNearWordOnly) {
    const std::vector<std::string> names{"order", "orders-daily", "refund"};
    EXPECT_EQ(most_similar("odrer", names), "order") << "neighbours that changed places";
    EXPECT_EQ(most_similar("oxdxr", names), std::nullopt) << "two changes of five letters are too many";
    EXPECT_EQ(most_similar("ordr", names), "order");
    EXPECT_EQ(most_similar("Order", names), "order");
    EXPECT_EQ(most_similar("payment", names), std::nullopt);
}

TEST(Table, AlignsColumns) {
    Table table({"A", "B"});
    table.add({"订单", "x"});
    table.add({"z", "yy"});
    std::ostringstream out;
    table.print(out);
    EXPECT_EQ(out.str(), "A     B\n订单  x\nz     yy\n");
}

}  // namespace
}  // namespace pawl::cli
