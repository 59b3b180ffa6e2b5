// Expression text → tree, as it is written (normalize.hpp makes it what is evaluated). Internal to the JSONata engine.
//
// An operator-precedence parser. Hostile nesting ends in an error, not in an overflow of the stack: the height of the tree is bounded.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/query/jsonata/lexer.hpp"
#include "statemachine/query/jsonata/library/regular_expression.hpp"
#include "statemachine/query/jsonata/syntax.hpp"

namespace pawl::query::jsonata {

/// Trees higher than this are refused (U1004). What walks a tree may recurse.
inline constexpr std::uint16_t greatest_height = 1000;

struct ParseError {
    std::string code;
    std::string message;  ///< empty: the code's own, with the parts below
    std::string token;
    std::string value;  ///< JSON
    std::uint32_t position = 0;
};

class Parser {
  public:
    Parser(std::string_view text, Arena& arena, std::vector<library::RegularExpression>& regexes)
        : lexer_(text, arena), text_(text), arena_(arena), regexes_(regexes) {}

    /// Null: see error().
    Node* parse();
    const ParseError& error() const { return *error_; }

  private:
    Lexer lexer_;
    std::string_view text_;
    Arena& arena_;
    std::vector<library::RegularExpression>& regexes_;
    Token token_;
    std::optional<ParseError> error_;
    unsigned nesting_ = 0;
    unsigned closures_ = 0, binds_ = 0;  ///< seen so far

    Node* expression(int right_power);
    Node* prefix(const Token& token);
    Node* infix(const Token& token, Node* left);
    int left_power(const Token& token) const;

    Node* block(Node* node);
    Node* array(Node* node);
    bool pairs(Node* node);
    Node* transform(Node* node);
    Node* predicate(Node* node, Node* left);
    Node* order_by(Node* node, Node* left);
    Node* call(Node* node, Node* left);
    Node* lambda(Node* node, unsigned closures);
    Node* binding(Node* node, Node* left, Kind kind);
    Node* binary(Node* node, Node* left, Kind kind, Operator op, int power);

    Node* make(Kind kind, const Token& token);
    /// Sets a child and keeps count of the height. False: an error was met.
    bool adopt(Node* node, Node*& place, Node* child);
    bool add(Node* node, Node* child);
    bool grow(Node* node, const Node* child);
    bool advance(bool infix = false);
    bool expect(std::string_view what, bool infix = false);
    bool at(std::string_view what) const { return token_.kind == TokenKind::Operator && token_.text == what; }
    std::nullptr_t fail(std::string_view code, std::uint32_t position, std::string_view token = {}, std::string value = {});
};

}  // namespace pawl::query::jsonata
