#include "statemachine/query/jsonata/parser.hpp"

#include <algorithm>

#include "statemachine/query/jsonata/signature.hpp"

namespace pawl::query::jsonata {
namespace {

struct BinaryOperator {
    std::string_view text;
    Operator op;
    int power;
};
constexpr BinaryOperator binary_operators[] = {
    {"+", Operator::Add, 50},        {"-", Operator::Subtract, 50}, {"*", Operator::Multiply, 60},      {"/", Operator::Divide, 60},
    {"%", Operator::Modulo, 60},     {"=", Operator::Equal, 40},    {"!=", Operator::NotEqual, 40},     {"<", Operator::Less, 40},
    {"<=", Operator::LessEqual, 40}, {">", Operator::Greater, 40},  {">=", Operator::GreaterEqual, 40}, {"&", Operator::Concat, 50},
    {"and", Operator::And, 30},      {"or", Operator::Or, 25},      {"in", Operator::In, 40},
};

const BinaryOperator* binary_operator(std::string_view text) {
    for (const BinaryOperator& known : binary_operators) {
        if (known.text == text) return &known;
    }
    return nullptr;
}

std::string quoted(std::string_view text) {
    std::string out;
    write_json_string(text, out);
    return out;
}

}  // namespace

std::nullptr_t Parser::fail(std::string_view code, std::uint32_t position, std::string_view token, std::string value) {
    if (!error_) error_ = ParseError{std::string(code), {}, std::string(token), std::move(value), position};
    return nullptr;
}

Node* Parser::make(Kind kind, const Token& token) {
    Node* node = arena_.make<Node>();
    node->kind = kind;
    node->position = token.position;
    node->text = token.text;
    return node;
}

bool Parser::grow(Node* node, const Node* child) {
    node->height = std::max<std::uint16_t>(node->height, static_cast<std::uint16_t>(child->height + 1));
    return node->height <= greatest_height || fail("U1004", node->position);
}

bool Parser::adopt(Node* node, Node*& place, Node* child) {
    if (child == nullptr) return false;
    place = child;
    return grow(node, child);
}

bool Parser::add(Node* node, Node* child) {
    if (child == nullptr) return false;
    node->list.push(child, arena_);
    return grow(node, child);
}

bool Parser::advance(bool infix) {
    token_ = lexer_.next(infix);
    if (at("!") || at("~")) {
        fail("S0204", token_.position, token_.text);
        return false;
    }
    if (token_.kind != TokenKind::Error) return true;
    fail(lexer_.error().code, lexer_.error().position, lexer_.error().token);
    return false;
}

bool Parser::expect(std::string_view what, bool infix) {
    if (!at(what)) {
        fail(token_.kind == TokenKind::End ? "S0203" : "S0202", token_.position, token_.text, quoted(what));
        return false;
    }
    return advance(infix);
}

int Parser::left_power(const Token& token) const {
    if (token.kind != TokenKind::Operator) return 0;
    const std::string_view text = token.text;
    if (const BinaryOperator* known = binary_operator(text)) return known->power;
    if (text == ".") return 75;
    if (text == "[" || text == "(" || text == "@" || text == "#") return 80;
    if (text == "{") return 70;
    if (text == "?") return 20;
    if (text == "^" || text == "~>" || text == "?:" || text == "??") return 40;
    if (text == ":=") return 10;
    return 0;
}

Node* Parser::parse() {
    if (!advance()) return nullptr;
    Node* root = expression(0);
    if (root != nullptr && token_.kind != TokenKind::End) return fail("S0201", token_.position, token_.text);
    return root;
}

Node* Parser::expression(int right_power) {
    // Each level of brackets costs several C++ frames, hence the bound; the height alone would be checked too late.
    if (++nesting_ > greatest_height) return fail("U1004", token_.position);
    const Token token = token_;
    const bool opens =
        token.kind == TokenKind::Operator && (token.text == "(" || token.text == "[" || token.text == "{" || token.text == "|" || token.text == "-");
    if (!advance(!opens)) return nullptr;
    Node* left = prefix(token);
    while (left != nullptr && right_power < left_power(token_)) {
        const Token op = token_;
        if (!advance()) return nullptr;
        left = infix(op, left);
    }
    --nesting_;
    return left;
}

Node* Parser::prefix(const Token& token) {
    switch (token.kind) {
        case TokenKind::End:
            return make(Kind::End, token);
        case TokenKind::String:
        case TokenKind::Number:
        case TokenKind::Value: {
            Node* node = make(Kind::Literal, token);
            node->literal = token.literal;
            return node;
        }
        case TokenKind::Name:
            return make(Kind::Name, token);
        case TokenKind::Variable:
            return make(Kind::Variable, token);
        case TokenKind::Regex: {
            auto compiled = library::RegularExpression::compile(token.text, token.flags);
            if (!compiled) {
                fail(compiled.error().code, token.position, token.text);
                error_->message = compiled.error().message;
                return nullptr;
            }
            Node* node = make(Kind::Regex, token);
            node->index = static_cast<std::uint32_t>(regexes_.size());
            regexes_.push_back(*std::move(compiled));
            return node;
        }
        case TokenKind::Operator:
            break;
        case TokenKind::Error:
            return nullptr;
    }
    if (token.text == "(") return block(make(Kind::Block, token));
    if (token.text == "[") return array(make(Kind::Array, token));
    if (token.text == "{") {
        Node* node = make(Kind::Object, token);
        return pairs(node) ? node : nullptr;
    }
    if (token.text == "-") {
        Node* node = make(Kind::Negate, token);
        return adopt(node, node->a, expression(70)) ? node : nullptr;
    }
    if (token.text == "|") return transform(make(Kind::Transform, token));
    if (token.text == "*") return make(Kind::Wildcard, token);
    if (token.text == "**") return make(Kind::Descendant, token);
    if (token.text == "%") return make(Kind::Parent, token);
    if (token.text == "and" || token.text == "or" || token.text == "in") return make(Kind::Keyword, token);
    return fail("S0211", token.position, token.text);
}

Node* Parser::binary(Node* node, Node* left, Kind kind, Operator op, int power) {
    node->kind = kind;
    node->op = op;
    return adopt(node, node->a, left) && adopt(node, node->b, expression(power)) ? node : nullptr;
}

Node* Parser::infix(const Token& token, Node* left) {
    Node* node = make(Kind::Binary, token);
    const std::string_view text = token.text;
    if (const BinaryOperator* known = binary_operator(text)) return binary(node, left, Kind::Binary, known->op, known->power);
    if (text == ".") return binary(node, left, Kind::Step, Operator::None, 75);
    if (text == "[") return predicate(node, left);
    if (text == "(") return call(node, left);
    if (text == "@") return binding(node, left, Kind::Focus);
    if (text == "#") return binding(node, left, Kind::Index);
    if (text == "{") {
        node->kind = Kind::Group;
        return adopt(node, node->a, left) && pairs(node) ? node : nullptr;
    }
    if (text == "?") {
        node->kind = Kind::Condition;
        if (!adopt(node, node->a, left) || !adopt(node, node->b, expression(0))) return nullptr;
        if (at(":") && !(advance() && adopt(node, node->c, expression(0)))) return nullptr;
        return node;
    }
    if (text == "?:") return binary(node, left, Kind::Elvis, Operator::None, 0);
    if (text == "??") return binary(node, left, Kind::Coalesce, Operator::None, 0);
    if (text == "~>") return binary(node, left, Kind::Apply, Operator::None, 40);
    if (text == "^") return order_by(node, left);
    // ":=" is all that is left
    if (left->kind != Kind::Variable) return fail("S0212", left->position, left->text);
    ++binds_;
    return binary(node, left, Kind::Bind, Operator::None, 9);
}

Node* Parser::block(Node* node) {
    const unsigned closures = closures_, binds = binds_;
    while (!at(")")) {
        if (!add(node, expression(0))) return nullptr;
        if (!at(";")) break;
        if (!advance()) return nullptr;
    }
    node->has_closures = closures_ != closures;
    node->has_binds = binds_ != binds;
    return expect(")", true) ? node : nullptr;
}

Node* Parser::array(Node* node) {
    while (!at("]")) {
        Node* item = expression(0);
        if (item == nullptr) return nullptr;
        if (at("..")) {
            Node* range = make(Kind::Binary, token_);
            range->op = Operator::Range;
            if (!advance() || !adopt(range, range->a, item) || !adopt(range, range->b, expression(0))) return nullptr;
            item = range;
        }
        if (!add(node, item)) return nullptr;
        if (!at(",")) break;
        if (!advance()) return nullptr;
        // "[1,]" goes on to complain about the bracket, as the reference does
        if (at("]")) return fail("S0211", token_.position, token_.text);
    }
    return expect("]", true) ? node : nullptr;
}

bool Parser::pairs(Node* node) {
    if (!at("}")) {
        for (;;) {
            if (!add(node, expression(0)) || !expect(":") || !add(node, expression(0))) return false;
            if (!at(",")) break;
            if (!advance()) return false;
        }
    }
    return expect("}", true);
}

Node* Parser::transform(Node* node) {
    ++closures_;
    if (!adopt(node, node->a, expression(0)) || !expect("|") || !adopt(node, node->b, expression(0))) return nullptr;
    if (at(",") && !(advance() && adopt(node, node->c, expression(0)))) return nullptr;
    return expect("|", true) ? node : nullptr;
}

Node* Parser::predicate(Node* node, Node* left) {
    if (at("]")) {
        // Empty brackets: a single result stays an array.
        Node* step = left;
        while (step->kind == Kind::Predicate) step = step->a;
        step->keep_array = true;
        return advance(true) ? left : nullptr;
    }
    node->kind = Kind::Predicate;
    if (!adopt(node, node->a, left) || !adopt(node, node->b, expression(0))) return nullptr;
    return expect("]", true) ? node : nullptr;
}

Node* Parser::order_by(Node* node, Node* left) {
    node->kind = Kind::OrderBy;
    if (!adopt(node, node->a, left) || !expect("(")) return nullptr;
    for (;;) {
        Node* term = make(Kind::Sort, token_);
        term->descending = at(">");
        if ((at("<") || at(">")) && !advance()) return nullptr;
        if (!adopt(term, term->a, expression(0)) || !add(node, term)) return nullptr;
        if (!at(",")) break;
        if (!advance()) return nullptr;
    }
    return expect(")", true) ? node : nullptr;
}

Node* Parser::binding(Node* node, Node* left, Kind kind) {
    node->kind = kind;
    const std::string_view op = node->text;
    Node* variable = expression(80);
    if (variable == nullptr || !adopt(node, node->a, left)) return nullptr;
    if (variable->kind != Kind::Variable) return fail("S0214", variable->position, op);
    node->text = variable->text;
    return node;
}

Node* Parser::call(Node* node, Node* left) {
    node->kind = Kind::Call;
    if (!adopt(node, node->a, left)) return nullptr;
    const unsigned closures = closures_;
    while (!at(")")) {
        if (at("?")) {
            node->kind = Kind::Partial;
            if (!add(node, make(Kind::Placeholder, token_)) || !advance()) return nullptr;
        } else if (!add(node, expression(0))) {
            return nullptr;
        }
        if (!at(",")) break;
        if (!advance()) return nullptr;
        if (at(")")) return fail("S0211", token_.position, token_.text);
    }
    if (!expect(")", true)) return nullptr;
    const bool is_lambda = left->kind == Kind::Name && (left->text == "function" || left->text == "\u03BB");
    return is_lambda ? lambda(node, closures) : node;
}

Node* Parser::lambda(Node* node, unsigned closures) {
    for (std::uint32_t i = 0; i < node->list.size; ++i) {
        const Node* parameter = node->list[i];
        if (parameter->kind != Kind::Variable) return fail("S0208", parameter->position, parameter->text, std::to_string(i + 1));
    }
    node->kind = Kind::Lambda;
    node->a = nullptr;
    if (at("<")) {
        const std::uint32_t position = token_.position;
        const std::string_view text = lexer_.signature();
        if (!advance() || !expect(">")) return nullptr;
        std::string_view code;
        node->signature = parse_signature(text, arena_, code);
        if (node->signature == nullptr) return fail(code, position);
    }
    if (!expect("{") || !adopt(node, node->a, expression(0)) || !expect("}", true)) return nullptr;
    node->has_closures = closures_ != closures;
    ++closures_;
    return node;
}

}  // namespace pawl::query::jsonata
