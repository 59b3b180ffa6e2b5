#include "statemachine/query/choice_rule.hpp"

#include <optional>
#include <utility>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/choice_operator.hpp"
#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/string_pattern.hpp"
#include "statemachine/query/variable_names.hpp"
#include "statemachine/vocabulary/failure.hpp"

namespace pawl::query {

namespace {

using NodePointer = std::shared_ptr<const ChoiceRule::Node>;

/// And, or (when !all) Or.
struct Joined {
    bool all = false;
    std::vector<NodePointer> rules;
};
struct Not {
    NodePointer rule;
};
struct Comparison {
    Path variable;
    ComparisonOperator op;
    std::variant<json::value, Path> operand;
};
struct Matches {
    Path variable;
    std::string text;
    std::optional<StringPattern> pattern;  ///< absent: the text is no pattern, which AWS tells at run time only
};
struct Test {
    Path variable;
    ValueTest test;
    bool wanted;
};

}  // namespace

struct ChoiceRule::Node {
    std::variant<Joined, Not, Comparison, Matches, Test> form;
};

namespace {

using Compiled = Result<NodePointer, std::string>;

Compiled compile_node(const json::value& source);

template <class Form>
NodePointer node(Form form) {
    return std::make_shared<const ChoiceRule::Node>(ChoiceRule::Node{std::move(form)});
}

Compiled compile_joined(const json::value& rules, std::string_view name) {
    const json::array* array = rules.if_array();
    if (array == nullptr || array->empty()) return std::string(name) + " needs an array of at least one rule";
    Joined joined{name == "And", {}};
    for (const json::value& rule : *array) {
        auto compiled = compile_node(rule);
        if (!compiled) return compiled;
        joined.rules.push_back(std::move(*compiled));
    }
    return node(std::move(joined));
}

Compiled compile_comparison(Path variable, ComparisonOperator op, std::string_view name, const json::value& operand) {
    if (op.by_path) {
        if (!is_string(operand)) return "The value of " + std::string(name) + " must be a path";
        auto path = Path::compile(operand.get_string());
        if (!path) return "The value of " + std::string(name) + " is no path: " + path.error().message;
        return node(Comparison{std::move(variable), op, std::move(*path)});
    }
    if (!has_type(operand, op.type)) return "The value of " + std::string(name) + " has the wrong type: " + to_json(operand);
    // In memory of its own: a plain copy would live in the memory of the definition's document, which goes first.
    return node(Comparison{std::move(variable), op, copy_of(operand)});
}

Compiled compile_test(const json::object& object, std::string_view name, const json::value& operand) {
    const json::value* variable = object.if_contains("Variable");
    if (variable == nullptr || !is_string(*variable)) return std::string(name) + " needs a Variable, which must be a path";
    auto path = Path::compile(variable->get_string());
    if (!path) return "Variable is no path: " + path.error().message;
    if (const auto op = comparison_operator(name)) return compile_comparison(std::move(*path), *op, name, operand);
    if (const auto test = value_test(name)) {
        if (!operand.is_bool()) return "The value of " + std::string(name) + " must be true or false";
        return node(Test{std::move(*path), *test, operand.get_bool()});
    }
    if (!is_string(operand)) return std::string("The value of StringMatches must be a string");
    const std::string text(operand.get_string());
    return node(Matches{std::move(*path), text, StringPattern::compile(text)});
}

bool is_operator(std::string_view name) {
    return name == "And" || name == "Or" || name == "Not" || name == "StringMatches" || comparison_operator(name) || value_test(name);
}

Compiled compile_node(const json::value& source) {
    const json::object* object = source.if_object();
    if (object == nullptr) return std::string("A choice rule must be an object");
    const json::key_value_pair* found = nullptr;
    for (const auto& member : *object) {
        if (!is_operator(member.key())) continue;
        if (found != nullptr)
            return "A choice rule may hold one operator only, not " + std::string(found->key()) + " and " + std::string(member.key());
        found = &member;
    }
    if (found == nullptr) return std::string("A choice rule needs an operator");
    const std::string_view name = found->key();
    if (name == "And" || name == "Or") return compile_joined(found->value(), name);
    if (name != "Not") return compile_test(*object, name, found->value());
    auto rule = compile_node(found->value());
    if (!rule) return rule;
    return node(Not{std::move(*rule)});
}

using Verdict = Result<bool, QueryFailure>;

/// The value a path leads to. Keeps what had to be built for it.
class Value {
  public:
    Value(const Path& path, const Scope& scope) {
        found_ = path.find(scope);
        if (found_ != nullptr) return;
        if (auto selected = path.select(scope)) {
            built_ = std::move(*selected);
            found_ = &built_.value();
        }
    }
    const json::value* get() const { return found_; }

