// Numbers in English words, as $formatInteger writes and $parseInteger reads them: "three hundred and twenty-seven thousand, seven hundred
// and thirtieth". Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pawl::query::jsonata::library {

/// In title case ("Five Hundred and Fifty-Five"). The number is a finite integer, not negative. Beyond trillions: "one thousand trillion".
std::string words_of(double number, bool ordinal);

/// Cardinals and ordinals in any case; "nineteen hundred and eighty-four" too. Empty: a word that stands for no number, or no word at all.
std::optional<double> number_of_words(std::string_view text);

/// An RE2 alternation of everything number_of_words may be made of, separators included, without a group around it.
const std::string& number_words_pattern();

/// "MCMLXXXIV"; "" for 0. The number is a positive integer up to ten million.
std::string roman_of(double number);
std::optional<double> number_of_roman(std::string_view upper);

/// A, B, …, Z, AA, AB, … in the case of `first` ('a' or 'A'); "" for 0.
std::string letters_of(double number, char first);
double number_of_letters(std::string_view letters, char first);

}  // namespace pawl::query::jsonata::library
