#include <algorithm>
#include <optional>
#include <utility>

#include <boost/json/value.hpp>

#include "statemachine/query/jsonpath/extent.hpp"
#include "statemachine/query/jsonpath/filter.hpp"
#include "statemachine/query/numbers.hpp"

namespace pawl::query::jsonpath {

namespace {

Comparison mirrored(Comparison comparison) {
    switch (comparison) {
        case Comparison::Less:
            return Comparison::Greater;
        case Comparison::LessOrEqual:
            return Comparison::GreaterOrEqual;
        case Comparison::Greater:
            return Comparison::Less;
        case Comparison::GreaterOrEqual:
            return Comparison::LessOrEqual;
        case Comparison::Equal:
        case Comparison::NotEqual:
        case Comparison::Matches:
            break;
    }
    return comparison;
}

std::shared_ptr<const json::value> shared_number(std::string_view text) {
    auto number = number_of(text);
    return number ? std::make_shared<const json::value>(std::move(*number)) : nullptr;
}

class FilterReader {
  public:
    FilterReader(std::string_view text, int depth) : text_(text), depth_(depth) {}

    Result<Filter, PathSyntaxError> read() {
        auto filter = read_any(0);
        if (!filter) return filter;
        skip_blanks();
        if (at_ != text_.size()) return fault("The filter is not understood from here on: " + std::string(text_.substr(at_)));
        return filter;
    }

  private:
    using Read = Result<Filter, PathSyntaxError>;

    Read read_any(int groups) { return read_joined<Filter::Any>("||", groups, &FilterReader::read_all); }
    Read read_all(int groups) { return read_joined<Filter::All>("&&", groups, &FilterReader::read_one); }

    template <class Joined>
    Read read_joined(std::string_view joint, int groups, Read (FilterReader::*part)(int)) {
        Joined joined;
        do {
            auto one = (this->*part)(groups);
            if (!one) return one;
            joined.parts.push_back(std::move(*one));
            skip_blanks();
        } while (take(joint));
        if (joined.parts.size() == 1) return std::move(joined.parts.front());
        Filter filter;
        filter.node = std::move(joined);
        return filter;
    }

    Read read_one(int groups) {
        constexpr int most_groups = 32;
        if (groups > most_groups) return fault("Parentheses are nested too deeply (more than 32 levels)");
        skip_blanks();
        if (peek() == '(') {
            ++at_;
            auto inside = read_any(groups + 1);
            if (!inside) return inside;
            skip_blanks();
            if (!take(")")) return fault("A closing parenthesis is missing");
            return inside;
        }
        if (peek() == '!') return read_negated();
        auto left = read_operand();
        if (!left) return left.error();
        skip_blanks();
        const auto comparison = read_comparison();
        if (!comparison) return comparison.error();
        if (!*comparison) return exists(std::move(*left), false);
        skip_blanks();
        auto right = read_operand();
        if (!right) return right.error();
        if (std::holds_alternative<Pattern>(*left) || std::holds_alternative<Pattern>(*right) || **comparison == Comparison::Matches) {
            return matching(std::move(*left), **comparison, std::move(*right));
        }
        Filter filter;
        if (std::holds_alternative<Literal>(*left)) {
            filter.node = Filter::Compare{std::move(*right), std::move(*left), mirrored(**comparison)};
        } else {
            filter.node = Filter::Compare{std::move(*left), std::move(*right), **comparison};
        }
        return filter;
    }

    /// "!@.a": not there. The dialect takes a comparison in "!(…)" and never accepts anything by it.
    Read read_negated() {
        ++at_;
        skip_blanks();
        if (peek() != '(') {
            auto operand = read_operand();
            if (!operand) return operand.error();
            return exists(std::move(*operand), true);
        }
        const std::size_t start = at_;
        int open = 0;
        do {
            if (peek() == '(') ++open;
            if (peek() == ')') --open;
            if (at_++ == text_.size()) return fault("A closing parenthesis is missing");
        } while (open > 0);
        if (text_.substr(start, at_ - start).find_first_of("=<>") == std::string_view::npos) return fault("The filter lacks a comparison");
        return Filter{};
    }

    Read exists(Operand operand, bool negated) {
        auto* path = std::get_if<FilterPath>(&operand);
        if (path == nullptr) return fault("Only a path can stand alone, a value needs a comparison");
        Filter filter;
        filter.node = Filter::Exists{std::move(*path), negated};
        return filter;
    }

