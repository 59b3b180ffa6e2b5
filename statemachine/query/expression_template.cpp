#include "statemachine/query/expression_template.hpp"

#include <set>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace pawl::query {
namespace {

/// A part without any expression in it.
struct Literal {
    json::value value;
};
struct Evaluated {
    jsonata::Expression expression;
    std::string location;
};

}  // namespace

struct ExpressionTemplate::Node {
    struct Object {
        std::vector<std::pair<std::string, Node>> members;
    };
    struct Array {
        std::vector<Node> items;
    };
    std::variant<Literal, Evaluated, Object, Array> form;
};

struct ExpressionTemplate::Compiled {
    std::string field;
    Node node;
};

namespace {

using Node = ExpressionTemplate::Node;

class Compiler {
  public:
    explicit Compiler(const std::string& field) : field_(field) {}

    std::vector<ExpressionFault> faults;

    Node compile(const json::value& source, const std::string& where) {
        if (is_string(source)) return compile_string(source, where);
        if (const json::object* object = source.if_object()) return compile_object(source, *object, where);
        if (const json::array* array = source.if_array()) return compile_array(source, *array, where);
        return literal(source);
    }

    /// Keeps the members apart even where all of them are literal.
    Node compile_members(const json::object& object, const std::string& where) {
        Node::Object compiled;
        for (const auto& member : object) {
            const std::string key(member.key());
            compiled.members.emplace_back(key, compile(member.value(), where + "/" + key));
        }
        return {std::move(compiled)};
    }

  private:
    static Node literal(const json::value& source) { return {Literal{copy_of(source)}}; }
    static bool is_literal(const Node& node) { return std::holds_alternative<Literal>(node.form); }

    Node compile_string(const json::value& source, const std::string& where) {
        const auto text = expression_in(std::string_view(source.get_string()));
        if (!text) return literal(source);
        auto expression = jsonata::Expression::compile(*text);
        if (expression) return {Evaluated{*std::move(expression), field_ + where}};
        faults.push_back({where, std::move(expression).error()});
        return literal(source);
    }

    Node compile_object(const json::value& source, const json::object& object, const std::string& where) {
        Node node = compile_members(object, where);
        for (const auto& [key, member] : std::get<Node::Object>(node.form).members) {
            if (!is_literal(member)) return node;
        }
        return literal(source);
    }

    Node compile_array(const json::value& source, const json::array& array, const std::string& where) {
        Node::Array compiled;
        bool constant = true;
        for (std::size_t i = 0; i < array.size(); ++i) {
            compiled.items.push_back(compile(array[i], where + "[" + std::to_string(i) + "]"));
            constant = constant && is_literal(compiled.items.back());
        }
        if (constant) return literal(source);
        return {std::move(compiled)};
    }

    const std::string& field_;
};

std::string of_expression(std::string_view expression, const std::string& location) {
    return "The JSONata expression '" + std::string(expression) + "' specified for the field '" + location + "' ";
}

class Evaluation {
  public:
    explicit Evaluation(ExpressionRunner& runner) : runner_(runner) {}

    /// The node's value; when failure() is set, anything.
    Payload whole(const Node& node) {
        if (const auto* literal = std::get_if<Literal>(&node.form)) return Payload::from_value(copy_of(literal->value));
        if (const auto* evaluated = std::get_if<Evaluated>(&node.form)) return run(*evaluated);
        return Payload::from_value(build(node));
    }

    std::optional<ExpressionFailure> failure;

  private:
    json::value build(const Node& node) {
        if (const auto* object = std::get_if<Node::Object>(&node.form)) {
            json::object built;
            built.reserve(object->members.size());
            for (const auto& [key, member] : object->members) {
                built.insert_or_assign(key, build(member));
                if (failure) return nullptr;
            }
            return built;
        }
        if (const auto* array = std::get_if<Node::Array>(&node.form)) {
            json::array built;
            built.reserve(array->items.size());
            for (const Node& item : array->items) {
                built.push_back(build(item));
                if (failure) return nullptr;
            }
            return built;
        }
        if (const auto* literal = std::get_if<Literal>(&node.form)) return copy_of(literal->value);
        return copy_of(run(std::get<Evaluated>(node.form)).value());
    }

