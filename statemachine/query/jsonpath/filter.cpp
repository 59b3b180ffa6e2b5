#include "statemachine/query/jsonpath/filter.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <boost/json/value.hpp>

#include "statemachine/query/java_text.hpp"
#include "statemachine/query/jsonpath/evaluator.hpp"
#include "statemachine/query/numbers.hpp"
#include "statemachine/query/weight.hpp"

namespace pawl::query::jsonpath {

namespace {

/// What a filter's path selects; keeps what had to be built for it.
class Found {
  public:
    Found(const FilterPath& path, const json::value& item, const json::value& root, Fuel& fuel) {
        const json::value& start = path.from_root ? root : item;
        if (path.steps.plain) {
            value_ = find_plain(path.steps, start);
        } else if (auto selection = evaluate(path.steps, start, fuel); selection && !selection->values.empty()) {
            selection_ = std::move(*selection);
            value_ = selection_.values.back();
        }
    }
    const json::value* get() const { return value_; }

  private:
    Selection selection_;
    const json::value* value_ = nullptr;
};

/// Order of the right side against the left one; empty = these types can't be compared.
using Order = Result<std::optional<int>, std::string>;

Order compare_text(std::string_view right, const json::value* right_number, const json::value& left) {
    if (is_string(left)) return std::optional(java_compare(right, left.get_string()));
    if (is_number(left)) {
        if (!right_number) return "\"" + std::string(right) + "\" in the filter is no number and can't be compared with " + to_json(left);
        return std::optional(compare_numbers(*right_number, left));
    }
    if (left.is_bool()) {
        const bool truth = right.size() == 4 && std::equal(right.begin(), right.end(), "true", [](char a, char b) { return (a | 0x20) == b; });
        return std::optional(static_cast<int>(truth) - static_cast<int>(left.get_bool()));
    }
    return std::optional<int>{};
}

Order compare(const json::value& right, const json::value& left) {
    if (is_string(right)) {
        const std::string_view text = right.get_string();
        const auto number = is_number(left) ? number_of(text) : std::nullopt;
        return compare_text(text, number ? &*number : nullptr, left);
    }
    if (is_number(right) && is_number(left)) return std::optional(compare_numbers(right, left));
    if (right.is_bool() && left.is_bool()) return std::optional(static_cast<int>(right.get_bool()) - static_cast<int>(left.get_bool()));
    return std::optional<int>{};
}

/// `order` is that of the right side against the left.
bool holds(Comparison comparison, std::optional<int> order) {
    switch (comparison) {
        case Comparison::Equal:
            return order && *order == 0;
        case Comparison::NotEqual:
            return !order || *order != 0;
        case Comparison::Less:
            return order && *order > 0;
        case Comparison::LessOrEqual:
            return order && *order >= 0;
        case Comparison::Greater:
            return order && *order < 0;
        case Comparison::GreaterOrEqual:
            return order && *order <= 0;
        case Comparison::Matches:
            break;  // takes a pattern, not two values
    }
    return false;
}

/// Null equals null and nothing else, and has no order.
bool holds_with_null(Comparison comparison, bool both) {
    if (comparison == Comparison::NotEqual) return !both;
    const bool includes_equal = comparison == Comparison::Equal || comparison == Comparison::LessOrEqual || comparison == Comparison::GreaterOrEqual;
    return both && includes_equal;
}

class Acceptance {
  public:
    Acceptance(const json::value& item, const json::value& root, Fuel& fuel) : item_(item), root_(root), fuel_(fuel) {}

    Result<bool, std::string> of(const Filter& filter) const {
        auto accepted = std::visit([&](const auto& node) { return accept(node); }, filter.node);
        // A path that had to stop has found nothing, which would be an answer.
        if (fuel_.is_empty()) return exhausted();
        return accepted;
    }

  private:
    Result<bool, std::string> accept(const Filter::Never&) const { return false; }
    Result<bool, std::string> accept(const Filter::Absent&) const {
        return std::string("The filter [?] has no condition: write one, as in [?(@.a == 1)]");
    }

    Result<bool, std::string> accept(const Filter::Exists& node) const { return (found(node.path).get() != nullptr) != node.negated; }

    /// Of a value that is no text, the text Java shows.
    Result<bool, std::string> accept(const Filter::Matches& node) const {
        const Found value = found(node.path);
        if (value.get() == nullptr || value.get()->is_null()) return false;
        if (!fuel_.take_bytes(weight_of(*value.get()))) return exhausted();
        const std::string text = java_text(*value.get());
        jsonata::library::RegexMatches matches(node.pattern.expression, text);
        const auto match = matches.next();
        return !match || match->has_value();  // the only error: the match has no characters
    }

    Result<bool, std::string> accept(const Filter::Any& node) const {
        for (const Filter& part : node.parts) {
            if (auto one = of(part); !one || *one) return one;
        }
        return false;
    }

    Result<bool, std::string> accept(const Filter::All& node) const {
        for (const Filter& part : node.parts) {
            if (auto one = of(part); !one || !*one) return one;
        }
        return true;
    }

    Result<bool, std::string> accept(const Filter::Compare& node) const {
        const auto* left_path = std::get_if<FilterPath>(&node.left);
        if (left_path == nullptr) {
            const auto& left = std::get<Literal>(node.left);
            const auto& right = std::get<Literal>(node.right);
            if (left.is_null || right.is_null) return holds_with_null(node.comparison, left.is_null && right.is_null);
            return holds(node.comparison, java_compare(right.text, left.text));
        }
        const Found left = found(*left_path);
        if (left.get() == nullptr) return false;
        if (const auto* literal = std::get_if<Literal>(&node.right)) {
            if (literal->is_null || left.get()->is_null()) return holds_with_null(node.comparison, literal->is_null && left.get()->is_null());
            return verdict(node.comparison, compare_text(literal->text, literal->number.get(), *left.get()));
        }
        const Found right = found(std::get<FilterPath>(node.right));
        if (right.get() == nullptr) return false;
        if (right.get()->is_null() || left.get()->is_null()) {
            return holds_with_null(node.comparison, right.get()->is_null() && left.get()->is_null());
        }
        // A text that meets a number is read as one.
        if (is_string(*right.get()) && !fuel_.take_bytes(right.get()->get_string().size())) return exhausted();
        return verdict(node.comparison, compare(*right.get(), *left.get()));
    }

    Found found(const FilterPath& path) const { return Found(path, item_, root_, fuel_); }
    static std::string exhausted() { return "The filter takes more than " + std::to_string(Fuel::most_steps) + " steps on this input"; }

    static Result<bool, std::string> verdict(Comparison comparison, const Order& order) {
        if (!order) return order.error();
        return holds(comparison, *order);
    }

    const json::value& item_;
    const json::value& root_;
    Fuel& fuel_;
};

}  // namespace

Result<bool, std::string> accepts(const Filter& filter, const json::value& item, const json::value& root, Fuel& fuel) {
    return Acceptance(item, root, fuel).of(filter);
}

}  // namespace pawl::query::jsonpath
