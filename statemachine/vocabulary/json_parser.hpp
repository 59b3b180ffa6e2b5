// JSON text → boost::json::value in memory of its own, with numbers nobody else keeps kept (see payload.hpp). Internal to the vocabulary room.
#pragma once

#include <optional>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl {

/// The first byte of a string value that holds the digits of a number; no JSON text can produce it, as it is not UTF-8.
inline constexpr char big_number_mark = '\xff';

inline constexpr std::size_t max_payload_depth = 512;

/// Parses one JSON value. Nesting deeper than max_payload_depth is refused.
std::optional<JsonError> parse_json(std::string_view text, const json::storage_ptr& storage, json::value& out);

}  // namespace pawl
