#include "statemachine/query/jsonata/library/number_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <vector>

namespace pawl::query::jsonata::library {

namespace {

constexpr std::array<std::string_view, 20> below_twenty = {"Zero",     "One",     "Two",     "Three",     "Four",     "Five",    "Six",
                                                           "Seven",    "Eight",   "Nine",    "Ten",       "Eleven",   "Twelve",  "Thirteen",
                                                           "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"};
constexpr std::array<std::string_view, 20> ordinals_below_twenty = {
    "Zeroth", "First",    "Second",  "Third",      "Fourth",     "Fifth",     "Sixth",     "Seventh",     "Eighth",     "Ninth",
    "Tenth",  "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth"};
constexpr std::array<std::string_view, 8> tens = {"Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"};
struct Magnitude {
    std::string_view name;
    double value;
};
constexpr std::array<Magnitude, 4> magnitudes = {{{"Trillion", 1e12}, {"Billion", 1e9}, {"Million", 1e6}, {"Thousand", 1e3}}};

/// What joins a part to the part before it: " and " before the last small part, ", " otherwise.
void append(std::string& out, double number, bool ordinal, bool continues) {
    if (number < 20) {
        if (continues) out += " and ";
        out += (ordinal ? ordinals_below_twenty : below_twenty)[static_cast<std::size_t>(number)];
    } else if (number < 100) {
        if (continues) out += " and ";
        const auto value = static_cast<std::size_t>(number);
        out += tens[value / 10 - 2];
        if (value % 10 > 0) {
            out += '-';
            append(out, static_cast<double>(value % 10), ordinal, false);
        } else if (ordinal) {
            out.back() = 'i';
            out += "eth";
        }
    } else {
        if (continues) out += ", ";
        Magnitude unit{"Hundred", 100};
        const auto* found = std::find_if(magnitudes.begin(), magnitudes.end(), [&](const Magnitude& m) { return number >= m.value; });
        if (found != magnitudes.end()) unit = *found;
        const double count = std::floor(number / unit.value), rest = number - count * unit.value;
        append(out, count, false, false);
        out += ' ';
        out += unit.name;
        // Doubles beyond 2^53 have no more digits to say; what a rounded division leaves may even be negative.
        if (rest > 0) {
            append(out, rest, ordinal, true);
        } else if (ordinal) {
            out += "th";
        }
    }
}

std::string lowered(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

const std::map<std::string, double, std::less<>>& word_values() {
    static const auto values = [] {
        std::map<std::string, double, std::less<>> words;
        for (std::size_t i = 0; i < below_twenty.size(); ++i) {
            words[lowered(below_twenty[i])] = static_cast<double>(i);
            words[lowered(ordinals_below_twenty[i])] = static_cast<double>(i);
        }
        for (std::size_t i = 0; i < tens.size(); ++i) {
            std::string word = lowered(tens[i]);
            words[word] = static_cast<double>(20 + 10 * i);
            word.back() = 'i';
            words[word + "eth"] = static_cast<double>(20 + 10 * i);
        }
        words["hundred"] = words["hundredth"] = 100;
        for (const auto& [name, value] : magnitudes) words[lowered(name)] = words[lowered(name) + "th"] = value;
        return words;
    }();
    return values;
}

struct Numeral {
    std::string_view letters;
    double value;
};
constexpr std::array<Numeral, 13> numerals = {{{"M", 1000},
                                               {"CM", 900},
                                               {"D", 500},
                                               {"CD", 400},
                                               {"C", 100},
                                               {"XC", 90},
                                               {"L", 50},
                                               {"XL", 40},
                                               {"X", 10},
                                               {"IX", 9},
                                               {"V", 5},
                                               {"IV", 4},
                                               {"I", 1}}};

}  // namespace

std::string words_of(double number, bool ordinal) {
    std::string out;
    append(out, number, ordinal, false);
    return out;
}

std::optional<double> number_of_words(std::string_view text) {
    // Segments add up; a magnitude multiplies the last one, a small number joins it unless it is a thousand or more already.
    std::vector<double> segments = {0};
    bool any = false;
    const std::string lower = lowered(text);
    for (std::size_t at = 0; at < lower.size();) {
        if (lower[at] < 'a' || lower[at] > 'z') {
            if (lower[at] != ' ' && lower[at] != ',' && lower[at] != '-') return std::nullopt;
            ++at;
            continue;
        }
        const std::size_t end = std::min(lower.find_first_of(" ,-", at), lower.size());
        const std::string_view word = std::string_view(lower).substr(at, end - at);
        at = end;
        if (word == "and") continue;
        const auto found = word_values().find(word);
        if (found == word_values().end()) return std::nullopt;
        any = true;
        if (found->second >= 100) {
            segments.back() *= found->second;
        } else if (segments.back() >= 1000) {
            segments.push_back(found->second);
        } else {
            segments.back() += found->second;
        }
    }
    if (!any) return std::nullopt;
    double sum = 0;
    for (const double segment : segments) sum += segment;
    return sum;
}

const std::string& number_words_pattern() {
    static const std::string pattern = [] {
        std::string alternatives = "and|[\\-, ]";
        for (const auto& [word, value] : word_values()) alternatives += '|' + word;
        return alternatives;
    }();
    return pattern;
}

std::string roman_of(double number) {
    std::string out;
    for (const auto& [letters, value] : numerals) {
        for (; number >= value; number -= value) out += letters;
    }
    return out;
}

std::optional<double> number_of_roman(std::string_view upper) {
    double sum = 0, highest = 0;
    for (std::size_t at = upper.size(); at-- > 0;) {
        const auto* found = std::find_if(numerals.begin(), numerals.end(), [&](const Numeral& n) { return n.letters == upper.substr(at, 1); });
        if (found == numerals.end()) return std::nullopt;
        sum += found->value < highest ? -found->value : found->value;
        highest = std::max(highest, found->value);
    }
    return sum;
}

std::string letters_of(double number, char first) {
    std::string reversed;
    for (; number >= 1; number = std::floor((number - 1) / 26)) reversed += static_cast<char>(first + static_cast<int>(std::fmod(number - 1, 26)));
    return {reversed.rbegin(), reversed.rend()};
}

double number_of_letters(std::string_view letters, char first) {
    double number = 0;
    for (const char c : letters) number = number * 26 + (c - first + 1);
    return number;
}

}  // namespace pawl::query::jsonata::library
