// JSONata's functions on plain types, one line a behaviour: what the reference's suite (see jsonata_library_suite_test.cpp) leaves open.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "statemachine/query/jsonata/library/date_time_picture.hpp"
#include "statemachine/query/jsonata/library/integer_picture.hpp"
#include "statemachine/query/jsonata/library/number_picture.hpp"
#include "statemachine/query/jsonata/library/number_text.hpp"
#include "statemachine/query/jsonata/library/text.hpp"
#include "statemachine/query/jsonata/library/text_matching.hpp"
#include "statemachine/query/jsonata/library/timestamp.hpp"
#include "statemachine/query/jsonata/library/url.hpp"

namespace pawl::query::jsonata::library {
namespace {

/// The value, or the error's code in angle brackets.
std::string shown(const Outcome<std::string>& outcome) { return outcome ? *outcome : '<' + outcome.error().code + '>'; }

TEST(JsonataNumbers, AsJavaScriptPrintsThem) {
    const std::pair<double, const char*> numbers[] = {{0, "0"},
                                                      {-0.0, "0"},
                                                      {1, "1"},
                                                      {-1.5, "-1.5"},
                                                      {100, "100"},
                                                      {123456789012345680000.0, "123456789012345680000"},
                                                      {1e21, "1e+21"},
                                                      {-1.5e300, "-1.5e+300"},
                                                      {0.000001, "0.000001"},
                                                      {1.25e-7, "1.25e-7"},
                                                      {5e-324, "5e-324"},
                                                      {0.1 + 0.2, "0.30000000000000004"},
                                                      {9007199254740993.0, "9007199254740992"},
                                                      {1.7976931348623157e308, "1.7976931348623157e+308"}};
    for (const auto& [number, text] : numbers) EXPECT_EQ(number_text(number), text);
    EXPECT_EQ(shown(string_of_number(0.1 + 0.2)), "0.3");
    EXPECT_EQ(shown(string_of_number(HUGE_VAL)), "<D3001>");
    EXPECT_EQ(rounded_to_15_digits(22.0 / 7), 3.14285714285714);
    EXPECT_EQ(rounded_to_15_digits(1234567890123456789.0), 1234567890123456789.0) << "integers keep their digits";
}

TEST(JsonataNumbers, ReadFromTexts) {
    const std::pair<const char*, double> good[] = {{"1e-400", 0},  {"-0", 0},   {"0xff", 255},  {"0X1fFFFFFFFFFFFFF", 144115188075855871.0},
                                                   {"0o777", 511}, {"0b11", 3}, {"1E+3", 1000}, {"0.5", 0.5},
                                                   {"00e1", 0}};
    for (const auto& [text, number] : good) {
        const auto read = number_of_text(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(*read, number) << text;
    }
    for (const char* text :
         {"", " 1", "1 ", "+1", ".5", "5.", "1e", "1e+", "0x", "0xg", "0b2", "0o8", "-0x1", "Infinity", "NaN", "1e400", "-1e400", "1,000", "0x1p3"}) {
        const auto read = number_of_text(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, "D3030");
    }
    EXPECT_EQ(number_of_text("a\"b").error().message, "Unable to cast value to a number: \"a\\\"b\"");
}

TEST(JsonataNumbers, RoundedHalfToEven) {
    EXPECT_EQ(round_half_even(1.005, 2), 1.0);
    EXPECT_EQ(round_half_even(1.015, 2), 1.02);
    EXPECT_EQ(round_half_even(1.0051, 2), 1.01);
    EXPECT_EQ(round_half_even(999.5), 1000);
    EXPECT_EQ(round_half_even(-2.5), -2);
    EXPECT_EQ(round_half_even(15, -1), 20);
    EXPECT_EQ(round_half_even(25, -1), 20);
    EXPECT_EQ(round_half_even(5, -1), 0);
    EXPECT_EQ(round_half_even(5.1, -1), 10);
    EXPECT_EQ(round_half_even(49, -2), 0);
    EXPECT_EQ(round_half_even(1e300, 5), 1e300);
    EXPECT_EQ(round_half_even(1.7976931348623157e308, -308), HUGE_VAL);
    EXPECT_FALSE(std::signbit(round_half_even(-0.4)));
    EXPECT_EQ(round_half_even(1.23456, 1e300), 1.23456);
}

TEST(JsonataNumbers, InOtherBases) {
    EXPECT_EQ(shown(format_base(255, 16)), "ff");
    EXPECT_EQ(shown(format_base(0, 2)), "0");
    EXPECT_EQ(shown(format_base(9007199254740991.0, 36)), "2gosa7pa2gv");
    EXPECT_EQ(shown(format_base(1e21, 10)), "1e+21");
    EXPECT_EQ(format_base(1e300, 2)->size(), 997U);
    EXPECT_EQ(format_base(100, 1).error().message, "The radix of the formatBase function must be between 2 and 36.  It was given 1");
    EXPECT_EQ(shown(format_base(1, NAN)), "<D3100>");
}

std::string number_picture(double number, std::string_view picture, const DecimalFormat& format = {}) {
    const auto compiled = NumberPicture::compile(picture, format);
    return compiled ? compiled->format(number) : '<' + compiled.error().code + '>';
}

TEST(JsonataNumberPictures, ShowNumbers) {
    EXPECT_EQ(number_picture(0, "#,##0.00"), "0.00");
    EXPECT_EQ(number_picture(-1234.5, "#,##0.00;(#,##0.00)"), "(1,234.50)");
    EXPECT_EQ(number_picture(1234567, "#,##0"), "1,234,567");
    EXPECT_EQ(number_picture(0.5, "#"), "0");
    EXPECT_EQ(number_picture(1.5, "#"), "2");
    EXPECT_EQ(number_picture(0.5, "#.#"), ".5") << "F&O: without a mandatory digit there is one behind the point";
    EXPECT_EQ(number_picture(5, "0.###"), "5");
    EXPECT_EQ(number_picture(0.285, "0.0%"), "28.5%");
    EXPECT_EQ(number_picture(0.285, "0‰"), "285‰");
    EXPECT_EQ(number_picture(5, "#,#,##0"), "5") << "no separator without a digit in front";
    EXPECT_EQ(number_picture(1.5, "0.0##,###"), "1.5");
    EXPECT_EQ(number_picture(1.2345678, "0.000,00"), "1.234,57");
    EXPECT_EQ(number_picture(10, "0e0"), "1e1");
    EXPECT_EQ(number_picture(2.5e-300, "0.0e000"), "2.5e-300");
    EXPECT_EQ(number_picture(1e300, "#").size(), 301U);
    EXPECT_EQ(number_picture(NAN, "0"), "NaN");
    EXPECT_EQ(number_picture(-HUGE_VAL, "0x"), "-Infinityx");
    DecimalFormat german;
    EXPECT_TRUE(german.set("decimal-separator", ","));
    EXPECT_TRUE(german.set("grouping-separator", "."));
    EXPECT_FALSE(german.set("colour", "red"));
    EXPECT_EQ(number_picture(1234.5, "#.##0,00 €", german), "1.234,50 €");
    EXPECT_EQ(number_picture(1, ""), "<D3086>");
    EXPECT_EQ(number_picture(1, "0;"), "<D3086>");
    const std::string wide(5000, '0');
    EXPECT_EQ(number_picture(7, wide).size(), 5000U);
}

std::string integer_picture(double number, std::string_view picture) {
    const auto compiled = IntegerPicture::compile(picture);
    return compiled ? shown(compiled->format(number)) : '<' + compiled.error().code + '>';
}

TEST(JsonataIntegerPictures, ShowIntegers) {
    EXPECT_EQ(integer_picture(0, "w"), "zero");
    EXPECT_EQ(integer_picture(0, "w;o"), "zeroth");
    EXPECT_EQ(integer_picture(-21, "w"), "-twenty-one");
    EXPECT_EQ(integer_picture(-3.5, "0"), "-4");
    EXPECT_EQ(integer_picture(111, "0;o"), "111th");
    EXPECT_EQ(integer_picture(102, "0;o"), "102nd");
    EXPECT_EQ(integer_picture(5, "#:###,##0"), "5") << "no separator without a digit in front";
    EXPECT_EQ(integer_picture(1e21, "0"), "1000000000000000000000");
    EXPECT_EQ(integer_picture(3999, "I"), "MMMCMXCIX");
    EXPECT_EQ(integer_picture(1e30, "I"), "<D1001>");
    EXPECT_EQ(integer_picture(HUGE_VAL, "0"), "<D1001>");
    EXPECT_EQ(integer_picture(0, "A"), "");
    EXPECT_EQ(integer_picture(1, ""), "<D3130>");
    EXPECT_EQ(IntegerPicture::compile("α").error().message,
              "Formatting or parsing an integer as a sequence starting with \"α\" is not supported by this implementation");
    EXPECT_LT(integer_picture(1.7e308, "w").size(), 1000U);
}

TEST(JsonataIntegerPictures, ReadIntegers) {
    const auto parsed = [](std::string_view text, std::string_view picture) { return *IntegerPicture::compile(picture)->parse(text); };
    EXPECT_EQ(parsed("-12", "0"), -12);
    EXPECT_EQ(parsed("twenty hundred", "w"), 2000);
    EXPECT_EQ(parsed("mcmlxxxiv", "I"), 1984);
    EXPECT_EQ(parsed("twenty-twelve apples", "w"), std::nullopt);
    EXPECT_EQ(parsed("", "w"), std::nullopt);
    EXPECT_EQ(parsed("12x", "0"), std::nullopt);
    EXPECT_EQ(parsed("", "0"), std::nullopt);
    EXPECT_EQ(parsed("a1", "a"), std::nullopt);
    EXPECT_EQ(parsed("MQ", "I"), std::nullopt);
}

std::string moment(std::string_view text, std::string_view picture, std::int64_t now = 1'700'000'000'000) {
    const auto compiled = DateTimePicture::compile(picture, DateTimePicture::Use::Parsing);
    if (!compiled) return '<' + compiled.error().code + '>';
    const auto parsed = compiled->parse(text, Instant{now});
    const auto lazily = DateTimePicture::compile(picture);
    if (lazily) {
        EXPECT_EQ(lazily->parse(text, Instant{now}).has_value(), parsed.has_value()) << "a picture made for formatting parses the same";
    }
    if (!parsed) return '<' + parsed.error().code + '>';
    return *parsed ? to_iso8601(**parsed) : "nothing";
}

std::string written(std::int64_t milliseconds, std::string_view picture, int offset = 0) {
    const auto compiled = DateTimePicture::compile(picture);
    return compiled ? shown(compiled->format(Instant{milliseconds}, offset)) : '<' + compiled.error().code + '>';
}

TEST(JsonataDatePictures, WriteDates) {
    EXPECT_EQ(written(0, "[Y0001]-[M01]-[D01] [H01]:[m01]:[s01].[f001] [F] [W] [d]"), "1970-01-01 00:00:00.000 thursday 1 1");
    EXPECT_EQ(written(-1, "[Y0001]-[M01]-[D01] [H01]:[m01]:[s01].[f001]"), "1969-12-31 23:59:59.999");
    EXPECT_EQ(written(-62198755200000, "[Y0001]"), "-0001");
    EXPECT_EQ(written(0, "[H01]:[m01] [Z]", -330), "18:30 -05:30");
    EXPECT_EQ(written(0, "[H01]:[m01] [Z01:01t]", -30), "23:30 -00:30");
    EXPECT_EQ(written(0, "[h] [P] [H]"), "12 am 0") << "no clock shows a zeroth hour";
    EXPECT_EQ(written(12 * 3'600'000, "[h] [P] [H]"), "12 pm 12");
    EXPECT_EQ(written(13 * 3'600'000, "[h] [PN] [H01]"), "1 PM 13");
    EXPECT_EQ(written(0, "[ZN]"), "<D3134>");
    EXPECT_EQ(written(0, "[YN]"), "<D3133>");
    EXPECT_EQ(written(0, "[]"), "<D3132>");
    EXPECT_EQ(written(0, "[é]"), "<D3132>");
    EXPECT_EQ(written(0, "[Yα]"), "<D3130>");
    EXPECT_EQ(written(0, "[Y,999999999]"), "<>") << "a width of a gigabyte is refused";
    EXPECT_EQ(written(1104537600000, "[X0001]-W[W01]-[F1]"), "2004-W53-6");
    EXPECT_EQ(written(1230681600000, "[X0001]-W[W01]-[F1]"), "2009-W01-3");
    EXPECT_EQ(written(1262476800000, "[X0001]-W[W01]-[F1]"), "2009-W53-7");
    EXPECT_EQ(DateTimePicture::compile("[q]").error().message, "Unknown component specifier \"q\" in date/time picture string");
    EXPECT_EQ(timestamp_text(Instant{1540127100000}, -300), "2018-10-21T08:05:00.000-05:00");
    EXPECT_EQ(timestamp_text(Instant{1540127100000}, 345), "2018-10-21T18:50:00.000+05:45");
}

TEST(JsonataDatePictures, ReadDates) {
    EXPECT_EQ(moment("13:45", "[H]:[m]"), "2023-11-14T13:45:00.000Z");
    EXPECT_EQ(moment("2018-094 13", "[Y]-[d] [H]"), "2018-04-04T13:00:00.000Z");
    EXPECT_EQ(moment("2018-01-31 -05:30", "[Y]-[M]-[D] [Z]"), "2018-01-31T05:30:00.000Z");
    EXPECT_EQ(moment("2018-01-31 Z", "[Y]-[M]-[D] [Z01:01t]"), "2018-01-31T00:00:00.000Z");
    EXPECT_EQ(moment("2018-02-31", "[Y]-[M]-[D]"), "2018-03-03T00:00:00.000Z") << "rolls over, as MakeDay does";
    EXPECT_EQ(moment("3 FEBRUARY 2018", "[D] [MNn] [Y]"), "2018-02-03T00:00:00.000Z");
    EXPECT_EQ(moment("3 Foo 2018", "[D] [MNn] [Y]"), "nothing");
    EXPECT_EQ(moment("a.b", "a.b"), "nothing") << "no component, no date";
    EXPECT_EQ(moment("2018xM01", "[Y].M[M]"), "nothing") << "literals are literal";
    EXPECT_EQ(moment("99999999999", "[Y]"), "nothing");
    EXPECT_EQ(moment("12:30:05.5", "[H]:[m]:[s].[f]", 0), "1970-01-01T12:30:05.500Z");
    EXPECT_EQ(moment("2018 11 pm", "[Y] [h] [P]"), "<D3136>");
    EXPECT_EQ(moment("2018-01-01 11 pm", "[Y]-[M]-[D] [h] [P]"), "2018-01-01T23:00:00.000Z");
    EXPECT_EQ(moment("2018-01-01 12:05 am", "[Y]-[M]-[D] [h]:[m] [P]"), "2018-01-01T00:05:00.000Z");
    EXPECT_EQ(moment("2018-01-01 12:05 pm", "[Y]-[M]-[D] [h]:[m] [P]"), "2018-01-01T12:05:00.000Z");
    EXPECT_EQ(moment("x", "[C]"), "<D3133>");
}

TEST(JsonataTimestamps, WithoutAPicture) {
    const std::pair<const char*, std::int64_t> good[] = {{"1970", 0},
                                                         {"1970-01", 0},
                                                         {"1970-01-02T00:00:00", 86400000},
                                                         {"1970-01-01T00:00:00.5", 500},
                                                         {"1970-01-01T00:00:00.123456789Z", 123},
                                                         {"1970-01-01T01:00:00+01:00", 0},
                                                         {"1970-01-01T24:00:00Z", 86400000},
                                                         {"0000-01-01", -62167219200000}};
    for (const auto& [text, due] : good) {
        const auto instant = parse_timestamp_text(text);
        ASSERT_TRUE(instant) << text;
        EXPECT_EQ(instant->milliseconds, due) << text;
    }
    for (const char* text :
         {"", "70", "1970-13", "1970-02-30", "1970-01-01T00:00", "1970-01-01T25:00:00", "1970-01-01T24:00:01", "1970-01-01T00:00:60",
          "1970-01-01T00:00:00.", "1970-01-01T00:00:00+1", "1970-01-01 00:00:00", "1970-01-01T00:00:00Zx"}) {
        ASSERT_FALSE(parse_timestamp_text(text)) << text;
    }
    EXPECT_EQ(parse_timestamp_text("foo").error().message,
              "The argument of the toMillis function must be an ISO 8601 formatted timestamp. Given \"foo\"");
    EXPECT_EQ(*parse_offset_minutes("0530"), 330);
    EXPECT_EQ(*parse_offset_minutes("-05:30"), -330);
    EXPECT_EQ(*parse_offset_minutes("Z"), 0);
    for (const char* text : {"", "x", "+5", "05300", "+2500"}) EXPECT_FALSE(parse_offset_minutes(text)) << text;
    EXPECT_EQ(instant_of_milliseconds(-1.9)->milliseconds, -1);
    EXPECT_FALSE(instant_of_milliseconds(1e16));
    EXPECT_FALSE(instant_of_milliseconds(NAN));
}

Outcome<RegularExpression> regex_of(std::string_view pattern, std::string_view flags = "") { return RegularExpression::compile(pattern, flags); }

std::string first_match(std::string_view pattern, std::string_view text, std::string_view flags = "") {
    const auto expression = regex_of(pattern, flags);
    if (!expression) return '<' + expression.error().code + '>';
    const auto match = RegexMatches(*expression, text).next();
    if (!match) return '<' + match.error().code + '>';
    return *match ? std::string((*match)->match) : "nothing";
}

TEST(JsonataRegularExpressions, AsJavaScriptWritesThem) {
    EXPECT_EQ(first_match(R"(\/a)", "x/a"), "/a");
    EXPECT_EQ(first_match("B+", "abb", "i"), "bb");
    EXPECT_EQ(first_match("^b", "a\nb", "m"), "b");
    EXPECT_EQ(first_match("^b", "a\nb"), "nothing");
    EXPECT_EQ(first_match("a.c", "a\nc a\rc abc"), "abc") << "a dot is no end of line";
    EXPECT_EQ(first_match(R"(\s+)", "a\u00a0\u2003b"), "\u00a0\u2003");
    EXPECT_EQ(first_match(R"([^\S]+)", "a\u00a0b"), "\u00a0");
    EXPECT_EQ(first_match(R"([\S]+)", " ab"), "ab");
    EXPECT_EQ(first_match(R"([\w-.]+)", "(a-b.c)"), "a-b.c");
    EXPECT_EQ(first_match(R"([a-\d]+)", "b-a1"), "-a1");
    EXPECT_EQ(first_match(R"([[:x]+)", "a[:x"), "[:x");
    EXPECT_EQ(first_match(R"([\]\\^-]+)", R"(a]\^-)"), R"(]\^-)");
    EXPECT_EQ(first_match("a[]", "a"), "nothing");
    EXPECT_EQ(first_match("a[^]", "a\n"), "a\n");
    EXPECT_EQ(first_match(R"(\u0041\x42\u{1F600})", "AB"), "nothing") << "braces behind \\u are a repetition without the flag u";
    EXPECT_EQ(first_match(R"(\ud83d\ude00)", "x😀"), "😀");
    EXPECT_EQ(first_match(R"([\ud83d\ude00])", "x😀"), "😀");
    EXPECT_EQ(first_match(R"(\cJ)", "a\n"), "\n");
    EXPECT_EQ(first_match("a{,2}", "a{,2}"), "a{,2}") << "no repetition";
    EXPECT_EQ(first_match("a{2}?", "aaa"), "aa");
    EXPECT_EQ(first_match("x}]", "x}]"), "x}]");
    EXPECT_EQ(first_match("(?<year>\\d{4})", "in 2018"), "2018");
    EXPECT_EQ(first_match(R"(\p{L}+)", "1é2"), "é");
    EXPECT_EQ(first_match(R"(\-\é\_)", "-é_"), "-é_");
    EXPECT_EQ(first_match("x*", "aaa"), "<D1004>");
    EXPECT_EQ(first_match("", "aaa"), "<S0301>");
    EXPECT_EQ(first_match("Ä", "ä", "i"), "ä");
}

TEST(JsonataRegularExpressions, WhatCannotBeExpressedIsNamed) {
    const std::pair<const char*, const char*> refused[] = {{"a(?=b)", "a look-ahead '(?=' at offset 1"},
                                                           {"(?!b)", "a look-ahead '(?!' at offset 0"},
                                                           {"(?<=a)b", "a look-behind '(?<=' at offset 0"},
                                                           {"(?<!a)b", "a look-behind '(?<!'"},
                                                           {R"((a)\1)", "a back-reference '\\1' at offset 3"},
                                                           {R"((?<n>a)\k<n>)", "a back-reference '\\k'"},
                                                           {"a{1001}", "a repetition of more than 1,000"},
                                                           {"a{99999999999999999999}", "a repetition of more than 1,000"},
                                                           {"(a", "an unclosed group"},
                                                           {"a)", "a ')' without its '('"},
                                                           {"[a", "a '[' without its ']'"},
                                                           {"(?i)a", "an unknown kind of group '(?i'"},
                                                           {"a\\", "a '\\' at its end"},
                                                           {R"(\ud83d)", "half of a surrogate pair"},
                                                           {"[b-a]", "is not well-formed"},
                                                           {"a**", "is not well-formed"},
                                                           {"((a{1000}){1000}){1000}", "is not well-formed"}};
    for (const auto& [pattern, reason] : refused) {
        const auto compiled = regex_of(pattern);
        ASSERT_FALSE(compiled) << pattern;
        EXPECT_EQ(compiled.error().code, "S0303");
        EXPECT_NE(compiled.error().message.find(reason), std::string::npos) << compiled.error().message;
    }
    EXPECT_FALSE(regex_of("a", "g"));
}

TEST(JsonataRegularExpressions, CountJavaScriptsOffsets) {
    RegexMatches matches(*regex_of("(b)|(c)"), "😀bé😀c");
    auto match = *matches.next();
    ASSERT_TRUE(match);
    EXPECT_EQ(match->start, 2U);
    EXPECT_EQ(match->end, 3U);
    EXPECT_EQ(match->start_byte, 4U);
    ASSERT_EQ(match->groups.size(), 2U);
    EXPECT_EQ(match->groups[0], "b");
    EXPECT_FALSE(match->groups[1]);
    match = *matches.next();
    ASSERT_TRUE(match);
    EXPECT_EQ(match->start, 6U);
    EXPECT_FALSE(*matches.next());
    EXPECT_FALSE(*matches.next()) << "the end stays the end";
}

TEST(JsonataRegularExpressions, TakeTimeLinearInTheText) {
    // A backtracking matcher would take 2^5000 steps.
    EXPECT_EQ(first_match("(a+)+$x|(a|a)*b", std::string(5000, 'a') + 'c'), "nothing");
    EXPECT_EQ(first_match("(x+x+)+y", std::string(5000, 'x')), "nothing");
    // Every match may look at all of the text that is left.
    const std::string many(2000, 'a');
    const auto counted = [&](std::string_view pattern) {
        RegexMatches matches(*regex_of(pattern), many, 1'000'000);
        int count = 0;
        while (true) {
            const auto match = matches.next();
            if (!match) return match.error().code + " after " + std::to_string(count);
            if (!*match) return std::to_string(count);
            ++count;
        }
    };
    EXPECT_EQ(counted("a.*z|a"), "U1001 after 585");
    EXPECT_EQ(counted("a{2}|b"), "1000") << "matches of limited length look no further";
    EXPECT_EQ(counted("a{500,}"), "1");
}

TEST(JsonataReplace, SubstitutesGroups) {
    const auto replaced = [](std::string_view text, std::string_view pattern, std::string_view with) {
        return shown(replace(text, *regex_of(pattern), with));
    };
    EXPECT_EQ(replaced("ab", "(a)(b)", "$2$1$3$0"), "baab");
    EXPECT_EQ(replaced("ab", "(a)|(z)", "[$2]"), "[]b");
    EXPECT_EQ(replaced("ab", "a", "$"), "$b");
    EXPECT_EQ(replaced("ab", "(a)", "$$1"), "$1b");
    EXPECT_EQ(replaced("ab", "(a)", "$12"), "a2b");
    EXPECT_EQ(shown(replace("a.b.c", ".", "$0")), "a$0b$0c") << "by a text, dollars stay dollars";
    EXPECT_EQ(shown(replace("aaaa", "a", "bbbb", {}, 10)), "<>");
    EXPECT_EQ(shown(replace("aaaa", *regex_of("a"), "bbbb", {}, 10)), "<>");
    EXPECT_EQ(shown(replace("aaaa", "a", "b", 2.9)), "bbaa");
    EXPECT_EQ(shown(replace("aaaa", "a", "b", HUGE_VAL)), "bbbb");
}

TEST(JsonataTexts, AreCutByCharacters) {
    EXPECT_EQ(length("a\xff\xfe"), 3U) << "bytes that are no UTF-8 count one each";
    EXPECT_EQ(substring("héllo", 1.9), "éllo");
    EXPECT_EQ(substring("hello", NAN), "hello");
    EXPECT_EQ(substring("hello", 1, NAN), "");
    EXPECT_EQ(substring("hello", 9), "");
    EXPECT_EQ(substring("hello", -HUGE_VAL, HUGE_VAL), "hello");
    EXPECT_EQ(substring("hello", 1.5, 1.5), "el");
    EXPECT_EQ(shown(pad("é", -3, "ab")), "abé");
    EXPECT_EQ(shown(pad("x", 1e9)), "<>");
    EXPECT_EQ(shown(pad("x", HUGE_VAL)), "<>");
    EXPECT_EQ(shown(pad("x", NAN)), "x");
    EXPECT_EQ(trim(" \t a \n b "), "a b");
    EXPECT_EQ(uppercase("straße éÿ ǆ ﬁ"), "STRASSE ÉŸ Ǆ FI");
    EXPECT_EQ(lowercase("ÄÖ ΣΑΣ İ Ǆ Ⴀ"), "äö σας i̇ ǆ ⴀ");
    EXPECT_EQ(uppercase("\xff"
                        "a"),
              "\xef\xbf\xbd"
              "A");
    EXPECT_EQ(substring_before("abc", "x"), "abc");
    EXPECT_EQ(substring_after("abcb", "b"), "cb");
    EXPECT_EQ(substring_before("abc", ""), "");
    EXPECT_EQ(substring_after("abc", ""), "abc");
}

TEST(JsonataUrls, EncodeAndDecode) {
    EXPECT_EQ(shown(encode_url("a b/?#é%")), "a%20b/?#%C3%A9%25");
    EXPECT_EQ(shown(encode_url_component("a b/?#é")), "a%20b%2F%3F%23%C3%A9");
    EXPECT_EQ(shown(decode_url("a%20b%2F%C3%A9")), "a b%2Fé");
    EXPECT_EQ(shown(decode_url_component("a%20b%2f%F0%9F%98%80")), "a b/😀");
    for (const char* text : {"%", "%1", "%zz", "%C3", "%C3%28", "%ED%A0%80", "%F8%88%80%80", "%80", "%C3a"})
        EXPECT_EQ(shown(decode_url_component(text)), "<D3140>") << text;
    EXPECT_EQ(shown(encode_url("\xed\xa0\x80")), "<D3140>") << "half of a surrogate pair";
    EXPECT_EQ(encode_url_component("\xff").error().code, "D3140");
}

}  // namespace
}  // namespace pawl::query::jsonata::library
