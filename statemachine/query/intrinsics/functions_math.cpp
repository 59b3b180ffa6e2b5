#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/functions.hpp"
#include "statemachine/query/intrinsics/workspace.hpp"
#include "statemachine/query/java_random.hpp"

namespace pawl::query::intrinsics {

namespace {

constexpr std::int64_t int32_least = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t int32_most = std::numeric_limits<std::int32_t>::max();

/// Java's Math.round: halves go up (recorded: -2.5 is -2). Empty: no number, or none of 32 bits.
std::optional<std::int64_t> rounded(const json::value& value) {
    if (!is_number(value)) return std::nullopt;
    const double number = to_double(value);
    const double below = std::floor(number);
    const double nearest = number - below >= 0.5 ? below + 1 : below;
    if (!(nearest >= static_cast<double>(int32_least) && nearest <= static_cast<double>(int32_most))) return std::nullopt;
    return static_cast<std::int64_t>(nearest);
}

/// Java's Random.ints(first, end): a range wider than 31 bits is drawn from all 32 until a number falls into it.
std::int64_t drawn(JavaRandom& random, std::int64_t first, std::int64_t end) {
    if (end - first <= int32_most) return first + random.next_int(static_cast<std::int32_t>(end - first));
    std::int64_t number = random.next_int();
    while (number < first || number >= end) number = random.next_int();
    return number;
}

}  // namespace

Outcome math_sum(const CallNode& call, Values arguments, Workspace& workspace) {
    const auto left = rounded(*arguments[0]), right = rounded(*arguments[1]);
    if (!left || !right) return workspace.invalid_arguments(call);
    const std::int64_t sum = *left + *right;
    if (sum < int32_least || sum > int32_most) return workspace.invalid_arguments(call);
    return workspace.keep(sum);
}

/// From the first number (included) to the second (excluded). What AWS makes of a seed was not found; java.util.Random is what $random has.
Outcome math_random(const CallNode& call, Values arguments, Workspace& workspace) {
    const auto first = whole_number(*arguments[0], int32_least, int32_most), end = whole_number(*arguments[1], int32_least, int32_most);
    if (!first || !end || *first >= *end) return workspace.invalid_arguments(call);
    auto seed = std::optional(static_cast<std::int64_t>(0));
    if (arguments.size() == 3) {
        seed = whole_number(*arguments[2], -(std::int64_t{1} << 53), std::int64_t{1} << 53);
        if (!seed) return workspace.invalid_arguments(call);
    } else {
        seed = static_cast<std::int64_t>(workspace.random().next());
    }
    JavaRandom random(*seed);
    return workspace.keep(drawn(random, *first, *end));
}

Outcome uuid(const CallNode&, Values, Workspace& workspace) { return workspace.keep(json::value(workspace.random().next_uuid())); }

}  // namespace pawl::query::intrinsics
