#include "engine/journal/checksum.hpp"

#include <cstddef>

namespace pawl::engine {
namespace {

// Little-endian on every machine; compilers make one load of it.
std::uint64_t load(const char* at, std::size_t count) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < count; ++i) word |= static_cast<std::uint64_t>(static_cast<unsigned char>(at[i])) << (8 * i);
    return word;
}

// One-to-one in `state` and in `word`: damage within one word always changes the 64-bit state.
std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
    state = (state ^ word) * 0x9e37'79b9'7f4a'7c15U;
    return state ^ (state >> 32U);
}

}  // namespace

std::uint32_t checksum(std::string_view bytes, std::uint64_t seed) {
    std::uint64_t state = mix(seed, bytes.size());
    const char* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; at += 8, left -= 8) state = mix(state, load(at, 8));
    if (left > 0) state = mix(state, load(at, left));
    state = mix(state, 0x5061'776cU);
    return static_cast<std::uint32_t>(state ^ (state >> 32U));
}

}  // namespace pawl::engine
