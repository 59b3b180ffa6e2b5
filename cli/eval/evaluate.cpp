#include "cli/eval/evaluate.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/call.hpp"
#include "statemachine/query/jsonata/expression.hpp"
#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/resources.hpp"

namespace pawl::cli {
namespace {

namespace jsonata = query::jsonata;

constexpr std::string_view blanks = " \t\r\n";

/// The offset where the expression proper begins and the expression: without {% %}.
std::pair<std::size_t, std::string_view> inner(std::string_view text) {
    std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return {0, text};
    std::string_view rest = text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
    if (!rest.starts_with("{%") || !rest.ends_with("%}") || rest.size() < 4) return {begin, rest};
    return {begin + 2, rest.substr(2, rest.size() - 4)};
}

class GivenVariables final : public query::Variables, public jsonata::Bindings {
  public:
    explicit GivenVariables(const Evaluation& with) {
        for (const auto& [name, value] : with.variables.value().get_object()) values_.emplace(name, with.variables.select(value));
    }
    void bind(std::string name, Payload value) { values_.insert_or_assign(std::move(name), std::move(value)); }
    const Payload* find(std::string_view name) const override {
        const auto found = values_.find(name);
        return found == values_.end() ? nullptr : &found->second;
    }

  private:
    std::map<std::string, Payload, std::less<>> values_;
};

class GivenContext final : public query::ContextObject {
  public:
    explicit GivenContext(const Payload& context) : context_(context) {}
    const Payload& context() const override { return context_; }

  private:
    const Payload& context_;
};

EvaluationResult failed(std::string error, bool syntax, std::optional<std::size_t> position) {
    EvaluationResult result;
    result.error = std::move(error);
    result.syntax = syntax;
    result.position = position;
    return result;
}

std::string coded(const std::string& code, const std::string& message) { return code.empty() ? message : code + ": " + message; }

/// JSONata's positions are behind the token at fault.
std::size_t token_begin(std::string_view text, std::size_t position, const std::string& token) {
    const std::size_t end = std::min(position, text.size());
    const bool stands_there = !token.empty() && token.size() <= end && text.substr(end - token.size(), token.size()) == token;
    return stands_there ? end - token.size() : end;
}

std::string note_about(const jsonata::References& references) {
    if (!references.top_level_names.empty()) {
        const std::string& name = references.top_level_names.front();
        return "Step Functions refuses '" + name + "' at the top level: write $states.input." + name;
    }
    return references.context || references.root ? "Step Functions refuses $ and $$ at the top level: write $states.input" : "";
}

EvaluationResult evaluate_jsonata(std::string_view text, const Evaluation& with) {
    const auto [offset, expression] = inner(text);
    const auto compiled = jsonata::Expression::compile(expression);
    if (compiled.has_error()) {
        const jsonata::SyntaxError& fault = compiled.error();
        return failed(coded(fault.code, fault.message), true, offset + token_begin(expression, fault.position, fault.token));
    }
    json::object states{{"input", copy_of(with.input.value())}, {"context", copy_of(with.context.value())}};
    if (with.result) states["result"] = copy_of(with.result->value());
    GivenVariables bindings(with);
    bindings.bind("states", Payload::from_value(std::move(states)));
    const auto value = compiled->evaluate({&with.input, &bindings, with.now, with.entropy, {}});
    EvaluationResult result;
    if (value.has_error()) {
        const jsonata::EvaluationError& fault = value.error();
        result = failed(coded(fault.code, fault.message), false, offset + token_begin(expression, fault.position, fault.token));
    } else if (!*value) {
        result = failed("the expression returned nothing (undefined); a state fails of that with States.QueryEvaluationError", false, std::nullopt);
    } else {
        result.value = **value;
    }
    result.note = note_about(compiled->references());
    return result;
}

EvaluationResult evaluate_path(std::string_view text, const query::Scope& scope) {
    const auto [offset, expression] = inner(text);
    const auto path = query::Path::compile(expression);
    if (path.has_error()) return failed(path.error().message, true, offset + path.error().offset);
    if (path->root_in(scope) == nullptr)
        return failed("nothing was assigned to the variable $" + path->variable() + "; give it with --variables", false, offset);
    const auto value = path->select(scope);
    if (value.has_error()) return failed("States.Runtime: " + value.error().message, false, std::nullopt);
    EvaluationResult result;
    result.value = *value;
    return result;
}

EvaluationResult evaluate_intrinsic(std::string_view text, const query::Scope& scope) {
    const auto [offset, expression] = inner(text);
    const auto call = query::intrinsics::Call::compile(expression);
    if (call.has_error()) return failed(call.error().message, true, offset + call.error().offset);
    query::Resources resources(scope.entropy);
    auto value = call->build(scope, resources);
    if (value.has_error()) return failed(value.error().error + ": " + value.error().message, false, std::nullopt);
    EvaluationResult result;
    result.value = Payload::from_value(std::move(*value));
    return result;
}

}  // namespace

QueryLanguage guess_language(std::string_view expression) {
    const std::size_t begin = expression.find_first_not_of(blanks);
    const std::string_view text = begin == std::string_view::npos ? std::string_view() : expression.substr(begin);
    if (text.starts_with("{%")) return QueryLanguage::Jsonata;
    if (text.starts_with("States.")) return QueryLanguage::Intrinsic;
    const bool is_states = text.starts_with("$states") && (text.size() == 7 || text[7] == '.' || text[7] == '[');
    if (text.starts_with("$") && !is_states && query::Path::compile(inner(expression).second).has_value()) return QueryLanguage::JsonPath;
    return QueryLanguage::Jsonata;
}

EvaluationResult evaluate(std::string_view expression, QueryLanguage language, const Evaluation& with) {
    if (language == QueryLanguage::Jsonata) return evaluate_jsonata(expression, with);
    const GivenContext context(with.context);
    const GivenVariables variables(with);
    const query::Scope scope{with.input, context, &variables, with.entropy};
    return language == QueryLanguage::JsonPath ? evaluate_path(expression, scope) : evaluate_intrinsic(expression, scope);
}

}  // namespace pawl::cli
