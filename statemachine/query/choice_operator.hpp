// The operators of JSONPath choice rules by name, and what they mean for a value. A value of the wrong type is never a match.
#pragma once

#include <optional>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::query {

enum class OperandType { String, Numeric, Timestamp, Boolean };
enum class OperandOrder { Equals, LessThan, GreaterThan, LessThanEquals, GreaterThanEquals };
enum class ValueTest { IsNull, IsPresent, IsNumeric, IsString, IsBoolean, IsTimestamp };

/// "NumericLessThanEqualsPath" = {Numeric, LessThanEquals, by_path}.
struct ComparisonOperator {
    OperandType type = OperandType::String;
    OperandOrder order = OperandOrder::Equals;
    bool by_path = false;  ///< the operand is a path to the value to compare with
};

std::optional<ComparisonOperator> comparison_operator(std::string_view name);
std::optional<ValueTest> value_test(std::string_view name);

/// Whether `value` is of the operator's type; a timestamp is a string that reads as one.
bool has_type(const json::value& value, OperandType type);

/// `left` against `right`; false when either has the wrong type.
bool compare(const ComparisonOperator& op, const json::value& left, const json::value& right);

/// IsPresent is true here: the value is there.
bool passes(ValueTest test, const json::value& value);

}  // namespace pawl::query