    /// "path =~ /pattern/" or the other way round.
    Read matching(Operand left, Comparison comparison, Operand right) {
        if (std::holds_alternative<Pattern>(left)) std::swap(left, right);
        auto* path = std::get_if<FilterPath>(&left);
        auto* pattern = std::get_if<Pattern>(&right);
        if (path == nullptr || pattern == nullptr || comparison != Comparison::Matches) {
            return fault("A regular expression goes with =~ and a path: @.name =~ /a.*/");
        }
        Filter filter;
        filter.node = Filter::Matches{std::move(*path), std::move(*pattern)};
        return filter;
    }

    Result<std::optional<Comparison>, PathSyntaxError> read_comparison() {
        if (take("==")) return std::optional(Comparison::Equal);
        if (take("!=")) return std::optional(Comparison::NotEqual);
        if (take("<=")) return std::optional(Comparison::LessOrEqual);
        if (take(">=")) return std::optional(Comparison::GreaterOrEqual);
        if (take("<")) return std::optional(Comparison::Less);
        if (take(">")) return std::optional(Comparison::Greater);
        if (take("=~")) return std::optional(Comparison::Matches);
        const char next = peek();
        if (next == '\0' || next == ')' || next == '&' || next == '|') return std::optional<Comparison>{};
        return fault("Space not allowed in path");
    }

    Result<Operand, PathSyntaxError> read_operand() {
        const char first = peek();
        if (first == '@' || first == '$') return read_path();
        if (first == '\'') return read_quoted();
        if (first == '/') return read_pattern();
        const std::size_t start = at_;
        if (first == '"') {
            // The dialect knows no double quotes: they are a part of the literal.
            at_ = std::min(text_.find('"', at_ + 1), text_.size());
            if (at_ == text_.size()) return fault("The string is not closed");
            ++at_;
        } else {
            at_ = std::min(text_.find_first_of(" =!<>~&|()", at_), text_.size());
        }
        Literal literal{std::string(text_.substr(start, at_ - start)), false, {}};
        if (literal.text.empty()) return fault("The filter lacks a value");
        literal.is_null = literal.text == "null";
        literal.number = shared_number(literal.text);
        return Operand{std::move(literal)};
    }

    Result<Operand, PathSyntaxError> read_quoted() {
        Literal literal;
        for (++at_; at_ < text_.size() && text_[at_] != '\''; ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '\'') ++at_;
            literal.text += text_[at_];
        }
        if (at_ == text_.size()) return fault("The string is not closed");
        ++at_;
        literal.number = shared_number(literal.text);
        return Operand{std::move(literal)};
    }

    Result<Operand, PathSyntaxError> read_pattern() {
        const std::size_t start = ++at_;
        for (; at_ < text_.size() && text_[at_] != '/'; ++at_) at_ += text_[at_] == '\\' ? 1 : 0;
        if (at_ >= text_.size()) return fault("The regular expression is not closed");
        const std::string pattern = "^(?:" + std::string(text_.substr(start, at_ - start)) + ")$";
        ++at_;
        const bool ignore_case = take("i");
        auto compiled = jsonata::library::RegularExpression::compile(pattern, ignore_case ? "i" : "");
        if (!compiled) return PathSyntaxError{compiled.error().message, start};
        return Operand{Pattern{std::move(*compiled)}};
    }

    Result<Operand, PathSyntaxError> read_path() {
        const std::size_t start = at_;
        at_ = end_of_path(text_, at_, " =!<>~&|");
        const std::string_view path = text_.substr(start, at_ - start);
        auto steps = compile_steps(path, depth_);
        if (!steps) return PathSyntaxError{steps.error().message, start + steps.error().offset};
        if (!steps->definite) return PathSyntaxError{"the predicate path: " + std::string(path) + " is not definite", start};
        return Operand{FilterPath{path.front() == '$', std::move(*steps)}};
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    void skip_blanks() {
        while (peek() == ' ') ++at_;
    }
    bool take(std::string_view token) {
        if (!text_.substr(at_).starts_with(token)) return false;
        at_ += token.size();
        return true;
    }
    PathSyntaxError fault(std::string message) const { return {std::move(message), at_}; }

    std::string_view text_;
    std::size_t at_ = 0;
    int depth_;
};

std::string_view without_blanks(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    return text;
}

}  // namespace

Result<Filter, PathSyntaxError> compile_filter(std::string_view text, int depth) {
    const std::string_view expression = without_blanks(text.substr(text.starts_with('?') ? 1 : 0));
    if (text.find_first_not_of("?, ") == std::string_view::npos) {
        Filter absent;
        absent.node = Filter::Absent{};
        return absent;
    }
    if (expression.size() < 2 || expression.front() != '(' || expression.back() != ')') {
        return PathSyntaxError{"Filter must start with '[?(' and end with ')]'. " + std::string(expression), 0};
    }
    return FilterReader(expression.substr(1, expression.size() - 2), depth).read();
}

}  // namespace pawl::query::jsonpath
