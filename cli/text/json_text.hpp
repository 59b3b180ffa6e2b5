// JSON for people and for pipes: indented, or one value a line; and small helpers to look into answers.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "statemachine/vocabulary/instant.hpp"

namespace pawl::cli {

namespace json = boost::json;

enum class OutputFormat { Table, Json, JsonLines };

/// Indented by two blanks, members in their order.
std::string pretty(const json::value& value);

/// The value as `format` wants it (not Table): indented, or on one line.
void print_json(std::ostream& out, const json::value& value, OutputFormat format);

// Of an answer's object; what is not there or of another type comes back empty.
std::string text_of(const json::value& object, std::string_view member);
/// A member that holds epoch seconds; never() when it is not there.
Instant instant_of(const json::value& object, std::string_view member);
/// The member, or null.
const json::value& member_of(const json::value& object, std::string_view member);

}  // namespace pawl::cli
