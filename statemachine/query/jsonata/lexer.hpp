// Expression text → tokens. Internal to the JSONata engine; borrows the text, keeps what escapes change in the arena.
#pragma once

#include <cstdint>
#include <string_view>

#include "statemachine/query/jsonata/value.hpp"

namespace pawl::query::jsonata {

enum class TokenKind : std::uint8_t { End, Operator, String, Number, Value, Name, Variable, Regex, Error };

struct Token {
    TokenKind kind = TokenKind::End;
    std::string_view text;   ///< operator, name, variable (without $), string, pattern
    std::string_view flags;  ///< of a regex
    Value literal;           ///< of strings, numbers and values
    std::uint32_t position = 0;
};

struct LexicalError {
    std::string_view code;
    std::string_view token;
    std::uint32_t position = 0;
};

class Lexer {
  public:
    Lexer(std::string_view text, Arena& arena) : text_(text), arena_(arena) {}

    /// `infix`: after an operand, where a slash divides; elsewhere it begins a regular expression.
    Token next(bool infix);
    /// Why the last token was an Error.
    const LexicalError& error() const { return error_; }
    std::uint32_t position() const { return static_cast<std::uint32_t>(at_); }
    /// Skips a function signature whose '<' has just been read; gives it with its brackets. Ends in front of its '>' or of whatever cannot belong to
    /// it.
    std::string_view signature();

  private:
    std::string_view text_;
    Arena& arena_;
    std::size_t at_ = 0;
    LexicalError error_;

    bool skip_blanks();
    Token string(char quote);
    bool unescape(char* out, std::size_t& used);
    bool number(Token& token);
    Token pattern();
    Token word();
    Token make(TokenKind kind, std::string_view text) const;
    Token fail(std::string_view code, std::size_t position, std::string_view token = {});
};

}  // namespace pawl::query::jsonata
