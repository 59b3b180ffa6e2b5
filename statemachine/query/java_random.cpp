#include "statemachine/query/java_random.hpp"

namespace pawl::query {

namespace {

// The linear congruential generator that the documentation of java.util.Random prescribes.
constexpr std::uint64_t multiplier = 0x5DEECE66DULL, increment = 0xBULL, mask = (1ULL << 48) - 1;

}  // namespace

JavaRandom::JavaRandom(std::int64_t seed) : state_((static_cast<std::uint64_t>(seed) ^ multiplier) & mask) {}

std::int32_t JavaRandom::next(int bits) {
    state_ = (state_ * multiplier + increment) & mask;
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(state_ >> (48 - bits)));
}

std::int32_t JavaRandom::next_int() { return next(32); }

std::int32_t JavaRandom::next_int(std::int32_t bound) {
    const std::int32_t bits = next(31);
    if ((bound & (bound - 1)) == 0) return static_cast<std::int32_t>((static_cast<std::int64_t>(bound) * bits) >> 31);
    // Values of the last, incomplete round are drawn again, so that none is likelier than others.
    std::int64_t drawn = bits, value = drawn % bound;
    while (drawn - value + (bound - 1) > INT32_MAX) {
        drawn = next(31);
        value = drawn % bound;
    }
    return static_cast<std::int32_t>(value);
}

std::int64_t JavaRandom::next_long() {
    const auto high = static_cast<std::uint64_t>(static_cast<std::int64_t>(next(32))) << 32;
    return static_cast<std::int64_t>(high + static_cast<std::uint64_t>(static_cast<std::int64_t>(next(32))));
}

double JavaRandom::next_double() {
    const std::int64_t high = static_cast<std::int64_t>(next(26)) << 27;
    return static_cast<double>(high + next(27)) * 0x1.0p-53;
}

}  // namespace pawl::query
