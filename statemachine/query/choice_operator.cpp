#include "statemachine/query/choice_operator.hpp"

#include <array>
#include <utility>

#include <boost/json/value.hpp>

#include "statemachine/query/java_text.hpp"
#include "statemachine/query/numbers.hpp"
#include "statemachine/vocabulary/instant.hpp"

namespace pawl::query {

namespace {

template <class T, std::size_t N>
std::optional<T> find(const std::array<std::pair<std::string_view, T>, N>& names, std::string_view name) {
    for (const auto& [key, value] : names) {
        if (key == name) return value;
    }
    return std::nullopt;
}

constexpr auto types = std::to_array<std::pair<std::string_view, OperandType>>(
    {{"String", OperandType::String}, {"Numeric", OperandType::Numeric}, {"Timestamp", OperandType::Timestamp}, {"Boolean", OperandType::Boolean}});

constexpr auto orders = std::to_array<std::pair<std::string_view, OperandOrder>>({{"Equals", OperandOrder::Equals},
                                                                                  {"LessThan", OperandOrder::LessThan},
                                                                                  {"GreaterThan", OperandOrder::GreaterThan},
                                                                                  {"LessThanEquals", OperandOrder::LessThanEquals},
                                                                                  {"GreaterThanEquals", OperandOrder::GreaterThanEquals}});

constexpr auto tests = std::to_array<std::pair<std::string_view, ValueTest>>({{"IsNull", ValueTest::IsNull},
                                                                              {"IsPresent", ValueTest::IsPresent},
                                                                              {"IsNumeric", ValueTest::IsNumeric},
                                                                              {"IsString", ValueTest::IsString},
                                                                              {"IsBoolean", ValueTest::IsBoolean},
                                                                              {"IsTimestamp", ValueTest::IsTimestamp}});

bool holds(OperandOrder wanted, int order) {
    switch (wanted) {
        case OperandOrder::Equals:
            return order == 0;
        case OperandOrder::LessThan:
            return order < 0;
        case OperandOrder::GreaterThan:
            return order > 0;
        case OperandOrder::LessThanEquals:
            return order <= 0;
        case OperandOrder::GreaterThanEquals:
            return order >= 0;
    }
    return false;
}

bool compare_timestamps(OperandOrder wanted, std::string_view left, std::string_view right) {
    const auto a = parse_fine_timestamp(left), b = parse_fine_timestamp(right);
    if (!a || !b) return false;
    return holds(wanted, *a < *b ? -1 : *b < *a ? 1 : 0);
}

}  // namespace

std::optional<ComparisonOperator> comparison_operator(std::string_view name) {
    ComparisonOperator op;
    op.by_path = name.ends_with("Path");
    if (op.by_path) name.remove_suffix(4);
    for (const auto& [prefix, type] : types) {
        if (!name.starts_with(prefix)) continue;
        const auto order = find(orders, name.substr(prefix.size()));
        if (!order || (type == OperandType::Boolean && *order != OperandOrder::Equals)) return std::nullopt;
        op.type = type;
        op.order = *order;
        return op;
    }
    return std::nullopt;
}

std::optional<ValueTest> value_test(std::string_view name) { return find(tests, name); }

bool has_type(const json::value& value, OperandType type) {
    switch (type) {
        case OperandType::String:
            return is_string(value);
        case OperandType::Numeric:
            return is_number(value);
        case OperandType::Timestamp:
            return is_string(value) && parse_fine_timestamp(value.get_string());
        case OperandType::Boolean:
            return value.is_bool();
    }
    return false;
}

bool compare(const ComparisonOperator& op, const json::value& left, const json::value& right) {
    switch (op.type) {
        case OperandType::String:
            if (!is_string(left) || !is_string(right)) return false;
            if (op.order == OperandOrder::Equals) return left.get_string() == right.get_string();
            return holds(op.order, java_compare(left.get_string(), right.get_string()));
        case OperandType::Numeric:
            return is_number(left) && is_number(right) && holds(op.order, compare_numbers(left, right));
        case OperandType::Timestamp:
            return is_string(left) && is_string(right) && compare_timestamps(op.order, left.get_string(), right.get_string());
        case OperandType::Boolean:
            return left.is_bool() && right.is_bool() && left.get_bool() == right.get_bool();
    }
    return false;
}

bool passes(ValueTest test, const json::value& value) {
    switch (test) {
        case ValueTest::IsNull:
            return value.is_null();
        case ValueTest::IsPresent:
            return true;
        case ValueTest::IsNumeric:
            return is_number(value);
        case ValueTest::IsString:
            return is_string(value);
        case ValueTest::IsBoolean:
            return value.is_bool();
        case ValueTest::IsTimestamp:
            return has_type(value, OperandType::Timestamp);
    }
    return false;
}

}  // namespace pawl::query
