#include "statemachine/query/jsonata/expression.hpp"

#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/messages.hpp"
#include "statemachine/query/jsonata/normalize.hpp"
#include "statemachine/query/jsonata/parser.hpp"
#include "statemachine/query/jsonata/resolver.hpp"

namespace pawl::query::jsonata {
namespace {

SyntaxError explain(const ParseError& error) {
    SyntaxError out;
    out.code = error.code;
    out.token = error.token;
    out.position = error.position;
    MessageParts parts;
    parts.token = error.token;
    parts.value = error.value;
    out.message = error.message.empty() ? message_of(error.code, parts) : error.message;
    return out;
}

}  // namespace

Result<Expression, SyntaxError> Expression::compile(std::string_view text, Dialect dialect) {
    auto program = std::make_shared<Program>(text);
    program->dialect = dialect;
    Parser parser(program->text, program->arena, program->regexes);
    Node* root = parser.parse();
    if (root == nullptr) return explain(parser.error());
    Normalizer normalizer(program->arena);
    root = normalizer.normalize(root);
    if (root == nullptr) return explain(normalizer.error());
    Resolver(*program).resolve(root);
    return Expression(std::move(program));
}

const std::string& Expression::text() const { return program_->text; }

const References& Expression::references() const { return program_->references; }

Result<std::optional<Payload>, EvaluationError> Expression::evaluate(const Scope& scope) const {
    // Enough for a small evaluation, so that it takes nothing from the heap.
    alignas(8) std::byte memory[4096];
    return Evaluator(*program_, scope, memory, sizeof(memory)).run();
}

}  // namespace pawl::query::jsonata
