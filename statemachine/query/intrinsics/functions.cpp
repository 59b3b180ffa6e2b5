#include "statemachine/query/intrinsics/functions.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <boost/json/value.hpp>

namespace pawl::query::intrinsics {

namespace {

constexpr std::size_t any = std::numeric_limits<std::size_t>::max();

constexpr auto functions = std::to_array<Function>({{"States.Array", 0, any, array_of},
                                                    {"States.ArrayContains", 2, 2, array_contains},
                                                    {"States.ArrayGetItem", 2, 2, array_get_item},
                                                    {"States.ArrayLength", 1, 1, array_length},
                                                    {"States.ArrayPartition", 2, 2, array_partition},
                                                    {"States.ArrayRange", 3, 3, array_range},
                                                    {"States.ArrayUnique", 1, 1, array_unique},
                                                    {"States.Base64Decode", 1, 1, base64_decoded},
                                                    {"States.Base64Encode", 1, 1, base64_encoded},
                                                    {"States.Format", 1, any, formatted},
                                                    {"States.Hash", 2, 2, hashed},
                                                    {"States.JsonMerge", 3, 3, json_merged},
                                                    {"States.JsonToString", 1, 1, json_to_string},
                                                    {"States.MathAdd", 2, 2, math_sum},
                                                    {"States.MathRandom", 2, 3, math_random},
                                                    {"States.StringSplit", 2, 2, string_split},
                                                    {"States.StringToJson", 1, 1, string_to_json},
                                                    {"States.UUID", 0, 0, uuid}});

}  // namespace

const Function* find_function(std::string_view name) {
    const auto found = std::find_if(functions.begin(), functions.end(), [&](const Function& function) { return function.name == name; });
    return found == functions.end() ? nullptr : &*found;
}

std::optional<std::int64_t> whole_number(const json::value& value, std::int64_t least, std::int64_t most) {
    if (!is_number(value)) return std::nullopt;
    if (const auto* whole = value.if_int64()) return *whole >= least && *whole <= most ? std::optional(*whole) : std::nullopt;
    const double cut = std::trunc(to_double(value));
    if (!(cut >= static_cast<double>(least) && cut <= static_cast<double>(most))) return std::nullopt;
    return static_cast<std::int64_t>(cut);
}

}  // namespace pawl::query::intrinsics