  private:
    Payload built_;
    const json::value* found_ = nullptr;
};

QueryFailure nothing_at(const Path& path) {
    return {errors::runtime, "Invalid path '" + path.text() + "': The choice state's condition path references an invalid value."};
}

class Evaluation {
  public:
    explicit Evaluation(const Scope& scope) : scope_(scope) {}

    Verdict of(const ChoiceRule::Node& rule) const {
        return std::visit([&](const auto& form) { return matches(form); }, rule.form);
    }

  private:
    Verdict matches(const Joined& rule) const {
        for (const NodePointer& part : rule.rules) {
            auto verdict = of(*part);
            if (!verdict || *verdict != rule.all) return verdict;
        }
        return rule.all;
    }

    Verdict matches(const Not& rule) const {
        auto verdict = of(*rule.rule);
        if (!verdict) return verdict;
        return !*verdict;
    }

    Verdict matches(const Comparison& rule) const {
        const Value left(rule.variable, scope_);
        if (left.get() == nullptr) return nothing_at(rule.variable);
        if (const auto* literal = std::get_if<json::value>(&rule.operand)) return compare(rule.op, *left.get(), *literal);
        const Path& path = std::get<Path>(rule.operand);
        const Value right(path, scope_);
        if (right.get() == nullptr) return nothing_at(path);
        return compare(rule.op, *left.get(), *right.get());
    }

    Verdict matches(const Matches& rule) const {
        const Value value(rule.variable, scope_);
        if (value.get() == nullptr) return nothing_at(rule.variable);
        if (!is_string(*value.get())) return false;
        if (!rule.pattern) {
            return QueryFailure{errors::runtime, "The value of StringMatches is no pattern: in '" + rule.text +
                                                     "' a backslash stands before something other than '*' and '\\'"};
        }
        return rule.pattern->matches(value.get()->get_string());
    }

    Verdict matches(const Test& rule) const {
        const Value value(rule.variable, scope_);
        if (value.get() != nullptr) return passes(rule.test, *value.get()) == rule.wanted;
        if (rule.test == ValueTest::IsPresent) return !rule.wanted;
        return nothing_at(rule.variable);
    }

    const Scope& scope_;
};

}  // namespace

struct ChoiceRule::Compiled {
    NodePointer node;
    std::vector<std::string> variables;
};

namespace {

void add_variable(const Path& path, std::vector<std::string>& names) {
    if (path.root() == PathRoot::Variable) names.push_back(path.variable());
}

void add_variables(const ChoiceRule::Node& rule, std::vector<std::string>& names) {
    if (const auto* joined = std::get_if<Joined>(&rule.form)) {
        for (const NodePointer& part : joined->rules) add_variables(*part, names);
    } else if (const auto* negated = std::get_if<Not>(&rule.form)) {
        add_variables(*negated->rule, names);
    } else if (const auto* comparison = std::get_if<Comparison>(&rule.form)) {
        add_variable(comparison->variable, names);
        if (const auto* operand = std::get_if<Path>(&comparison->operand)) add_variable(*operand, names);
    } else if (const auto* matches = std::get_if<Matches>(&rule.form)) {
        add_variable(matches->variable, names);
    } else {
        add_variable(std::get<Test>(rule.form).variable, names);
    }
}

}  // namespace

Result<ChoiceRule, std::string> ChoiceRule::compile(const json::value& source) {
    auto node = compile_node(source);
    if (!node) return node.error();
    std::vector<std::string> names;
    add_variables(**node, names);
    return ChoiceRule(std::make_shared<const Compiled>(Compiled{*std::move(node), distinct_names(std::move(names))}));
}

const std::vector<std::string>& ChoiceRule::variable_references() const { return compiled_->variables; }

Result<bool, QueryFailure> ChoiceRule::matches(const Scope& scope) const { return Evaluation(scope).of(*compiled_->node); }

}  // namespace pawl::query
