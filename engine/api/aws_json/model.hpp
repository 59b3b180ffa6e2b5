// AWS's service model as a table: the operations, their input shapes and constraints. Checks a request against it and refuses in AWS's words.
#pragma once

#include <boost/json/fwd.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "engine/runtime/api_error.hpp"

namespace pawl::engine::aws_json {

enum class Kind : std::uint8_t { String, Integer, Float, Boolean, Timestamp, List, Map, Structure };

inline constexpr std::int64_t no_minimum = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t no_maximum = std::numeric_limits<std::int64_t>::max();

struct Member {
    std::string_view name;
    std::uint16_t shape;
    bool required;
};

struct Shape {
    std::string_view name;
    Kind kind;
    bool sensitive;  ///< refusals don't repeat the value
    std::int64_t min, max;
    std::string_view pattern;
    std::string_view values;  ///< "[A, B]" in the order AWS prints them; empty = any
    std::uint16_t first_member, members;
    std::uint16_t element;  ///< of a list or map
};

struct Operation {
    std::string_view name;
    std::uint16_t input;
};

std::span<const Member> all_members();
std::span<const Shape> all_shapes();
std::span<const Operation> all_operations();  ///< by name

/// nullptr when the model has no such operation.
const Operation* find_operation(std::string_view name);

/// What is wrong with a request's body: SerializationException for a value of the wrong type, or ValidationException that lists every violated
/// constraint. Codes come with their namespace. Members that the model doesn't know are ignored, as AWS does. `longest_data` stands in for the
/// model's 262,144 characters of an input or output (SensitiveData), as that limit can be configured.
std::optional<ApiError> check(const Operation& operation, const boost::json::object& body, std::size_t longest_data);

}  // namespace pawl::engine::aws_json