    Payload run(const Evaluated& evaluated) {
        auto result = runner_.run(evaluated.expression);
        if (result && *result) return *std::move(*result);
        failure = ExpressionFailure{evaluated.location, of_expression(evaluated.expression.text(), evaluated.location)};
        if (result) {
            failure->message += "returned nothing (undefined).";
        } else if (result.error().result_is_function) {
            failure->message += "returned an unsupported result type.";
        } else {
            failure->message += how_it_failed(result.error());
        }
        return {};
    }

    // Most errors have a code, those of the service's own limits none (recorded-behaviour#jsonata).
    static std::string how_it_failed(const jsonata::EvaluationError& error) {
        if (error.code.empty()) return "threw an error during evaluation: " + error.message;
        return "threw an error during evaluation. " + error.code + ": " + error.message;
    }

    ExpressionRunner& runner_;
};

void collect(const Node& node, std::vector<const jsonata::Expression*>& out) {
    if (const auto* evaluated = std::get_if<Evaluated>(&node.form)) out.push_back(&evaluated->expression);
    if (const auto* object = std::get_if<Node::Object>(&node.form)) {
        for (const auto& [key, member] : object->members) collect(member, out);
    }
    if (const auto* array = std::get_if<Node::Array>(&node.form)) {
        for (const Node& item : array->items) collect(item, out);
    }
}

std::string_view type_name(const json::value& value) {
    if (is_number(value)) return "number";
    if (value.is_string()) return "string";
    if (value.is_bool()) return "boolean";
    if (value.is_null()) return "null";
    return value.is_array() ? "array" : "object";
}

}  // namespace

std::optional<std::string_view> expression_in(std::string_view text) {
    if (!text.starts_with("{%") || !text.ends_with("%}") || text.size() < 4) return std::nullopt;
    text = text.substr(2, text.size() - 4);
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return std::string_view();
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

Result<ExpressionTemplate, std::vector<ExpressionFault>> ExpressionTemplate::compile(const json::value& source, std::string field) {
    auto compiled = std::make_shared<Compiled>();
    compiled->field = std::move(field);
    Compiler compiler(compiled->field);
    const json::object* object = source.if_object();
    compiled->node = object != nullptr ? compiler.compile_members(*object, "") : compiler.compile(source, "");
    if (!compiler.faults.empty()) return std::move(compiler.faults);
    return ExpressionTemplate(std::move(compiled));
}

const std::string& ExpressionTemplate::field() const { return compiled_->field; }

std::optional<std::string_view> ExpressionTemplate::expression() const {
    if (const auto* evaluated = std::get_if<Evaluated>(&compiled_->node.form)) return evaluated->expression.text();
    return std::nullopt;
}

std::vector<const jsonata::Expression*> ExpressionTemplate::expressions() const {
    std::vector<const jsonata::Expression*> out;
    collect(compiled_->node, out);
    return out;
}

std::vector<std::string> ExpressionTemplate::variable_references() const {
    std::set<std::string> names;
    for (const jsonata::Expression* expression : expressions()) {
        for (const auto& variable : expression->references().variables) names.insert(variable.name);
    }
    names.erase("states");
    return {names.begin(), names.end()};
}

Result<Payload, ExpressionFailure> ExpressionTemplate::evaluate(ExpressionRunner& runner) const {
    Evaluation evaluation(runner);
    Payload value = evaluation.whole(compiled_->node);
    if (evaluation.failure) return *std::move(evaluation.failure);
    return value;
}

Result<ExpressionTemplate::Members, ExpressionFailure> ExpressionTemplate::evaluate_members(ExpressionRunner& runner) const {
    const auto* object = std::get_if<Node::Object>(&compiled_->node.form);
    PAWL_CHECK(object != nullptr, "members are asked of a template that is an object");
    Evaluation evaluation(runner);
    Members out;
    out.reserve(object->members.size());
    for (const auto& [key, member] : object->members) {
        out.emplace_back(key, evaluation.whole(member));
        if (evaluation.failure) return *std::move(evaluation.failure);
    }
    return out;
}

ExpressionFailure ExpressionTemplate::unexpected_type(std::string_view expected, const Payload& value) const {
    const auto text = expression();
    const std::string subject = text ? of_expression(*text, field()) + "returned an unexpected result type."
                                     : "The value specified for the field '" + field() + "' has an unexpected type.";
    return {field(), subject + " Expected '" + std::string(expected) + "', but was '" + std::string(type_name(value.value())) +
                         "' for value: " + to_json(value.value())};
}

}  // namespace pawl::query
