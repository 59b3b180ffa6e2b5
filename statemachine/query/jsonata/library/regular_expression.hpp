// A regular expression in JavaScript's notation, run by RE2: time linear in the text, whatever the pattern. What RE2 cannot express
// (look-around, back-references, repetitions over 1,000) is refused when it is compiled, naming the construct and where it stands.
// Immutable and shareable between threads; copying shares the program.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/library/library_error.hpp"

namespace pawl::query::jsonata::library {

struct RegexMatch {
    std::string_view match;
    std::size_t start_byte = 0, end_byte = 0;
    std::size_t start = 0, end = 0;                       ///< JavaScript's offsets: UTF-16 code units
    std::vector<std::optional<std::string_view>> groups;  ///< without the whole match; empty = took no part
};

class RegularExpression {
  public:
    /// What stands between the slashes, and the flags behind them ("i", "m", "im"). S0301 empty; S0303 what cannot be expressed.
    static Outcome<RegularExpression> compile(std::string_view pattern, std::string_view flags);

    /// Whether it matches anywhere; D1004 when the first match has no characters.
    Outcome<bool> is_found_in(std::string_view text) const;

    std::string_view pattern() const;
    std::string_view flags() const;

  private:
    friend class RegexMatches;
    struct Program;
    std::shared_ptr<const Program> program_;
};

/// The matches in a text, from left to right. Borrows the text and shares the expression.
class RegexMatches {
  public:
    /// One match is found in time linear in the text, but each of many may have to look at all of the rest (a.*z|a, where there is no z).
    /// `most_bytes` bounds what all of them together may look at in the worst case: some seconds.
    RegexMatches(RegularExpression expression, std::string_view text, std::size_t most_bytes = 4'000'000'000)
        : expression_(std::move(expression)), text_(text), bytes_left_(most_bytes) {}

    /// Empty: no more. D1004 when the next match has no characters, as the reference has it. U1001 when all matches together may take too long.
    Outcome<std::optional<RegexMatch>> next();

  private:
    RegularExpression expression_;
    std::string_view text_;
    std::size_t byte_ = 0, units_ = 0, bytes_left_;
};

}  // namespace pawl::query::jsonata::library
